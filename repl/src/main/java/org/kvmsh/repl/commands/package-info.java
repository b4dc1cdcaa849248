/**
 * The shell's commands that begin with a slash, one class each. {@link Commands} lists them, a {@link ShellCommand} is
 * one, and {@link ShellControl} is what it may do with the shell. {@link SavedScript} writes what was typed as a script
 * with the same effect, and {@link Repetition} runs it again on a new board.
 */
package org.kvmsh.repl.commands;
