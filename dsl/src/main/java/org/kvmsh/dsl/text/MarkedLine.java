package org.kvmsh.dsl.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.board.Board;

/** A line, with marks on some of its pieces. */
public final class MarkedLine implements Marked {
    public static final MarkedLine EMPTY = new MarkedLine(List.of());

    private final List<Piece> pieces;

    /** @param mark null for a text like any other */
    public record Piece(Mark mark, String text) {}

    private MarkedLine(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /** A line without marks. */
    public static MarkedLine of(String text) {
        return EMPTY.and(text);
    }

    public static MarkedLine of(Mark mark, String text) {
        return EMPTY.and(mark, text);
    }

    /** A board as the prompt names it, with its kind marked. */
    public static MarkedLine of(Board board) {
        return of(board.name())
                .and(" (")
                .and(Mark.of(board.kind()), board.kindInWords())
                .and(")" + lost(board));
    }

    /** {@code model:x86_64 model}, as a prompt has it. */
    public static MarkedLine prompt(Board board) {
        return of(board.name()).and(" ").and(Mark.of(board.kind()), board.kindInWords() + lost(board));
    }

    private static String lost(Board board) {
        return board.kernel().lost() == null ? "" : ", lost";
    }

    public MarkedLine and(String text) {
        return and(null, text);
    }

    public MarkedLine and(Mark mark, String text) {
        return and(new MarkedLine(List.of(new Piece(mark, text))));
    }

    public MarkedLine and(MarkedLine more) {
        List<Piece> all = new ArrayList<>(pieces);
        more.pieces.stream().filter(piece -> !piece.text().isEmpty()).forEach(all::add);
        return new MarkedLine(List.copyOf(all));
    }

    /** The pieces between two positions of the text. */
    public MarkedLine part(int from, int to) {
        List<Piece> some = new ArrayList<>();
        int at = 0;
        for (Piece piece : pieces) {
            int end = at + piece.text().length();
            if (at < to && end > from) {
                some.add(new Piece(
                        piece.mark(), piece.text().substring(Math.max(from - at, 0), Math.min(to, end) - at)));
            }
            at = end;
        }
        return new MarkedLine(List.copyOf(some));
    }

    public List<Piece> pieces() {
        return pieces;
    }

    @Override
    public List<MarkedLine> marked() {
        return List.of(this);
    }

    @Override
    public String toString() {
        return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }
}
