package org.kvmsh.dsl.lang.groovy;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.LambdaExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.SourceUnit;
import org.kvmsh.dsl.lang.NoCondition;

/**
 * Makes the lines of any block conditions while {@code expect} runs it: of one in a variable, of one that comes through
 * a function. A block with a single line needs nothing, since its value is that line's. The block of a word is the
 * word's; those of {@code expect} itself are {@link ScriptMarks}' work.
 */
final class BlockLineMarks extends ScriptPass {
    private final String source;

    private final List<ClosureExpression> ofWords = new ArrayList<>();

    BlockLineMarks(SourceUnit unit, ClassNode type, String source) {
        super(unit, type);
        this.source = source;
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        String name = call.getMethodAsString();
        if (ScriptMarks.isOfThis(call)
                && name != null
                && GroovyWords.hasBlock(name)
                && type.getDeclaredMethods(name).isEmpty()) {
            ofWords.addAll(SyntaxNodes.arguments(call, ClosureExpression.class));
        }
        super.visitMethodCallExpression(call);
    }

    @Override
    public void visitClosureExpression(ClosureExpression closure) {
        for (Parameter parameter : SyntaxNodes.parameters(closure)) {
            if (parameter.hasInitialExpression()) {
                parameter.getInitialExpression().visit(this);
            }
        }
        super.visitClosureExpression(closure);
        boolean isOfWord = ofWords.removeIf(block -> block == closure);
        if (!isOfWord && closure.getCode() instanceof BlockStatement body && !isOneLine(body)) {
            if (closure instanceof LambdaExpression) {
                // A lambda may be no block, and then has no delegate.
                body.getStatements().add(0, call("lambda", body));
            } else {
                mark(body);
            }
        }
    }

    private static boolean isOneLine(BlockStatement body) {
        return body.isEmpty()
                || body.getStatements().size() == 1
                        && (body.getStatements().get(0) instanceof ReturnStatement
                                || body.getStatements().get(0) instanceof ExpressionStatement only
                                        && ConditionChecks.withoutValue(only) == null);
    }

    private void mark(BlockStatement body) {
        List<Statement> marked = new ArrayList<>();
        marked.add(call("begin", body, new VariableExpression("delegate")));
        for (int i = 0; i < body.getStatements().size(); i++) {
            Statement statement = body.getStatements().get(i);
            boolean last = i == body.getStatements().size() - 1;
            if (last) {
                marked.add(ofBlock("last", statement));
            }
            NoCondition kind = ConditionChecks.withoutValue(statement);
            if (kind != null && (last || kind != NoCondition.ASSIGNMENT && kind != NoCondition.DECLARATION)) {
                marked.add(ofBlock(
                        "statement",
                        statement,
                        new PropertyExpression(new ClassExpression(ClassHelper.make(NoCondition.class)), kind.name())));
            } else if (kind == null && !last && statement instanceof ExpressionStatement line) {
                Expression value = line.getExpression();
                line.setExpression(((ExpressionStatement) ofBlock("line", statement, value)).getExpression());
                line.getExpression().setSourcePosition(value);
            }
            marked.add(statement);
        }
        body.getStatements().clear();
        body.getStatements().addAll(marked);
    }

    /** Tells a block's delegate of a place. Without a position of its own, the statement gets no mark. */
    private Statement ofBlock(String method, Statement at, Expression... value) {
        Expression[] first = new Expression[value.length + 1];
        first[0] = new VariableExpression("delegate");
        System.arraycopy(value, 0, first, 1, value.length);
        Expression call = SyntaxNodes.callWith(at, source, BlockLines.class, method, first);
        call.setSourcePosition(at);
        return new ExpressionStatement(call);
    }

    /** A call of {@link BlockLines}. */
    private static Statement call(String method, Statement at, Expression... arguments) {
        return new ExpressionStatement(SyntaxNodes.callAt(at, BlockLines.class, method, arguments));
    }
}
