package org.kvmsh.dsl.lang;

import java.util.Optional;
import org.kvmsh.bindings.dryrun.NeedsMachine;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.script.Causes;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;
import org.kvmsh.dsl.session.test.TextInterrupted;

/**
 * An exception that Java or a language threw while a script ran, in words: users need not know Java, so no class is
 * named.
 */
public final class ThrownInWords {
    /** Texts of Java's and Groovy's exceptions. */
    private static final Phrases PHRASES = new Phrases()
            .with("Cannot invoke method ([^(]+)\\(\\) on null object", "cannot call $1 on null")
            .with("Cannot [gs]et property '([^']*)' on null object", "cannot access .$1 on null")
            .with(
                    "Cannot invoke \"[^\"]*\" because (?:the return value of )?\".*\" is null",
                    "null, but a value is needed here")
            .with("Cannot cast object 'null'.* to class '([^']*)'.*", "null cannot be converted to $1")
            .with(
                    "Cannot cast object '(.*)' with class '([^']*)' to class '([^']*)'.*",
                    "'$1', $2, cannot be converted to $3")
            .with(
                    "^class \\S+ cannot be cast to class java\\.lang\\.Throwable .*",
                    "throw takes an exception: throw new Exception('text')")
            .with(
                    "class (\\S+) cannot be cast to class (?!java\\.lang\\.Throwable )(\\S+) \\(.*\\)",
                    "$1 cannot be converted to $2")
            .with("(?s)^(.*)\\. Expression: .*$", "assertion failed: $1")
            .with("^Index (-?\\d+) out of bounds for length (\\d+)$", "index $1 is out of range: the length is $2")
            .with(
                    "^begin (-?\\d+), end (-?\\d+), length (\\d+)$",
                    "$1 to $2 is out of range: the text has $3 characters")
            .with("^Cannot access (first|last)\\(\\) element from an empty \\w+$", "$1() called on an empty list")
            .with("^(?:Division by zero|/ by zero)$", "division by zero")
            .with("For input string: \"(.*?)\".*", "'$1' is not a number")
            .with("^Cannot compare (\\S+) with value '.*' and (\\S+) with value '.*'$", "$1 and $2 cannot be compared")
            .with("^wrong number of arguments$", "wrong arguments")
            .with("Ambiguous method overloading for method ([^.]*\\.)*(\\w+)#(\\w+).*", "$3 does not accept null here")
            .with(
                    "Could not find which method (\\w+)\\(\\) to invoke from this list:.*",
                    "$1 does not accept null here")
            .with("Cannot cast 'null' to class '([^']*)'.*", "null cannot be converted to $1")
            .with(
                    "Could not find matching constructor for: (?:[\\w.]*[.$])?(\\w+)\\((.*)\\)",
                    "$1 has no constructor that takes $2");

    private static final String NO_MESSAGE = "an error without a message";
    /** The message for a text whose compiler or parser has no stack left. */
    public static final String NESTED_TOO_DEEP = "this code is nested too deeply, or has too many operators in a row";
    /** The message for a script whose functions have no stack left. */
    public static final String RECURSION = "infinite recursion, or nesting too deep";
    /** The message for a script that has no memory left. */
    public static final String NO_MEMORY = "kvmsh is out of memory";

    private ThrownInWords() {}

    /** The error of what was thrown, with the refusal that is behind it. */
    public static ScriptError error(Site site, Throwable thrown, String... notes) {
        return thrown instanceof KvmException refused
                ? ScriptError.refused(site, refused, notes)
                : new ScriptError(site, of(thrown), thrown, notes);
    }

    /** The message for what was thrown. */
    public static String of(Throwable thrown) {
        String said = Causes.message(thrown);
        if (thrown instanceof KvmException refused) {
            return refused.refusal() == null ? said : refused.refusal().headline();
        } else if (thrown instanceof BoardLost || thrown instanceof NotModelled || thrown instanceof NeedsMachine) {
            return said;
        } else if (thrown instanceof InterruptedException || thrown instanceof TextInterrupted) {
            return "interrupted";
        } else if (thrown instanceof StackOverflowError) {
            return RECURSION;
        } else if (thrown instanceof OutOfMemoryError) {
            return NO_MEMORY;
        }
        if (said == null || said.isBlank()) {
            return name(thrown);
        }
        Optional<String> meaning = PHRASES.meaning(said);
        if (meaning.isPresent()) {
            return ValueInWords.withoutClasses(meaning.get());
        }
        String name = name(thrown);
        return (name.equals(NO_MESSAGE) ? "" : name + ": ") + ValueInWords.withoutClasses(said);
    }

    /** {@code ArrayIndexOutOfBoundsException} is an array index out of bounds. */
    private static String name(Throwable thrown) {
        String words =
                ValueInWords.apart(thrown.getClass().getSimpleName().replaceFirst("(?<=.)(Exception|Error)$", ""));
        // Exception, Error and RuntimeException are meaningless.
        return words.isEmpty() || words.equals("runtime") || words.equals("exception") || words.equals("error")
                ? NO_MESSAGE
                : words;
    }
}
