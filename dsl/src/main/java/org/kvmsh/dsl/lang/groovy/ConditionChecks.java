package org.kvmsh.dsl.lang.groovy;

import java.util.List;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.kvmsh.dsl.lang.AssignedInExpect;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** Refuses {@code expect { m.regs.rax = 5 }}, which sets the register, and would hold for each value but 0. */
final class ConditionChecks extends CompilationCustomizer {
    ConditionChecks() {
        super(CompilePhase.CONVERSION);
    }

    @Override public void call(SourceUnit unit, GeneratorContext context, ClassNode type) {
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

        @Override public void visitMethodCallExpression(MethodCallExpression call) {
            super.visitMethodCallExpression(call);
            if (ScriptMarks.isExpectation(call)) {
                ScriptMarks.closures(call).forEach(this::check);
            }
        }

        private void check(ClosureExpression block) {
            List<Statement> lines = block.getCode() instanceof BlockStatement body ? body.getStatements() : List.of();
            if (!lines.isEmpty() && lines.get(lines.size() - 1) instanceof ExpressionStatement last && ScriptMarks.isAssignment(last.getExpression())) {
                ScriptError error = AssignedInExpect.error(Site.UNKNOWN, "expect { m.regs.rax == 42 }");
                unit.getErrorCollector().addErrorAndContinue(new StaticRefusal(error.headline(), last.getExpression(), error.notes().toArray(String[]::new)), unit);
            }
        }
    }
}
