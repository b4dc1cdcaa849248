package org.kvmsh.dsl.lang.groovy;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.AssertStatement;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;
import org.codehaus.groovy.ast.stmt.LoopingStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.syntax.Types;

/**
 * What is added to a script before compilation: a mark before each statement with its position; each line of an
 * {@code expect} as an assertion; in the shell, names that outlive their line. Handlers get no marks, since they run at every
 * exit; their expectations are assertions too.
 */
final class ScriptMarks extends CompilationCustomizer {
    private static final String EXPECT = "expect";

    private final String source;
    private final boolean namesOutliveLine;

    ScriptMarks(String source, boolean namesOutliveLine) {
        super(CompilePhase.CONVERSION);
        this.source = source;
        this.namesOutliveLine = namesOutliveLine;
    }

    @Override public void call(SourceUnit unit, GeneratorContext context, ClassNode type) {
        for (MethodNode method : type.getMethods()) {
            if (method.getCode() == null) {
                continue;
            }
            if (namesOutliveLine && method.getName().equals("run") && method.getCode() instanceof BlockStatement body) {
                declareInBinding(body);
            }
            method.getCode().visit(new Marker());
            if (namesOutliveLine && method.getName().equals("run") && method.getCode() instanceof BlockStatement body) {
                markStatements(body);
            }
        }
    }

    /** What is typed may fail halfway, and what it did before is done. */
    private static void markStatements(BlockStatement body) {
        List<Statement> marked = new ArrayList<>();
        for (Statement statement : body.getStatements()) {
            if (statement.getLineNumber() > 0) {
                marked.add(mark("atStatement", statement));
            }
            marked.add(statement);
        }
        body.getStatements().clear();
        body.getStatements().addAll(marked);
    }

    /** {@code def x = 1} typed at the prompt becomes {@code x = 1}, which is stored in the script's binding. */
    private static void declareInBinding(BlockStatement body) {
        for (Statement statement : body.getStatements()) {
            if (statement instanceof ExpressionStatement s && s.getExpression() instanceof DeclarationExpression declared
                    && !declared.isMultipleAssignmentDeclaration()) {
                VariableExpression name = new VariableExpression(declared.getVariableExpression().getName());
                name.setSourcePosition(declared.getVariableExpression());
                BinaryExpression assignment = new BinaryExpression(name, declared.getOperation(), declared.getRightExpression());
                assignment.setSourcePosition(declared);
                s.setExpression(assignment);
            }
        }
    }

    private final class Marker extends CodeVisitorSupport {
        private boolean isInHandler;

        @Override public void visitBlockStatement(BlockStatement block) {
            super.visitBlockStatement(block);
            if (isInHandler) {
                return;
            }
            List<Statement> marked = new ArrayList<>();
            for (Statement statement : block.getStatements()) {
                if (statement instanceof ExpressionStatement && statement.getLineNumber() > 0) {
                    marked.add(mark("at", statement, new ConstantExpression(source)));
                }
                marked.add(statement);
            }
            block.getStatements().clear();
            block.getStatements().addAll(marked);
        }

        @Override public void visitMethodCallExpression(MethodCallExpression call) {
            if (isOfThis(call) && EXPECT.equals(call.getMethodAsString())) {
                closures(call).forEach(isNamed(call) ? ScriptMarks::markLast : ScriptMarks::assertEach);
            }
            if (call.isImplicitThis() && "run".equals(call.getMethodAsString()) && call.getArguments() instanceof TupleExpression none && none.getExpressions().isEmpty()) {
                // Every script has a method run(): itself.
                call.setArguments(new ArgumentListExpression(new MapExpression()));
            }
            if (call.isImplicitThis() && "run".equals(call.getMethodAsString()) && isNamed(call)) {
                // And so has every block, which the static compiler takes first: the word is the script's.
                VariableExpression script = new VariableExpression("this");
                script.setSourcePosition(call.getMethod());
                call.setObjectExpression(script);
                call.setImplicitThis(false);
            }
            boolean outside = isInHandler;
            isInHandler |= call.isImplicitThis() && "on".equals(call.getMethodAsString());
            super.visitMethodCallExpression(call);
            isInHandler = outside;
        }
    }

