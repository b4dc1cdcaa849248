package org.kvmsh.repl.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The words that follow kvmsh on the command line of another kvmsh test, which runs some scripts on one board and keeps
 * its run in a directory.
 */
public final class TestWords {
    private TestWords() {}

    /**
     * The words.
     *
     * @param board null for the default one
     * @param run where it keeps its run
     * @param options others of kvmsh test
     * @param scripts absolute
     * @param arguments the args of every script
     */
    public static List<String> of(
            String board, Path run, List<String> options, List<Path> scripts, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("test", "--run", run.toString()));
        if (board != null) {
            words.addAll(List.of("-b", board));
        }
        words.addAll(options);
        scripts.forEach(script -> words.add(script.toString()));
        if (!arguments.isEmpty()) {
            words.add("--");
            words.addAll(arguments);
        }
        return words;
    }
}
