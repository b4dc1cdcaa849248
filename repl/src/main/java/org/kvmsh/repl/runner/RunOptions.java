package org.kvmsh.repl.runner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.kvmsh.dsl.session.AllowedSplats;

/**
 * What is to run on each board, and how.
 *
 * @param arguments what every script finds in args
 * @param timeout   what each test may take that does not say it itself
 * @param allowed   the reports of kernels that fail no test
 * @param unchecked whether calls are sent also where a rule of kvmsh's refuses them
 */
record RunOptions(List<Path> scripts, List<String> arguments, Duration timeout, AllowedSplats allowed, boolean traceErrors, boolean unchecked) { }
