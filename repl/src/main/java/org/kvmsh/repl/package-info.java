/**
 * The program: {@link Main} is the command line, with a {@link Subcommand} for each of its commands, and {@link Shell}
 * the JLine loop, whose prompt has the board's name and kind. Only repl uses JLine and picocli. {@link Training} runs
 * what most starts run, so that the launcher's archive of classes contains it.
 */
package org.kvmsh.repl;
