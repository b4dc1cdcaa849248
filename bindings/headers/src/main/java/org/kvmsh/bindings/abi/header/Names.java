package org.kvmsh.bindings.abi.header;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.patch.Fragment;

/** The names that a macro's text uses. */
final class Names {
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|'[^']*'|(?<![\\w])([A-Za-z_]\\w*)(\\s*\\()?");
    private static final Set<String> CALLS = Set.of("_IO", "_IOR", "_IOW", "_IOWR", "sizeof");
    private static final Set<String> TYPE_WORDS = Set.of(
            "void",
            "char",
            "short",
            "int",
            "long",
            "signed",
            "unsigned",
            "struct",
            "union",
            "enum",
            "const",
            "volatile",
            "float",
            "double");
    private static final Pattern NO_EXPRESSION = Pattern.compile("\\A(?:\"|__attribute__\\b|\\{|do\\b|typedef\\b)");

    private Names() {}

    /** The first undefined name; null if all are defined. */
    static Fragment.Unknown unknown(String body, Declarations declarations) {
        Matcher words = WORD.matcher(body);
        String last = "";
        while (words.find()) {
            String word = words.group(1);
            if (word == null) {
                continue;
            }
            boolean tag = last.equals("struct") || last.equals("union");
            last = word;
            if (tag && !isComplete(word, declarations)) {
                return new Fragment.Unknown("struct " + word, false);
            }
            boolean called = words.group(2) != null && !CALLS.contains(word);
            if (!tag
                    && !CALLS.contains(word)
                    && !TYPE_WORDS.contains(word)
                    && !declarations.typeNames().contains(word)
                    && !declarations.enumerators().containsKey(word)
                    && !word.startsWith("__attribute")) {
                return new Fragment.Unknown(word, called);
            }
        }
        return null;
    }

    private static boolean isComplete(String tag, Declarations declarations) {
        CType.Aggregate aggregate = declarations.aggregates().get(tag);
        return aggregate != null && aggregate.complete();
    }

    /** A string, an attribute or code: such a macro is not a constant and not an error. */
    static boolean isNoExpression(String body) {
        return NO_EXPRESSION.matcher(body).find()
                || body.startsWith("struct ")
                || TYPE_WORDS.contains(body.split("\\s", 2)[0]);
    }
}
