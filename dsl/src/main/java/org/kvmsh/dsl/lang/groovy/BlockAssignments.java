package org.kvmsh.dsl.lang.groovy;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.CatchStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;
import org.kvmsh.dsl.lang.AssignedInBlock;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.lang.RegisterAdvice;
import org.kvmsh.dsl.machine.exit.ExitReason;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/**
 * Refuses {@code vcpu(0) { rip = 0x1000 }}: to Groovy that is a new variable of the script, and the vCPU would keep
 * what it has. Only a statement that assigns a register's or a word's name is refused, and only if the script has no
 * such variable and nothing may read it. An assignment to a word that is read, {@code kvm = 3}, is refused too, since
 * the variable would take its place, except in a closure that may run on another object.
 */
final class BlockAssignments extends ScriptPass {
    /** The words whose blocks have words of their own. */
    private static final Set<String> BLOCKS = Set.of("vm", "more", "plan", "vcpu", "device", "guest");
    /**
     * In place of a block's word: in a closure of another word, as that of a test, and in one that may run on another
     * object.
     */
    private static final String OTHER_WORD = "";

    private static final String ELSEWHERE = "elsewhere";
    /** Calls that may read or make a variable by its name. */
    private static final Set<String> BY_NAME =
            Set.of("include", "evaluate", "getBinding", "getProperty", "setProperty");
    /** Objects whose members are the script's variables. */
    private static final Set<String> HOLDERS = Set.of("this", "owner", "delegate", "thisObject", "binding");

    private final Set<String> bound;
    private final boolean inShell;

    private record Assignment(BinaryExpression at, String block) {}

    private final Deque<String> blocks = new ArrayDeque<>();
    private final Set<String> known = new TreeSet<>();
    private final Set<String> read = new TreeSet<>();
    private final List<Assignment> found = new ArrayList<>();
    /**
     * The variables that are assigned, but for closures that may run on another object. The names of exits are
     * imported: an assignment to one goes to no variable, whatever object a closure runs on.
     */
    private final List<VariableExpression> assigned = new ArrayList<>();

    private boolean byName;

    /**
     * Creates the check of a class.
     *
     * @param bound names that earlier texts have assigned
     * @param inShell whether the text's variables go to the binding
     */
    BlockAssignments(SourceUnit unit, ClassNode type, Set<String> bound, boolean inShell) {
        super(unit, type);
        this.bound = bound;
        this.inShell = inShell;
    }

    @Override
    void run() {
        // A class has members of its own, and may inherit them.
        if (type.isScript()) {
            for (MethodNode method : type.getMethods()) {
                known.add(method.getName());
                declare(method.getParameters());
            }
            visitMethods();
            if (!byName && BLOCKS.stream().noneMatch(known::contains)) {
                refuseEach();
            }
        }
    }

    private void refuseEach() {
        Set<Expression> refused = new HashSet<>();
        for (Assignment assignment : found) {
            Expression at = assignment.at.getLeftExpression();
            String name = at.getText();
            Word word = GroovyWords.table().words().get(name);
            if (!known.contains(name)
                    && !read.contains(name)
                    && !bound.contains(name)
                    && (word != null || RegisterAdvice.isRegister(name))) {
                refuse(
                        at,
                        AssignedInBlock.error(
                                Site.UNKNOWN,
                                assignment.block,
                                name,
                                word == null ? null : word.example(),
                                written(assignment.at.getRightExpression()),
                                true));
                refused.add(at);
            }
        }
        for (VariableExpression at : assigned) {
            String name = at.getName();
            Method word = Vocabulary.methods(KvmScript.class).get(name);
            boolean isRead = name.equals(KernelNames.KVM) || word != null && Vocabulary.isRead(word);
            if (isRead && !refused.contains(at) && !known.contains(name) && !bound.contains(name)) {
                refuse(at, AssignedInBlock.hidden(Site.UNKNOWN, name, "def " + name + " = …"));
            } else if (isExit(name) && !known.contains(name)) {
                refuse(at, AssignedInBlock.hiddenExit(Site.UNKNOWN, name, inShell ? "" : "def " + name + " = …"));
            }
        }
    }

