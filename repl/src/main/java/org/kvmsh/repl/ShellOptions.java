package org.kvmsh.repl;

/**
 * How the shell was asked for.
 *
 * @param quiet       without the echo of calls
 * @param traceErrors with Java's stack below every error
 * @param unchecked   with calls sent that break a rule of kvmsh's
 * @param colored     with colors
 */
public record ShellOptions(boolean quiet, boolean traceErrors, boolean unchecked, boolean colored) { }
