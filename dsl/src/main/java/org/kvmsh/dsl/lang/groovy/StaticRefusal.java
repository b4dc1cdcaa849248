package org.kvmsh.dsl.lang.groovy;

import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.ValueInWords;

/** The static compiler's error in a script, with further notes. */
final class StaticRefusal extends SyntaxException {
    private static final long serialVersionUID = 1L;

    private final transient String[] notes;

    StaticRefusal(String message, ASTNode at, String... notes) {
        super(message, at);
        this.notes = notes;
    }

    /** An error in a script at a part of its text. */
    static StaticRefusal of(ScriptError error, ASTNode at) {
        return new StaticRefusal(error.headline(), at, error.notes().toArray(String[]::new));
    }

    /** A name that a script may not use of an object of kvmsh's. */
    static StaticRefusal hidden(Class<?> type, String name, ASTNode at) {
        return of(OutOfReach.of(type, ValueInWords.kindOf(type), name), at);
    }

    /** Adds an error to those of a compilation, which goes on. */
    static void add(SourceUnit unit, StaticRefusal refusal) {
        unit.getErrorCollector().addErrorAndContinue(refusal, unit);
    }

    /** Whether a compilation failed for what kvmsh found wrong, and not only for what the compiler could not prove. */
    static boolean isAmong(Throwable failed) {
        return failed instanceof MultipleCompilationErrorsException errors
                && errors.getErrorCollector().getErrors() != null
                && errors.getErrorCollector().getErrors().stream()
                        .anyMatch(message -> message instanceof SyntaxErrorMessage syntax
                                && syntax.getCause() instanceof StaticRefusal);
    }

    String[] notes() {
        return notes;
    }
}
