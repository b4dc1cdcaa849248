package org.kvmsh.repl.mutants;

import java.nio.file.Path;
import java.util.List;
import org.kvmsh.repl.cli.NamePattern;
import org.kvmsh.repl.cli.TimeLimit;
import org.kvmsh.repl.runner.TestScript;

/**
 * What a run is asked for.
 *
 * @param only null for all damages
 * @param isList whether damages are listed, and none is tried
 */
public record MutantsAsked(
        String board,
        List<TestScript> scripts,
        int number,
        long seed,
        NamePattern only,
        TimeLimit time,
        Path state,
        boolean isList) {}
