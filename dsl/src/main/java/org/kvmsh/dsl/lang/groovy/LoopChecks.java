package org.kvmsh.dsl.lang.groovy;

import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.DoWhileStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.ast.stmt.LoopingStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.stmt.WhileStatement;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Lets Ctrl-C end a script's loops: checks the thread's interrupt at each iteration of a loop and at each call of a
 * block. Groovy's own {@code @ThreadInterrupt} does the same, but slows every start. A script's {@code sleep} becomes
 * interruptible too.
 */
final class LoopChecks extends ScriptPass {
    private static final String SLEEP = "sleep";

    private boolean hasOwnSleep;

    LoopChecks(SourceUnit unit, ClassNode type) {
        super(unit, type);
        hasOwnSleep = !type.getMethods(SLEEP).isEmpty();
    }

    @Override
    void run() {
        // Each method may have its own.
        boolean hasMethod = hasOwnSleep;
        for (MethodNode method : type.getMethods()) {
            hasOwnSleep = hasMethod;
            if (method.getCode() != null) {
                method.getCode().visit(this);
            }
        }
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
            call.setObjectExpression(new ClassExpression(ClassHelper.make(Sleeping.class)));
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
        Statement statement = new ExpressionStatement(SyntaxNodes.callAt(where, Cursor.class, "stopIfInterrupted"));
        statement.setSourcePosition(where);
        return statement;
    }
}
