package org.kvmsh.dsl.lang.groovy;

import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.SourceUnit;
import org.kvmsh.dsl.word.Word;

/**
 * Refuses {@code vm { vcpu: 0 }}: to Groovy that is a label before a value that nobody takes, and the machine would
 * have no vCPU.
 */
final class LabelChecks extends ScriptPass {
    LabelChecks(SourceUnit unit, ClassNode type) {
        super(unit, type);
    }

    @Override
    void run() {
        visitMethods();
    }

    @Override
    public void visitExpressionStatement(ExpressionStatement statement) {
        boolean isValue = statement.getExpression() instanceof ConstantExpression
                || statement.getExpression() instanceof PropertyExpression;
        check(statement, isValue);
        super.visitExpressionStatement(statement);
    }

    @Override
    public void visitBlockStatement(BlockStatement block) {
        check(block, false);
        super.visitBlockStatement(block);
    }

    private void check(Statement statement, boolean isValue) {
        String label = statement.getStatementLabels() == null
                ? null
                : statement.getStatementLabels().get(0);
        Word word = label == null ? null : GroovyWords.table().words().get(label);
        if (word != null) {
            refuseLabel(statement, label, label + " is a word: write it without a colon", "try: " + word.example());
        } else if (label != null && isValue) {
            refuseLabel(
                    statement,
                    label,
                    label + ": is an argument, but no word comes before it",
                    "named arguments follow a word: regs rax: 1");
        }
    }

    /** The compiler gives a statement the place of what follows its label. */
    private void refuseLabel(Statement at, String label, String message, String note) {
        String line = unit.getSource().getLine(at.getLineNumber(), null);
        int column = line == null ? -1 : line.lastIndexOf(label, at.getColumnNumber() - 1);
        if (column >= 0) {
            at.setColumnNumber(column + 1);
        }
        refuse(at, message, note);
    }
}
