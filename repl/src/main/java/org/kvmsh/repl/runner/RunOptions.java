package org.kvmsh.repl.runner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is to run on each board, and how.
 *
 * @param arguments what every script finds in args
 * @param timeout   what each test may take that does not say it itself
 */
record RunOptions(List<Path> scripts, List<String> arguments, Duration timeout, boolean traceErrors) { }
