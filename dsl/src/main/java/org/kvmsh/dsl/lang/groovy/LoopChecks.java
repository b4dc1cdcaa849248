package org.kvmsh.dsl.lang.groovy;

import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.DoWhileStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.ast.stmt.LoopingStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.stmt.WhileStatement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/**
 * Lets Ctrl-C end a script's loops: checks the thread's interrupt at each iteration of a loop and at each call of a
 * block. Groovy's own {@code @ThreadInterrupt} does the same, but slows every start. A script's {@code sleep} becomes
 * interruptible too.
 */
final class LoopChecks extends CompilationCustomizer {
    private static final String SLEEP = "sleep";

    LoopChecks() {
        super(CompilePhase.CONVERSION);
    }

    @Override
    public void call(SourceUnit unit, GeneratorContext context, ClassNode type) {
        boolean hasOwnSleep = !type.getMethods(SLEEP).isEmpty();
        for (MethodNode method : type.getMethods()) {
            if (method.getCode() != null) {
                method.getCode().visit(new Checker(hasOwnSleep));
            }
        }
    }

    private static final class Checker extends CodeVisitorSupport {
        private boolean hasOwnSleep;

        Checker(boolean hasOwnSleep) {
            this.hasOwnSleep = hasOwnSleep;
        }

        /** Including declarations, and their form in the shell. */
        @Override
        public void visitBinaryExpression(BinaryExpression binary) {
            hasOwnSleep |= binary.getLeftExpression() instanceof VariableExpression name
                    && name.getName().equals(SLEEP);
            super.visitBinaryExpression(binary);
        }

        @Override
        public void visitMethodCallExpression(MethodCallExpression call) {
            if (call.isImplicitThis() && SLEEP.equals(call.getMethodAsString()) && !hasOwnSleep) {
                Expression sleeping = new ClassExpression(ClassHelper.make(Sleeping.class));
                call.setObjectExpression(sleeping);
                call.setImplicitThis(false);
            }
            super.visitMethodCallExpression(call);
        }

        @Override
        public void visitWhileLoop(WhileStatement loop) {
            super.visitWhileLoop(loop);
            check(loop, loop);
        }

        @Override
        public void visitDoWhileLoop(DoWhileStatement loop) {
            super.visitDoWhileLoop(loop);
            check(loop, loop);
        }

        @Override
        public void visitForLoop(ForStatement loop) {
            super.visitForLoop(loop);
            check(loop, loop);
        }

        @Override
        public void visitClosureExpression(ClosureExpression closure) {
            super.visitClosureExpression(closure);
            if (closure.getCode() instanceof BlockStatement body) {
                body.getStatements().add(0, check(body));
            }
        }

        private static void check(LoopingStatement loop, Statement where) {
            BlockStatement body = new BlockStatement();
            body.addStatement(check(where));
            body.addStatement(loop.getLoopBlock());
            loop.setLoopBlock(body);
        }

        private static Statement check(Statement where) {
            StaticMethodCallExpression call = new StaticMethodCallExpression(
                    ClassHelper.make(Cursor.class), "stopIfInterrupted", new ArgumentListExpression());
            Statement statement = new ExpressionStatement(call);
            call.setSourcePosition(where);
            statement.setSourcePosition(where);
            return statement;
        }
    }
}
