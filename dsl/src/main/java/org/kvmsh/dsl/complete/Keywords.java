package org.kvmsh.dsl.complete;

import java.util.Set;

/** The names that the languages themselves have. */
final class Keywords {
    private static final Set<String> ALL = Set.of(
            "if",
            "else",
            "for",
            "while",
            "do",
            "switch",
            "case",
            "default",
            "return",
            "def",
            "let",
            "const",
            "var",
            "new",
            "try",
            "catch",
            "finally",
            "throw",
            "in",
            "of",
            "instanceof",
            "as",
            "import",
            "function",
            "class",
            "extends",
            "assert",
            "async",
            "await",
            "typeof",
            "delete",
            "yield",
            "void",
            "final",
            "static",
            "break",
            "continue",
            "true",
            "false",
            "null",
            "undefined",
            "this",
            "super",
            "boolean",
            "byte",
            "char",
            "short",
            "int",
            "long",
            "float",
            "double");
    /** The names that scripts have from their language without a declaration. */
    private static final Set<String> GIVEN = Set.of(
            "it",
            "args",
            "print",
            "println",
            "printf",
            "owner",
            "delegate",
            "java",
            "javax",
            "groovy",
            "groovyx",
            "org",
            "parseInt",
            "parseFloat",
            "isNaN",
            "isFinite",
            "globalThis",
            "arguments");

    private Keywords() {}

    static boolean are(String name) {
        return ALL.contains(name);
    }

    /** A class's name begins with a capital and goes on with small letters. */
    static boolean isType(String name) {
        return GIVEN.contains(name)
                || Character.isUpperCase(name.charAt(0))
                        && (name.chars().anyMatch(Character::isLowerCase) || name.equals("JSON"));
    }
}
