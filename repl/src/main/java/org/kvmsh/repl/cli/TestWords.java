package org.kvmsh.repl.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.text.ShellWord;

/**
 * The words that follow kvmsh on the command line of another kvmsh test, which runs some scripts on one board and keeps
 * its run in a directory.
 */
public final class TestWords {
    /** The option with a script's name in results, which depends on what the first command line was given. */
    public static final String NAMED = "--script-name";

    private TestWords() {}

    /**
     * The words.
     *
     * @param board null for the default one
     * @param run where it keeps its run
     * @param options others of kvmsh test
     * @param scripts their names in results, by their files
     * @param arguments the args of every script
     */
    public static List<String> of(
            String board, Path run, List<String> options, Map<Path, String> scripts, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("test", "--run", run.toString()));
        if (board != null) {
            words.addAll(List.of("-b", board));
        }
        words.addAll(options);
        scripts.values().forEach(name -> words.add(NAMED + "=" + name));
        scripts.keySet().forEach(file -> words.add(ShellWord.argument(file.toString())));
        if (!arguments.isEmpty()) {
            words.add("--");
            words.addAll(arguments);
        }
        return words;
    }
}
