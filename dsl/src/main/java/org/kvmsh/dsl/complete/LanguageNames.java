package org.kvmsh.dsl.complete;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The names of the language itself that are worth a Tab: keywords, and what every script has from its library. */
final class LanguageNames {
    private static final List<String> STATEMENTS =
            List.of("def", "println", "if", "for", "while", "try", "return", "print", "switch", "assert");
    private static final List<String> JS_STATEMENTS =
            List.of("const", "let", "if", "for", "while", "try", "return", "function", "throw", "switch");
    private static final List<String> VALUES = List.of("true", "false", "null", "new");
    private static final List<String> JS_VALUES =
            List.of("true", "false", "null", "undefined", "new", "typeof", "String", "JSON");
    private static final List<String> LIBRARY = List.of(
            "it",
            "String",
            "Math",
            "Integer",
            "Long",
            "BigInteger",
            "Thread",
            "System",
            "List",
            "Map",
            "int",
            "long",
            "byte",
            "void",
            "static",
            "final");
    private static final List<String> JS_LIBRARY = List.of(
            "String",
            "Number",
            "BigInt",
            "JSON",
            "Math",
            "Array",
            "Object",
            "Boolean",
            "parseInt",
            "isNaN",
            "globalThis");
    private static final List<String> CREATED =
            List.of("StringBuilder", "ArrayList", "HashMap", "TreeMap", "HashSet", "Random", "Date", "Object");
    private static final List<String> JS_CREATED =
            List.of("Uint8Array", "Uint32Array", "BigUint64Array", "Map", "Set", "Array", "Error", "Date", "DataView");
    private static final List<String> TYPES =
            List.of("byte[]", "int", "long", "String", "List", "Set", "Map", "BigInteger", "int[]", "long[]");
    private static final List<String> JOINING = List.of("as", "in", "instanceof");
    private static final List<String> JS_JOINING = List.of("instanceof", "in");
    private static final Set<String> TAKING_TEXT = Set.of(
            "contains",
            "includes",
            "startsWith",
            "endsWith",
            "replace",
            "split",
            "indexOf",
            "matches",
            "join",
            "padLeft");
    private static final List<String> BEHIND_BLOCK = List.of("catch", "finally", "else", "while");

    private LanguageNames() {}

    /** Whether a member of a string or a list takes a text. */
    static boolean takesText(Chain callee) {
        return callee.receiver() != null && TAKING_TEXT.contains(callee.last().name());
    }

    /** The names that may follow a keyword or a value; null where others may. */
    static List<Completion> behind(Token before, boolean js, boolean statement) {
        if (before == null) {
            return null;
        } else if (before.isName() && before.text().equals("new")) {
            return keywords(js ? JS_CREATED : CREATED);
        } else if (before.isName() && before.text().equals("as") && !js) {
            return keywords(TYPES);
        } else if (before.is("}")) {
            List<Completion> found = new ArrayList<>(keywords(BEHIND_BLOCK));
            found.addAll(keywords(js ? JS_JOINING : JOINING));
            return statement ? null : found;
        }
        boolean value = before.is(")")
                || before.is("]")
                || before.kind() == Token.Kind.NUMBER
                || before.kind() == Token.Kind.STRING;
        return value && !statement ? keywords(js ? JS_JOINING : JOINING) : null;
    }

    /**
     * @param statement whether a statement begins, and no other value
     * @param begun whether a part of the name was typed: the whole library is not listed
     */
    static List<Completion> of(boolean js, boolean statement, boolean begun) {
        List<Completion> found = new ArrayList<>();
        if (statement) {
            found.addAll(keywords(js ? JS_STATEMENTS : STATEMENTS));
        }
        found.addAll(keywords(js ? JS_VALUES : VALUES));
        if (begun) {
            found.addAll(keywords(js ? JS_LIBRARY : LIBRARY));
            found.addAll(keywords(BEHIND_BLOCK));
            found.addAll(keywords(List.of("return", "throw")));
        }
        return found;
    }

    private static List<Completion> keywords(List<String> names) {
        return names.stream()
                .map(name -> new Completion(name, Completion.Group.LANGUAGE, ""))
                .toList();
    }
}
