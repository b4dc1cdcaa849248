package org.kvmsh.dsl.groovy;

import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.syntax.SyntaxException;

/** What the static compiler found wrong in a script, with what else is worth knowing. */
final class StaticRefusal extends SyntaxException {
    private static final long serialVersionUID = 1L;

    private final transient String[] notes;

    StaticRefusal(String message, ASTNode at, String... notes) {
        super(message, at);
        this.notes = notes;
    }

    String[] notes() {
        return notes;
    }
}
