package org.kvmsh.repl.lsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.Boards;

/**
 * The kernel headers that a script is checked against: those of the board that the server was given, that the script
 * needs, or of this host. No board is opened.
 */
final class KernelHeaders {
    /** Without a host that has KVM. */
    private static final String OTHERWISE = "x86_64";

    private static final String PROPOSED = "rfc";
    /** At the beginning of a line, so of the whole script; in JavaScript with its brackets. */
    private static final Pattern NEEDED = Pattern.compile("(?m)^needs\\b[ \\t]*\\(?[ \\t]*\\{?[^\\n"
            + "]*?\\bboards[ \\t]*:[ \\t]*(\\[[^\\]\\n"
            + "]*]|'[^'\\n"
            + "]*'|\"[^\"\\n"
            + "]*\")");

    private static final Pattern QUOTED = Pattern.compile("'([^'\\n]*)'|\"([^\"\\n]*)\"");

    private final Boards boards;
    private final String board;
    private List<BoardEntry> known;

    /** @param board null for none */
    KernelHeaders(Boards boards, String board) {
        this.boards = boards;
        this.board = board;
    }

    Abi of(OpenScript script) {
        List<String> wanted = board != null ? List.of(board) : needed(script.text());
        String host = Objects.requireNonNullElse(Boards.hostTable(), OTHERWISE);
        boolean proposed = wanted.stream().anyMatch(name -> name.contains(PROPOSED));
        List<String> tables = wanted.stream().flatMap(this::tables).toList();
        String table = tables.isEmpty() || tables.contains(host) ? host : tables.get(0);
        return proposed ? Abi.rfc(table) : Abi.of(table);
    }

    private static List<String> needed(String text) {
        Matcher needs = NEEDED.matcher(text);
        List<String> patterns = new ArrayList<>();
        if (needs.find()) {
            QUOTED.matcher(needs.group(1))
                    .results()
                    .map(quoted -> quoted.group(1) != null ? quoted.group(1) : quoted.group(2))
                    .forEach(patterns::add);
        }
        return patterns;
    }

    /**
     * The tables of the boards that a pattern matches by name, architecture or kind; a board with proposals has those
     * of the board behind it.
     */
    private Stream<String> tables(String pattern) {
        String name = pattern.replaceFirst("^rfc:", "").replaceFirst("\\?.*", "");
        String regex = "\\Q" + name.replace("*", "\\E.*\\Q") + "\\E";
        return Stream.concat(
                        Abi.tables().stream().filter(table -> table.matches(regex)),
                        known().stream()
                                .filter(entry -> entry.arch() != null
                                        && (entry.name().matches(regex)
                                                || String.valueOf(entry.kind()).matches(regex)))
                                .map(entry -> entry.arch().toString()))
                .distinct();
    }

    private synchronized List<BoardEntry> known() {
        if (known == null) {
            known = boards.all();
        }
        return known;
    }
}
