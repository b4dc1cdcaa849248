package org.kvmsh.repl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kvmsh.bindings.text.PrintableText;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports an invalid command line in kvmsh's words, with the command that shows the usage. */
public final class WrongUsage implements IParameterExceptionHandler {
    private static final String NO_COMMAND = "Missing required subcommand";

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        String name = unreadable(wrong);
        if (name != null) {
            line.getErr().println(line.getCommandSpec().qualifiedName() + ": cannot read " + FileName.refusal(name));
            return line.getCommandSpec().exitCodeOnInvalidInput();
        }
        String former = former(wrong, arguments);
        if (former != null) {
            line.getErr().println(PrintableText.of(former));
            return line.getCommandSpec().exitCodeOnInvalidInput();
        }
        line.getErr().println(PrintableText.of(inWords(wrong.getMessage()) + commands(wrong)));
        if (!UnmatchedArgumentException.printSuggestions(wrong, line.getErr())) {
            line.getErr().println("usage: " + line.getCommandSpec().qualifiedName() + " --help");
        }
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    /**
     * The argument that is not taken because it names no file in this locale; null if there is none. Picocli reports
     * one of a list as unmatched.
     */
    private static String unreadable(ParameterException wrong) {
        List<String> values = wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched()
                : wrong.getValue() == null ? List.of() : List.of(wrong.getValue());
        return values.stream()
                .filter(value -> !FileName.isValid(value))
                .findFirst()
                .orElse(null);
    }

    /** What is told of an option that is no more; null if none is given. */
    private static String former(ParameterException wrong, String[] arguments) {
        List<String> unknown = wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched()
                : wrong instanceof MissingParameterException ? List.of(arguments) : List.of();
        return FormerOptions.told(wrong.getCommandLine().getCommandSpec().qualifiedName(), unknown);
    }

    /** The commands of which one is missing. */
    private static String commands(ParameterException wrong) {
        return !wrong.getMessage().startsWith(NO_COMMAND)
                ? ""
                : wrong.getCommandLine().getSubcommands().entrySet().stream()
                        .filter(command -> !command.getValue()
                                .getCommandSpec()
                                .usageMessage()
                                .hidden())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(", ", ": ", ""));
    }

    static String inWords(String message) {
        String text = message;
        for (Map.Entry<Pattern, String> phrase : phrases().entrySet()) {
            text = phrase.getKey().matcher(text).replaceFirst(phrase.getValue());
        }
        return text;
    }

    /** Texts of picocli, and what they mean. */
    private static Map<Pattern, String> phrases() {
        Map<Pattern, String> phrases = new LinkedHashMap<>();
        phrases.put(Pattern.compile("^Unknown options?: (.*)"), "unknown option: $1");
        phrases.put(Pattern.compile("^Unmatched arguments? (?:at|from) index \\d+: (.*)"), "unexpected argument: $1");
        phrases.put(Pattern.compile("^Missing required parameters?: (.*)"), "missing argument: $1");
        phrases.put(
                Pattern.compile("^Error: (.*) are mutually exclusive \\(specify only one\\)"), "use only one of $1");
        phrases.put(Pattern.compile("^" + NO_COMMAND), "missing command");
        phrases.put(Pattern.compile("^Missing required options?: (.*)"), "missing option: $1");
        phrases.put(
                Pattern.compile("^option '([^']*)' \\(.*\\) should be specified only once"),
                "option $1 is given twice");
        phrases.put(Pattern.compile("^option '([^']*)' should be specified only once"), "option $1 is given twice");
        phrases.put(
                Pattern.compile("^Missing required parameter for option '([^']*)' \\((.*)\\)"), "option $1 needs $2");
        phrases.put(
                Pattern.compile("^Invalid value for (?:option '([^']*)'(?: \\(.*?\\))?"
                        + "|positional parameter at index \\d+ \\((.*?)\\)): "),
                "$1$2: ");
        phrases.put(
                Pattern.compile("expected one of \\[(.*)] \\(case-insensitive\\) but was ('.*')"), "one of $1, not $2");
        phrases.put(Pattern.compile("('.*') is not an? (?:int|long)$"), "$1 is not an integer");
        return phrases;
    }
}
