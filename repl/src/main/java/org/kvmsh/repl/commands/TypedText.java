package org.kvmsh.repl.commands;

import java.math.BigInteger;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.dsl.language.Language;
import org.kvmsh.dsl.machine.ExitReason;
import org.kvmsh.dsl.machine.Outcome;

/**
 * A text that was typed and did not fail.
 *
 * @param member  what of its value can be expected again, as the language writes it: empty for the value itself, {@code .exit} for how a
 *                run ended
 * @param literal what that was, as the language writes it; null where nothing can be expected of it
 */
public record TypedText(Language language, String text, String member, String literal) {
    private static final long MOST_EXACT = (1L << 53) - 1;
    private static final String QUOTES = "'''";

    /** @param value what it gave; null for nothing */
    public static TypedText of(Language language, String text, Object value) {
        return value instanceof Outcome outcome ? new TypedText(language, text, ".exit", literal(language, outcome.exit()))
                : new TypedText(language, text, "", literal(language, value));
    }

    /** A patch that was pasted. */
    public static TypedText ofPatch(Language language, String patch) {
        String escaped = patch.replace("\\", "\\\\");
        String text = language == Language.JS ? "rfc(`" + escaped.replace("`", "\\`").replace("${", "\\${") + "`)"
                : "rfc " + QUOTES + "\\\n" + escaped.replace(QUOTES, "\\'\\'\\'") + QUOTES;
        return new TypedText(language, text, "", null);
    }

    private static String literal(Language language, Object value) {
        if (value instanceof Boolean || value instanceof ExitReason || value instanceof Errno) {
            return value.toString();
        } else if (value instanceof String text) {
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r") + "'";
        } else if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
            BigInteger number = new BigInteger(value.toString());
            boolean wide = number.abs().compareTo(BigInteger.valueOf(MOST_EXACT)) > 0;
            return number + (wide && language == Language.JS ? "n" : "");
        }
        return null;
    }
}