    /** {@code expect { }}, whose lines are conditions. */
    static boolean isExpectation(MethodCallExpression call) {
        return isOfThis(call) && EXPECT.equals(call.getMethodAsString()) && !isNamed(call);
    }

    private static boolean isOfThis(MethodCallExpression call) {
        return call.isImplicitThis() || call.getObjectExpression() instanceof VariableExpression receiver && receiver.isThisExpression();
    }

    private static Statement mark(String method, Statement before, Expression... first) {
        ArgumentListExpression arguments = new ArgumentListExpression(first);
        arguments.addExpression(new ConstantExpression(before.getLineNumber(), true));
        arguments.addExpression(new ConstantExpression(before.getColumnNumber(), true));
        Expression call = new StaticMethodCallExpression(ClassHelper.make(Cursor.class), method, arguments);
        Statement mark = new ExpressionStatement(call);
        mark.setSourcePosition(before);
        call.setSourcePosition(before);
        return mark;
    }

    static List<ClosureExpression> closures(MethodCallExpression call) {
        return call.getArguments() instanceof TupleExpression arguments
                ? arguments.getExpressions().stream().filter(ClosureExpression.class::isInstance).map(ClosureExpression.class::cast).toList()
                : List.of();
    }

    /** {@code expect(errno: …) { }}: its lines are calls, and no conditions. */
    private static boolean isNamed(MethodCallExpression call) {
        return call.getArguments() instanceof TupleExpression arguments && arguments.getExpressions().stream().anyMatch(MapExpression.class::isInstance);
    }

    private static void markLast(ClosureExpression block) {
        if (block.getCode() instanceof BlockStatement body && !body.isEmpty()) {
            Statement last = body.getStatements().get(body.getStatements().size() - 1);
            Expression call = new StaticMethodCallExpression(ClassHelper.make(Cursor.class), "atLastOfExpectation", new ArgumentListExpression());
            call.setSourcePosition(last);
            // Without its own position it gets no mark, and the last line's mark is after it.
            body.getStatements().add(body.getStatements().size() - 1, new ExpressionStatement(call));
        }
    }

    /** The conditions of a block, of its branches and of its loops become assertions. A block without any returns its last line, as one in a variable does. */
    private static void assertEach(ClosureExpression block) {
        if (block.getCode() instanceof BlockStatement body) {
            body.getStatements().replaceAll(ScriptMarks::asserted);
            if (body.getStatements().stream().anyMatch(statement -> !(statement instanceof ExpressionStatement))) {
                body.addStatement(new ExpressionStatement(new ConstantExpression(true)));
            }
        }
    }

    private static Statement asserted(Statement statement) {
        if (statement instanceof BlockStatement body) {
            body.getStatements().replaceAll(ScriptMarks::asserted);
        } else if (statement instanceof IfStatement branches) {
            branches.setIfBlock(asserted(branches.getIfBlock()));
            branches.setElseBlock(asserted(branches.getElseBlock()));
        } else if (statement instanceof LoopingStatement loop) {
            loop.setLoopBlock(asserted(loop.getLoopBlock()));
        } else if (statement instanceof ExpressionStatement condition && !isAssignment(condition.getExpression())) {
            return assertion(condition);
        }
        return statement;
    }

    private static AssertStatement assertion(ExpressionStatement of) {
        BooleanExpression condition = new BooleanExpression(of.getExpression());
        condition.setSourcePosition(of.getExpression());
        AssertStatement assertion = new AssertStatement(condition);
        assertion.setSourcePosition(of);
        return assertion;
    }

    static boolean isAssignment(Expression expression) {
        return expression instanceof DeclarationExpression
                || expression instanceof BinaryExpression binary && Types.isAssignment(binary.getOperation().getType());
    }
}
