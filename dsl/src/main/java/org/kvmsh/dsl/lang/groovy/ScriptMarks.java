package org.kvmsh.dsl.lang.groovy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.LambdaExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.AssertStatement;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.CatchStatement;
import org.codehaus.groovy.ast.stmt.DoWhileStatement;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.stmt.ThrowStatement;
import org.codehaus.groovy.ast.stmt.TryCatchStatement;
import org.codehaus.groovy.ast.stmt.WhileStatement;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;
import org.kvmsh.dsl.lang.AssignedInBlock;
import org.kvmsh.dsl.lang.VerdictWords;
import org.kvmsh.dsl.script.Site;

/**
 * The code that is added to a script before compilation: a mark before each statement with its position; each line of
 * an {@code expect} as an assertion; in the shell, names that outlive their line. Handlers get no marks, since they run
 * at every exit; their expectations are assertions too.
 */
final class ScriptMarks extends ScriptPass {
    private static final String EXPECT = VerdictWords.EXPECT;
    private static final String RUN = "run";
    private static final String THROWN = "leaves$block";
    private static final String REFUTED = "fails$assert";
    /** Methods of a CompletionStage whose block takes what an earlier one has thrown. */
    private static final Set<String> READERS = Set.of(
            "exceptionally",
            "exceptionallyAsync",
            "exceptionallyCompose",
            "handle",
            "handleAsync",
            "whenComplete",
            "whenCompleteAsync");

    private final String source;
    private final boolean namesOutliveLine;

    /** Blocks that only a word calls. */
    private final Set<ClosureExpression> ofWords = Collections.newSetFromMap(new IdentityHashMap<>());

    private boolean isInHandler;
    /** Whether the text is that of a block, whose owner is known. */
    private boolean isInBlock;
    /** The line of the test; 0 for none. */
    private int test;

    private final List<Statement> places = new ArrayList<>();
    private boolean isStatic;

    ScriptMarks(SourceUnit unit, ClassNode type, String source, boolean namesOutliveLine) {
        super(unit, type);
        this.source = source;
        this.namesOutliveLine = namesOutliveLine;
    }

    @Override
    void run() {
        for (MethodNode method : type.getMethods()) {
            BlockStatement typed =
                    namesOutliveLine && method.getName().equals(RUN) && method.getCode() instanceof BlockStatement body
                            ? body
                            : new BlockStatement();
            declareInBinding(typed);
            if (method.getCode() != null) {
                isStatic = method.isStatic();
                method.getCode().visit(this);
            }
            markStatements(typed);
        }
        if (type.isScript()
                && !places.isEmpty()
                && type.getMethod(RUN, Parameter.EMPTY_ARRAY).getCode() instanceof BlockStatement body) {
            body.getStatements().addAll(0, places);
        }
    }

