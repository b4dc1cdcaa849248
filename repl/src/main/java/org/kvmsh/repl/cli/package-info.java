/**
 * The parts that every command of the program shares ({@link KvmshCommand}): exit statuses ({@link ExitStatus}), colors
 * ({@link Colors}, {@link Palette}), progress, times and patterns on the command line, and messages for wrong usage
 * ({@link WrongUsage}). {@link Strace} prints each system call when it returns. {@link Supervisor} is the process that
 * has started this one to run tests.
 */
package org.kvmsh.repl.cli;
