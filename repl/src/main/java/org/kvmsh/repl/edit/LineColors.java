package org.kvmsh.repl.edit;

import static java.util.Map.entry;

import java.util.EnumMap;
import java.util.Map;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.kvmsh.dsl.complete.Highlight;
import org.kvmsh.repl.commands.Commands;

/**
 * Shows what the pieces of a line are while it is typed, in styles that can be read on a dark and on a light
 * background.
 */
final class LineColors implements Highlighter {
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final Map<Highlight.Kind, AttributedStyle> STYLES = new EnumMap<>(Map.ofEntries(
            entry(Highlight.Kind.KEYWORD, PLAIN.bold()),
            entry(Highlight.Kind.WORD, PLAIN.bold()),
            entry(Highlight.Kind.ARGUMENT, PLAIN.foreground(AttributedStyle.CYAN)),
            entry(Highlight.Kind.REGISTER, PLAIN.foreground(AttributedStyle.CYAN)),
            entry(Highlight.Kind.KERNEL, PLAIN.foreground(AttributedStyle.CYAN)),
            entry(Highlight.Kind.NUMBER, PLAIN.foreground(AttributedStyle.MAGENTA)),
            entry(Highlight.Kind.STRING, PLAIN.foreground(AttributedStyle.GREEN)),
            entry(Highlight.Kind.COMMENT, PLAIN.faint()),
            entry(Highlight.Kind.UNKNOWN, PLAIN.underline()),
            entry(Highlight.Kind.BRACKET, PLAIN.bold().underline())));

    private final EditedLanguage language;

    LineColors(EditedLanguage language) {
        this.language = language;
    }

    @Override
    public AttributedString highlight(LineReader reader, String text) {
        if (text.isBlank() || Commands.isCommand(text)) {
            return new AttributedString(text);
        }
        AttributedStringBuilder shown = new AttributedStringBuilder();
        int from = 0;
        for (Highlight piece : language.highlights(text, reader.getBuffer().cursor())) {
            shown.append(text.substring(from, piece.from()));
            shown.append(text.substring(piece.from(), piece.to()), STYLES.get(piece.kind()));
            from = piece.to();
        }
        return shown.append(text.substring(from)).toAttributedString();
    }
}
