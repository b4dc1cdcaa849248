package org.kvmsh.repl.results.record;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.text.ShellWord;

/** The command that runs a test's script again: all of it, since its tests may depend on each other. */
public final class RepeatCommand {
    /** The options of a run that change what becomes of a test. */
    private static final List<String> WITH_VALUE = List.of("--timeout", "--allow-splat", "--known");

    private static final String UNCHECKED = "--unchecked";

    private RepeatCommand() {}

    /**
     * For a shell in the directory where the run was begun.
     *
     * @param board as it was asked for
     */
    public static String of(RunAsked asked, String board, String script) {
        List<String> words = new ArrayList<>(List.of("kvmsh", "test", asked.file(script), "-b", board));
        words.addAll(options(asked.command()));
        if (!asked.arguments().isEmpty()) {
            words.add("--");
            words.addAll(asked.arguments());
        }
        return String.join(" ", words.stream().map(RepeatCommand::quoted).toList());
    }

    /** For a shell in any directory. */
    static String anywhere(RunAsked asked, String board, String script) {
        return "cd " + quoted(asked.directory()) + " && " + of(asked, board, script);
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

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : ShellWord.quoted(word);
    }
}
