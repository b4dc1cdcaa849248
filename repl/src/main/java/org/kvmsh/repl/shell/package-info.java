/**
 * The parts of the shell's loop: {@link InitFiles} are the scripts that run first, {@link ShellFiles} the files that it
 * reads and writes, {@link InputrcFile} the person's keys. {@link AttachedConsole} connects the terminal to a guest,
 * {@link BackgroundRuns} shows what guests in the background print, {@link ConsoleLines} cuts what one printed, and
 * {@link HostPrograms} runs programs of this host.
 */
package org.kvmsh.repl.shell;
