package org.kvmsh.dsl.lang.groovy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Groovy's compiler errors in plain words, with the correct spelling. */
final class SyntaxAdvice {
    private static final List<SyntaxAdvice> ALL = List.of(
            new SyntaxAdvice(
                    "^unable to resolve class ([\\w.$]+).*",
                    "no class $1",
                    "use its fully qualified name, import it, or declare a class with that name"),
            new SyntaxAdvice(
                    "The current scope already contains a variable of the name (\\w+).*",
                    "$1 is already declared",
                    "assign it without def: $1 = ..., or choose another name"),
            new SyntaxAdvice(
                    "The variable \\[(\\w+)\\] is declared final but is reassigned.*",
                    "$1 is final and cannot be assigned again",
                    "declare it without final: def $1 = ..."),
            new SyntaxAdvice(
                    "^Unexpected input: '<EOF>'.*",
                    "unexpected end of the script",
                    "look for an unclosed bracket or quote"),
            // The parser quotes all that it has read of a statement; the place is that of the last token.
            new SyntaxAdvice(
                    "^Unexpected input: '.{16,}?(\\w+|[^\\w\\s']+)'$",
                    "unexpected '$1'",
                    "look for a missing or extra bracket, comma or quote"),
            new SyntaxAdvice(
                    "^Unexpected input: (.+)", "unexpected $1", "look for a missing or extra bracket, comma or quote"),
            new SyntaxAdvice(
                    "^Unexpected character: (.+)",
                    "unexpected character: $1",
                    "a string must end on the line where it starts: 'text'; use '''text''' for several lines"),
            new SyntaxAdvice(
                    "^No map entry allowed at this place.*",
                    "a name: value pair alone is not a statement",
                    "put parentheses around the argument: println([a: 1])"),
            new SyntaxAdvice(
                    "^You cannot create an instance from the abstract class '(\\w+)'.*",
                    "$1 is abstract and cannot be instantiated",
                    "create an object of a class that extends $1"),
            new SyntaxAdvice(
                    "^Can't have an abstract method in a non-abstract class. The class '(\\w+)' must be declared"
                            + " abstract or the method '(.*)' must be implemented.*",
                    "$1 must define $2",
                    "define $2 { } in the class"),
            new SyntaxAdvice(
                    "^You are not allowed to extend the final class '(.*)'.*",
                    "$1 is final and cannot be extended",
                    "write a class with a field of that type instead"),
            new SyntaxAdvice(
                    "^(?:The return type of .*? (\\w+)\\(.*\\) in .* is incompatible with|You are not allowed to"
                            + " override the final method (\\w+)\\().*",
                    "kvmsh uses " + "the name $1$2 internally",
                    "give the function another name"),
            new SyntaxAdvice(
                    "^Repetitive method name/signature for method '\\S+ \\S+ (\\w+)\\(.*",
                    "$1 is defined twice with the same parameters",
                    "give one of them another name"));

    private final Pattern said;
    private final String message;
    private final String note;

    private SyntaxAdvice(String said, String message, String note) {
        this.said = Pattern.compile(said, Pattern.DOTALL);
        this.message = message;
        this.note = note;
    }

    /** The compiler's message in plain words; the message itself if it is unknown. */
    static String message(String said) {
        return found(said, advice -> advice.message)
                .orElseGet(() -> said.replaceFirst("\\s*\\. At \\[\\d+:\\d+\\]\\s*$", ""));
    }

    /** The correct spelling; empty if unknown. */
    static String note(String said) {
        return found(said, advice -> advice.note).orElse("");
    }

    /** The text of the first advice that fits, with the compiler's names in it. */
    private static Optional<String> found(String said, Function<SyntaxAdvice, String> text) {
        return ALL.stream()
                .filter(advice -> advice.said.matcher(said).find())
                .findFirst()
                .map(advice -> advice.said.matcher(said).replaceFirst(text.apply(advice)));
    }
}