    /** Marks each statement: a typed line may fail halfway, and what it did before is done. */
    private void markStatements(BlockStatement body) {
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
    private void declareInBinding(BlockStatement body) {
        for (Statement statement : body.getStatements()) {
            if (statement instanceof ExpressionStatement s
                    && s.getExpression() instanceof DeclarationExpression declared) {
                Expression names = declared.isMultipleAssignmentDeclaration()
                        ? new TupleExpression(declared.getTupleExpression().getExpressions().stream()
                                .map(name -> inBinding((VariableExpression) name))
                                .toList())
                        : inBinding(declared.getVariableExpression());
                names.setSourcePosition(declared.getLeftExpression());
                BinaryExpression assignment =
                        new BinaryExpression(names, declared.getOperation(), declared.getRightExpression());
                assignment.setSourcePosition(declared);
                s.setExpression(assignment);
            }
        }
    }

    private Expression inBinding(VariableExpression declared) {
        VariableExpression name = new VariableExpression(declared.getName());
        name.setSourcePosition(declared);
        if (BlockAssignments.isExit(name.getName())) {
            refuse(name, AssignedInBlock.hiddenExit(Site.UNKNOWN, name.getName(), ""));
        }
        return name;
    }

    @Override
    public void visitBlockStatement(BlockStatement block) {
        super.visitBlockStatement(block);
        block.getStatements().replaceAll(this::kept);
        if (isInHandler) {
            return;
        }
        List<Statement> marked = new ArrayList<>();
        for (Statement statement : block.getStatements()) {
            if (isMarked(statement)) {
                marked.add(mark("at", statement));
            }
            marked.add(statement);
        }
        block.getStatements().clear();
        block.getStatements().addAll(marked);
    }

    private static boolean isMarked(Statement statement) {
        return (statement instanceof ExpressionStatement || statement instanceof ReturnStatement)
                && statement.getLineNumber() > 0;
    }

    @Override
    public void visitIfElse(IfStatement branches) {
        super.visitIfElse(branches);
        branches.setIfBlock(marked(branches.getIfBlock()));
        branches.setElseBlock(marked(branches.getElseBlock()));
    }

    @Override
    public void visitForLoop(ForStatement loop) {
        super.visitForLoop(loop);
        loop.setLoopBlock(marked(loop.getLoopBlock()));
    }

    @Override
    public void visitWhileLoop(WhileStatement loop) {
        super.visitWhileLoop(loop);
        loop.setLoopBlock(marked(loop.getLoopBlock()));
    }

    @Override
    public void visitDoWhileLoop(DoWhileStatement loop) {
        super.visitDoWhileLoop(loop);
        loop.setLoopBlock(marked(loop.getLoopBlock()));
    }

    /**
     * An assertion of the script's own is counted if it holds, and kept if it fails: the script may catch its error.
     */
    private Statement kept(Statement statement) {
        if (!(statement instanceof AssertStatement assertion) || isCondition(assertion)) {
            return statement;
        }
        Expression around = isInBlock
                ? SyntaxNodes.owner()
                : isStatic ? ConstantExpression.NULL : VariableExpression.THIS_EXPRESSION;
        BlockStatement checked = new BlockStatement();
        checked.addStatement(assertion);
        checked.addStatement(new ExpressionStatement(SyntaxNodes.call(BlockLines.class, "asserted", around)));
        TryCatchStatement kept = new TryCatchStatement(checked, EmptyStatement.INSTANCE);
        kept.addCatch(new CatchStatement(
                new Parameter(ClassHelper.make(AssertionError.class), REFUTED),
                new ThrowStatement(
                        SyntaxNodes.call(Leaving.class, "assertion", around, new VariableExpression(REFUTED)))));
        return kept;
    }

    /** A statement without braces around it becomes a block with its mark. */
    private Statement marked(Statement body) {
        if (isInHandler || !isMarked(body)) {
            return kept(body);
        }
        BlockStatement block = new BlockStatement();
        block.addStatement(mark("at", body));
        block.addStatement(body);
        block.setSourcePosition(body);
        return block;
    }

    /** Catches what leaves a block, which may be kept by a Future that nobody asks. */
    @Override
    public void visitClosureExpression(ClosureExpression block) {
        boolean outside = isInBlock;
        isInBlock = !(block instanceof LambdaExpression);
        super.visitClosureExpression(block);
        isInBlock = outside;
        if (!ofWords.contains(block)) {
            VariableExpression thrown = new VariableExpression(THROWN);
            Statement leaving = new ThrowStatement(SyntaxNodes.call(
                    Leaving.class,
                    "block",
                    block instanceof LambdaExpression ? ConstantExpression.NULL : SyntaxNodes.owner(),
                    thrown));
            TryCatchStatement kept = new TryCatchStatement(block.getCode(), EmptyStatement.INSTANCE);
            kept.addCatch(new CatchStatement(new Parameter(ClassHelper.make(Throwable.class), THROWN), leaving));
            BlockStatement body = new BlockStatement();
            body.addStatement(kept);
            body.setSourcePosition(block.getCode());
            block.setCode(body);
        }
    }

    @Override
    public void visitCatchStatement(CatchStatement caught) {
        super.visitCatchStatement(caught);
        BlockStatement body = new BlockStatement();
        body.addStatement(caught(caught.getVariable().getName()));
        body.addStatement(caught.getCode());
        caught.setCode(body);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        if (GroovyWords.hasBlock(String.valueOf(call.getMethodAsString()))) {
            ofWords.addAll(SyntaxNodes.arguments(call, ClosureExpression.class));
        }
        if (READERS.contains(String.valueOf(call.getMethodAsString()))) {
            SyntaxNodes.arguments(call, ClosureExpression.class).forEach(ScriptMarks::markRead);
        }
        if (isOfThis(call) && EXPECT.equals(call.getMethodAsString())) {
            List<ClosureExpression> expected = SyntaxNodes.arguments(call, ClosureExpression.class);
            for (ClosureExpression block : expected) {
                if (isNamed(call)) {
                    markLast(block, call);
                } else {
                    assertEach(block, call);
                }
            }
            if (expected.isEmpty()) {
                markArgument(call);
            }
            places.add(new ExpressionStatement(SyntaxNodes.callWith(
                    call,
                    source,
                    BlockLines.class,
                    "declare",
                    VariableExpression.THIS_EXPRESSION,
                    new ConstantExpression(test, true))));
        }
        if (call.isImplicitThis()
                && RUN.equals(call.getMethodAsString())
                && SyntaxNodes.arguments(call).isEmpty()) {
            // Every script has a method run(): itself.
            call.setArguments(new ArgumentListExpression(new MapExpression()));
        }
        if (call.isImplicitThis() && RUN.equals(call.getMethodAsString()) && isNamed(call)) {
            // And so has every block, which the static compiler takes first: the word is the script's.
            VariableExpression script = new VariableExpression("this");
            script.setSourcePosition(call.getMethod());
            call.setObjectExpression(script);
            call.setImplicitThis(false);
        }
        boolean outside = isInHandler;
        int outer = test;
        isInHandler |= call.isImplicitThis() && "on".equals(call.getMethodAsString());
        test = call.isImplicitThis() && VerdictWords.TEST.equals(call.getMethodAsString())
                ? call.getLineNumber()
                : test;
        super.visitMethodCallExpression(call);
        isInHandler = outside;
        test = outer;
    }

    /** {@code expect { }}, whose lines are conditions. */
    static boolean isExpectation(MethodCallExpression call) {
        return isOfThis(call) && EXPECT.equals(call.getMethodAsString()) && !isNamed(call);
    }

    static boolean isOfThis(MethodCallExpression call) {
        return call.isImplicitThis()
                || call.getObjectExpression() instanceof VariableExpression receiver && receiver.isThisExpression();
    }

    private Statement mark(String method, Statement before) {
        Expression call = SyntaxNodes.callWith(before, source, Cursor.class, method);
        Statement mark = new ExpressionStatement(call);
        mark.setSourcePosition(before);
        call.setSourcePosition(before);
        return mark;
    }

    /** A call that tells of a value that was thrown. */
    private static Statement caught(String variable) {
        return new ExpressionStatement(SyntaxNodes.call(Leaving.class, "caught", new VariableExpression(variable)));
    }

    /** {@code expect(errno: …) { }}: its lines are calls, and no conditions. */
    private static boolean isNamed(MethodCallExpression call) {
        return !SyntaxNodes.arguments(call, MapExpression.class).isEmpty();
    }

    /** The last argument of such a block is what a stage has thrown. */
    private static void markRead(ClosureExpression block) {
        Parameter[] given = block.getParameters();
        if (block.getCode() instanceof BlockStatement body && (given == null || given.length > 0)) {
            String name = given == null ? "it" : given[given.length - 1].getName();
            body.getStatements().add(0, caught(name));
        }
    }

    private void markLast(ClosureExpression block, MethodCallExpression expectation) {
        if (block.getCode() instanceof BlockStatement body && !body.isEmpty()) {
            int last = body.getStatements().size() - 1;
            body.getStatements().add(last, ofBlock("last", body.getStatements().get(last)));
            body.getStatements().add(0, ofBlock("begin", expectation));
        }
    }

    /** A call of {@link BlockLines}. Without its own position it gets no mark, and the last line's mark is after it. */
    private Statement ofBlock(String method, ASTNode at) {
        Expression call =
                SyntaxNodes.callWith(at, source, BlockLines.class, method, new VariableExpression("delegate"));
        call.setSourcePosition(at);
        return new ExpressionStatement(call);
    }

    /** {@code expect exit: hlt} and {@code expect check}: an argument tells the place. */
    private void markArgument(MethodCallExpression expectation) {
        List<Expression> given = SyntaxNodes.arguments(expectation);
        if (given.isEmpty()) {
            return;
        }
        int last = given.size() - 1;
        if (!(given.get(last) instanceof MapExpression named)) {
            given.set(last, placed(given.get(last), expectation));
        } else if (!named.getMapEntryExpressions().isEmpty()) {
            MapEntryExpression entry = named.getMapEntryExpressions().get(0);
            named.getMapEntryExpressions()
                    .set(
                            0,
                            new MapEntryExpression(
                                    entry.getKeyExpression(), placed(entry.getValueExpression(), expectation)));
        }
    }

    private Expression placed(Expression argument, MethodCallExpression expectation) {
        Expression call = SyntaxNodes.callWith(expectation, source, BlockLines.class, "argument", argument);
        call.setSourcePosition(argument);
        return call;
    }

    /**
     * The lines of a block become assertions, but for declarations and assignments before the last:
     * {@link ConditionChecks} has refused what is no condition.
     */
    private void assertEach(ClosureExpression block, MethodCallExpression expectation) {
        if (block.getCode() instanceof BlockStatement body && !body.isEmpty()) {
            body.getStatements().replaceAll(this::asserted);
            body.getStatements().add(0, ofBlock("begin", expectation));
            body.addStatement(new ExpressionStatement(new ConstantExpression(true)));
        }
    }

    private Statement asserted(Statement line) {
        Expression value = line instanceof ReturnStatement result
                ? result.getExpression()
                : line instanceof ExpressionStatement statement ? statement.getExpression() : null;
        if (value == null || isAssignment(value)) {
            return line;
        }
        // Without a position, so that its value is not shown: it is the line's.
        BooleanExpression condition = new BooleanExpression(
                SyntaxNodes.callWith(line, source, BlockLines.class, BlockLines.CONDITION, value));
        condition.setSourcePosition(value);
        AssertStatement assertion = new AssertStatement(condition);
        assertion.setSourcePosition(line);
        return assertion;
    }

    /** Whether an assertion is a line of an expectation, and not the script's own. */
    private static boolean isCondition(AssertStatement assertion) {
        return assertion.getBooleanExpression().getExpression() instanceof StaticMethodCallExpression call
                && call.getMethod().equals(BlockLines.CONDITION);
    }

    static boolean isAssignment(Expression expression) {
        return expression instanceof DeclarationExpression
                || expression instanceof BinaryExpression binary
                        && Types.isAssignment(binary.getOperation().getType());
    }
}
