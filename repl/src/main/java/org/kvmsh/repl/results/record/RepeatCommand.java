package org.kvmsh.repl.results.record;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.bindings.text.ShellWord;
import org.kvmsh.repl.results.RanScript;

/** The command that runs a test again: alone, or all of its script where no name would choose it. */
public final class RepeatCommand {
    /** The options of a run that change what becomes of a test. */
    private static final List<String> WITH_VALUE = List.of("--timeout", "--known");

    private static final String UNCHECKED = "--unchecked";

    private RepeatCommand() {}

    /**
     * For a shell in the directory where the run was begun.
     *
     * @param board as it was asked for
     * @param test its name
     */
    public static String of(RunAsked asked, String board, String script, String test) {
        List<String> words = new ArrayList<>(List.of(asked.program(), "test", asked.file(script), "-b", board));
        if (isChosenByName(script, test)) {
            words.addAll(List.of("--filter", test));
        }
        words.addAll(options(asked.command()));
        if (!asked.arguments().isEmpty()) {
            words.add("--");
            words.addAll(asked.arguments());
        }
        return String.join(" ", words.stream().map(ShellWord::of).toList());
    }

    /**
     * Compares the calls of a script on two boards.
     *
     * @param one as it was asked for
     */
    static String comparing(RunAsked asked, String one, String other, String script) {
        return String.join(
                " ",
                Stream.of(asked.program(), "compare", one, other, asked.file(script))
                        .map(ShellWord::of)
                        .toList());
    }

    /** For a shell in any directory. */
    public static String anywhere(RunAsked asked, String board, String script, String test) {
        return "cd " + ShellWord.of(asked.directory()) + " && " + of(asked, board, script, test);
    }

    /** To a shell and a terminal that name must be plain, and to --filter no regular expression. */
    private static boolean isChosenByName(String script, String test) {
        return RanScript.isOfOneTest(script, test)
                && !test.startsWith("/")
                && !test.isBlank()
                && PrintableText.line(test).equals(test);
    }

    private static List<String> options(List<String> command) {
        List<String> options = new ArrayList<>();
        for (int i = 0; i < command.size(); i++) {
            String word = command.get(i);
            if (word.equals(UNCHECKED) || WITH_VALUE.stream().anyMatch(option -> word.startsWith(option + "="))) {
                options.add(word);
            } else if (WITH_VALUE.contains(word) && i + 1 < command.size()) {
                options.addAll(List.of(word, command.get(++i)));
            }
        }
        return options;
    }
}
