package org.kvmsh.repl.cli;

import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.text.PrintableText;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** A lost board ends the program with one line, and so does an unforeseen error, with Java's stack on request. */
public final class Unexpected implements IExecutionExceptionHandler {
    private static final String TRACE = "--trace-errors";

    @Override
    public int handleExecutionException(Exception thrown, CommandLine line, ParseResult given) {
        line.getOut().flush();
        String program = program(line.getCommandSpec());
        if (thrown instanceof BoardLost) {
            line.getErr().println(PrintableText.of(program + ": " + thrown.getMessage()));
            return line.getCommandSpec().exitCodeOnExecutionException();
        }
        line.getErr().println(PrintableText.of(program + ": a bug in kvmsh: " + thrown));
        if (line.getParseResult().hasMatchedOption(TRACE)) {
            thrown.printStackTrace(line.getErr());
        } else if (line.getCommandSpec().findOption(TRACE) != null) {
            line.getErr().println("  " + TRACE + " shows where");
        }
        return line.getCommandSpec().exitCodeOnExecutionException();
    }

    /** {@code kvmsh} or the command below it, as in {@code kvmsh boards}. */
    private static String program(CommandSpec command) {
        CommandSpec program = command;
        while (program.parent() != null && program.parent().parent() != null) {
            program = program.parent();
        }
        return program.qualifiedName();
    }
}