    /** Whether a name is an exit's; a variable in the binding is not found by such a name. */
    static boolean isExit(String name) {
        return ExitReason.words().stream().anyMatch(exit -> exit.word().equals(name));
    }

    private String written(Expression value) {
        String line = unit.getSource().getLine(value.getLineNumber(), null);
        boolean inLine = line != null
                && value.getLineNumber() == value.getLastLineNumber()
                && value.getColumnNumber() > 0
                && value.getLastColumnNumber() <= line.length() + 1;
        return inLine
                ? line.substring(value.getColumnNumber() - 1, value.getLastColumnNumber() - 1)
                        .strip()
                : "VALUE";
    }

    private void declare(Parameter... parameters) {
        for (Parameter parameter : parameters) {
            known.add(parameter.getName());
        }
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        String name = call.getMethodAsString();
        byName |= name == null || BY_NAME.contains(name);
        if (!call.isImplicitThis()) {
            call.getObjectExpression().visit(this);
            call.getMethod().visit(this);
        } else if (name != null && !GroovyWords.table().words().containsKey(name)) {
            // A closure in a variable is called as a method is.
            read.add(name);
        }
        boolean isWord = call.isImplicitThis()
                && name != null
                && GroovyWords.table().words().containsKey(name);
        for (Expression argument : SyntaxNodes.each(call.getArguments())) {
            if (isWord && argument instanceof ClosureExpression closure) {
                closure(closure, BLOCKS.contains(name) ? name : OTHER_WORD);
            } else {
                argument.visit(this);
            }
        }
    }

    /** A closure that is no block of words may run on another object, as that of {@code with} does. */
    @Override
    public void visitClosureExpression(ClosureExpression closure) {
        closure(closure, ELSEWHERE);
    }

    private void closure(ClosureExpression closure, String block) {
        blocks.push(block);
        declare(SyntaxNodes.parameters(closure));
        super.visitClosureExpression(closure);
        blocks.pop();
    }

    @Override
    public void visitForLoop(ForStatement loop) {
        declare(loop.getVariable());
        super.visitForLoop(loop);
    }

    @Override
    public void visitCatchStatement(CatchStatement caught) {
        declare(caught.getVariable());
        super.visitCatchStatement(caught);
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        for (Expression name : SyntaxNodes.each(declaration.getLeftExpression())) {
            known.add(name.getText());
        }
        declaration.getRightExpression().visit(this);
    }

    @Override
    public void visitVariableExpression(VariableExpression name) {
        read.add(name.getName());
        byName |= HOLDERS.contains(name.getName());
    }

    @Override
    public void visitExpressionStatement(ExpressionStatement statement) {
        boolean inBlock = !blocks.isEmpty() && BLOCKS.contains(blocks.peek());
        if (inBlock
                && statement.getExpression() instanceof BinaryExpression assignment
                && assignment.getOperation().getType() == Types.ASSIGN
                && !(assignment instanceof DeclarationExpression)
                && assignment.getLeftExpression() instanceof VariableExpression) {
            found.add(new Assignment(assignment, blocks.peek()));
            assigns(assignment.getLeftExpression());
            assignment.getRightExpression().visit(this);
        } else {
            super.visitExpressionStatement(statement);
        }
    }

    @Override
    public void visitBinaryExpression(BinaryExpression expression) {
        if (Types.ofType(expression.getOperation().getType(), Types.ASSIGNMENT_OPERATOR)) {
            assigns(expression.getLeftExpression());
        }
        super.visitBinaryExpression(expression);
    }

    private void assigns(Expression left) {
        for (Expression each : SyntaxNodes.each(left)) {
            if (each instanceof VariableExpression variable
                    && (!blocks.contains(ELSEWHERE) || isExit(variable.getName()))) {
                assigned.add(variable);
            }
        }
    }
}
