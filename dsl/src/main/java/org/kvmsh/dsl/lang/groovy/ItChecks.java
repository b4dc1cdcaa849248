package org.kvmsh.dsl.lang.groovy;

import java.util.Set;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Refuses {@code [0, 1].each { attempt { f it } }}: the block of attempt has an {@code it} of its own, which is null,
 * so that each call would be the same.
 */
final class ItChecks extends ScriptPass {
    /** The words whose blocks get nothing. */
    private static final Set<String> WORDS = Set.of("attempt", "expect", "refusal");

    private static final String IT = "it";

    ItChecks(SourceUnit unit, ClassNode type) {
        super(unit, type);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        // Null where the name is put together.
        String word = call.getMethodAsString();
        if (call.isImplicitThis() && word != null && WORDS.contains(word)) {
            for (Expression argument : SyntaxNodes.each(call.getArguments())) {
                // Null is what { -> } has: its it is that of the block around it.
                if (argument instanceof ClosureExpression block
                        && block.getParameters() != null
                        && block.getParameters().length == 0) {
                    block.getCode().visit(new Names(word));
                }
            }
        }
        super.visitMethodCallExpression(call);
    }

    private final class Names extends CodeVisitorSupport {
        private final String word;

        private Names(String word) {
            this.word = word;
        }

        @Override
        public void visitVariableExpression(VariableExpression name) {
            if (name.getName().equals(IT)) {
                refuse(
                        name,
                        "it is null here: the block of " + word + " gets no argument",
                        "name the argument of the block around it: { n -> " + word + " { … n … } }");
            }
        }

        @Override
        public void visitClosureExpression(ClosureExpression inner) {
            // It may have an it of its own.
        }
    }
}
