package org.kvmsh.repl;

import java.util.function.Consumer;
import org.kvmsh.dsl.lang.Language;

/**
 * The options with which the shell was called.
 *
 * @param language the language to begin with
 * @param quiet without the echo of calls
 * @param traceErrors with Java's stack below every error
 * @param unchecked with calls sent that break a rule of kvmsh's
 * @param colored with colors
 * @param strace with each system call printed
 * @param calls takes each system call as a line of JSON; null for none
 * @param helping with colors in the line, signatures under it, and indentation: for a person, and not for a program
 *     that types
 */
public record ShellOptions(
        Language language,
        boolean quiet,
        boolean traceErrors,
        boolean unchecked,
        boolean colored,
        boolean strace,
        Consumer<String> calls,
        boolean helping) {
    /** Without system calls as JSON. */
    public ShellOptions(
            Language language,
            boolean quiet,
            boolean traceErrors,
            boolean unchecked,
            boolean colored,
            boolean strace,
            boolean helping) {
        this(language, quiet, traceErrors, unchecked, colored, strace, null, helping);
    }
}
