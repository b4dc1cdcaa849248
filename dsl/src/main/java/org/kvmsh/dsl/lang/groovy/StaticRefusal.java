package org.kvmsh.dsl.lang.groovy;

import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.ValueInWords;

/** The static compiler's error in a script, with further notes. */
final class StaticRefusal extends SyntaxException {
    private static final long serialVersionUID = 1L;

    private final transient String[] notes;

    StaticRefusal(String message, ASTNode at, String... notes) {
        super(message, at);
        this.notes = notes;
    }

    /** A name that a script may not use of an object of kvmsh's. */
    static StaticRefusal hidden(Class<?> type, String name, ASTNode at) {
        Set<String> there = Reach.names(type);
        return new StaticRefusal(
                ValueInWords.kindOf(type) + " has no " + name,
                at,
                Nearest.note(name, there),
                there.isEmpty() ? "" : "it has: " + String.join(", ", there));
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
