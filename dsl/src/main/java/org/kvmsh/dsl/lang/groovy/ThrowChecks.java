package org.kvmsh.dsl.lang.groovy;

import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.stmt.ThrowStatement;
import org.codehaus.groovy.control.SourceUnit;

/** Refuses {@code throw 1}, which Groovy compiles to a class that the JVM rejects. */
final class ThrowChecks extends ScriptPass {
    ThrowChecks(SourceUnit unit, ClassNode type) {
        super(unit, type);
    }

    @Override
    void run() {
        visitMethods();
    }

    @Override
    public void visitThrowStatement(ThrowStatement thrown) {
        super.visitThrowStatement(thrown);
        if (thrown.getExpression() instanceof ConstantExpression
                || thrown.getExpression() instanceof GStringExpression) {
            refuse(thrown, "throw takes an exception", "write: throw new Exception('text')");
        }
    }
}
