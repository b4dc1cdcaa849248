package org.kvmsh.repl.edit;

import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.kvmsh.dsl.complete.Signature;

/** A word with its arguments in one line, the current one marked. */
final class SignatureLine {
    private static final AttributedStyle QUIET = AttributedStyle.DEFAULT.faint();
    private static final AttributedStyle CURRENT =
            AttributedStyle.DEFAULT.bold().underline();
    private static final String CUT = "…";

    private SignatureLine() {}

    /** @param columns the longest line */
    static AttributedString of(Signature signature, int columns, boolean colored) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.append(signature.word(), colored ? QUIET : AttributedStyle.DEFAULT);
        List<String> arguments = signature.arguments();
        // The current one and that before it are seen in any case.
        int first = width(arguments) + signature.word().length() > columns ? Math.max(0, signature.current() - 1) : 0;
        line.append(first > 0 ? " " + CUT : "", colored ? QUIET : AttributedStyle.DEFAULT);
        for (int i = first; i < arguments.size(); i++) {
            line.append(" ");
            boolean current = i == signature.current();
            String shown = current && !colored ? "[" + arguments.get(i) + "]" : arguments.get(i);
            line.append(shown, !colored ? AttributedStyle.DEFAULT : current ? CURRENT : QUIET);
        }
        if (!signature.about().isEmpty()) {
            line.append(" — " + signature.about().split("; |\\. ", 2)[0], colored ? QUIET : AttributedStyle.DEFAULT);
        }
        return line.columnLength() <= columns
                ? line.toAttributedString()
                : new AttributedStringBuilder()
                        .append(line.columnSubSequence(0, columns - 1))
                        .append(CUT)
                        .toAttributedString();
    }

    private static int width(List<String> arguments) {
        return arguments.stream().mapToInt(argument -> argument.length() + 1).sum();
    }
}
