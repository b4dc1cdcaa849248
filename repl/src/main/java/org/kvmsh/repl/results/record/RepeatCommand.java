package org.kvmsh.repl.results.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.ShellWord;
import org.kvmsh.repl.results.RanScript;

/** The command that runs a test again: alone, or all of its script where no name would choose it. */
public final class RepeatCommand {
    /** The options of a run that change what becomes of a test. */
    private static final List<String> WITH_VALUE = List.of("--timeout", "--known");

    private static final Set<String> WITHOUT_VALUE = Set.of("--unchecked", "--isolate", "--strict", "--vacuity");

    private static final String REPEAT = "--repeat";
    private static final Set<String> MOVED = Set.of("moved", "moved-only");

    private RepeatCommand() {}

    /**
     * For a shell in the directory where the run was begun.
     *
     * @param board as it was asked for
     * @param test its name
     */
    public static String of(RunAsked asked, String board, String script, String test) {
        List<String> words =
                new ArrayList<>(List.of(asked.program(), "test", ShellWord.argument(asked.file(script)), "-b", board));
        if (isChosenByName(script, test)) {
            words.addAll(
                    List.of("--filter", test.matches("(?s)[-/].*") ? "/\\A" + Pattern.quote(test) + "\\z/" : test));
        }
        options(asked).forEach(option -> words.add(String.join("=", option)));
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
                Stream.of(asked.program(), "compare", one, other, ShellWord.argument(asked.file(script)))
                        .map(ShellWord::of)
                        .toList());
    }

    /** For a shell in any directory. */
    public static String anywhere(RunAsked asked, String board, String script, String test) {
        return "cd " + ShellWord.of(asked.directory()) + " && " + of(asked, board, script, test);
    }

    /** An argument has no character 0. */
    private static boolean isChosenByName(String script, String test) {
        return RanScript.isOfOneTest(script, test) && !test.isBlank() && test.indexOf(0) < 0;
    }

    /** The options that a test of the run has when it runs again, each with its value if it has one. */
    public static List<List<String>> options(RunAsked asked) {
        List<List<String>> options = new ArrayList<>();
        for (int i = 0; i < asked.command().size(); i++) {
            String[] word = asked.command().get(i).split("=", 2);
            if (WITHOUT_VALUE.contains(word[0])) {
                options.add(List.of(word));
            } else if (WITH_VALUE.contains(word[0]) || word[0].equals(REPEAT)) {
                String value = word.length == 2 ? word[1] : asked.command().get(++i);
                if (!word[0].equals(REPEAT) || MOVED.contains(value)) {
                    options.add(List.of(word[0], value));
                }
            }
        }
        return options;
    }
}
