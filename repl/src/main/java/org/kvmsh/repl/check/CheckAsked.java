package org.kvmsh.repl.check;

import java.nio.file.Path;
import org.kvmsh.repl.cli.TimeLimit;
import org.kvmsh.repl.known.KnownAnswers;

/**
 * What a run is asked for.
 *
 * @param number of sequences
 * @param output the directory of scripts and programs
 * @param known the answers that are known to differ
 * @param isCareful whether only calls are made that break one rule or none
 */
public record CheckAsked(
        String board, int number, long seed, TimeLimit time, Path output, KnownAnswers known, boolean isCareful) {}
