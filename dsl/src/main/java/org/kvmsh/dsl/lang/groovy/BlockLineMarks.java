package org.kvmsh.dsl.lang.groovy;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.LambdaExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.kvmsh.dsl.lang.NoCondition;

/**
 * Makes the lines of any block conditions while {@code expect} runs it: of one in a variable, of one that comes through
 * a function. A block with a single line needs nothing, since its value is that line's. The block of a word is the
 * word's; those of {@code expect} itself are {@link ScriptMarks}' work.
 */
final class BlockLineMarks extends CompilationCustomizer {
    private final String source;

    BlockLineMarks(String source) {
        super(CompilePhase.CONVERSION);
        this.source = source;
    }

    @Override
    public void call(SourceUnit unit, GeneratorContext context, ClassNode type) {
        new Marker(unit, type).visitClass(type);
    }

    private final class Marker extends ClassCodeVisitorSupport {
        private final SourceUnit unit;
        private final ClassNode type;
        private final List<ClosureExpression> ofWords = new ArrayList<>();

        Marker(SourceUnit unit, ClassNode type) {
            this.unit = unit;
            this.type = type;
        }

        @Override
        protected SourceUnit getSourceUnit() {
            return unit;
        }

        @Override
        public void visitMethodCallExpression(MethodCallExpression call) {
            String name = call.getMethodAsString();
            if (ScriptMarks.isOfThis(call)
                    && name != null
                    && GroovyWords.hasBlock(name)
                    && type.getDeclaredMethods(name).isEmpty()) {
                ofWords.addAll(ScriptMarks.closures(call));
            }
            super.visitMethodCallExpression(call);
        }

        @Override
        public void visitClosureExpression(ClosureExpression closure) {
            for (Parameter parameter :
                    closure.getParameters() == null ? Parameter.EMPTY_ARRAY : closure.getParameters()) {
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
        ArgumentListExpression arguments = new ArgumentListExpression(new VariableExpression("delegate"));
        for (Expression each : value) {
            arguments.addExpression(each);
        }
        place(arguments, source, at);
        return call(method, at, arguments.getExpressions().toArray(Expression[]::new));
    }

    /** A call of {@link BlockLines}. */
    private static Statement call(String method, Statement at, Expression... arguments) {
        Expression call = new StaticMethodCallExpression(
                ClassHelper.make(BlockLines.class), method, new ArgumentListExpression(arguments));
        call.setSourcePosition(at);
        return new ExpressionStatement(call);
    }

    /** The place of a line as arguments. */
    static void place(TupleExpression arguments, String source, ASTNode at) {
        arguments.addExpression(new ConstantExpression(source));
        arguments.addExpression(new ConstantExpression(at.getLineNumber(), true));
        arguments.addExpression(new ConstantExpression(at.getColumnNumber(), true));
    }
}
