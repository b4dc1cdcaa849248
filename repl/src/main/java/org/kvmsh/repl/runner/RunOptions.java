package org.kvmsh.repl.runner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.kvmsh.dsl.session.AllowedSplats;

/**
 * What is to run on each board, and how.
 *
 * @param arguments the args of every script
 * @param timeout   time limit of each test without its own
 * @param allowed   the kernels' reports that fail no test
 * @param unchecked whether calls are sent also where a rule of kvmsh's refuses them
 */
record RunOptions(List<Path> scripts, List<String> arguments, Duration timeout, AllowedSplats allowed, boolean traceErrors, boolean unchecked) { }
