package org.kvmsh.dsl.lang.groovy;

import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.stmt.ThrowStatement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/** Refuses {@code throw 1}, which Groovy compiles to a class that the JVM rejects. */
final class ThrowChecks extends CompilationCustomizer {
    ThrowChecks() {
        super(CompilePhase.CONVERSION);
    }

    @Override
    public void call(SourceUnit unit, GeneratorContext context, ClassNode type) {
        for (MethodNode method : type.getMethods()) {
            if (method.getCode() != null) {
                method.getCode().visit(new Checker(unit));
            }
        }
    }

    private static final class Checker extends CodeVisitorSupport {
        private final SourceUnit unit;

        Checker(SourceUnit unit) {
            this.unit = unit;
        }

        @Override
        public void visitThrowStatement(ThrowStatement thrown) {
            super.visitThrowStatement(thrown);
            if (thrown.getExpression() instanceof ConstantExpression
                    || thrown.getExpression() instanceof GStringExpression) {
                unit.getErrorCollector()
                        .addErrorAndContinue(
                                new StaticRefusal(
                                        "throw takes an exception", thrown, "write: throw new Exception('text')"),
                                unit);
            }
        }
    }
}
