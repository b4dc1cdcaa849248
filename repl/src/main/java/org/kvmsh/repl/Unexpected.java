package org.kvmsh.repl;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What nobody foresaw ends the program with a line, and with Java's stack where it was asked for. */
public final class Unexpected implements IExecutionExceptionHandler {
    private static final int FAILED = 1;

    private final String program;

    public Unexpected(String program) {
        this.program = program;
    }

    @Override public int handleExecutionException(Exception thrown, CommandLine line, ParseResult given) {
        line.getErr().println(program + ": a defect of kvmsh's own: " + thrown);
        if (given.hasMatchedOption("--trace-errors")) {
            thrown.printStackTrace(line.getErr());
        } else {
            line.getErr().println("  --trace-errors shows where");
        }
        return FAILED;
    }
}
