package org.kvmsh.dsl.lang.groovy;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.CatchStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.syntax.Types;
import org.kvmsh.dsl.lang.AssignedInBlock;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.lang.RegisterAdvice;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/**
 * Refuses {@code vcpu(0) { rip = 0x1000 }}: to Groovy that is a new variable of the script, and the vCPU would keep what it has. Only a statement that assigns
 * a register's or a word's name is refused, and only if the script has no such variable and nothing may read it. Outside blocks a word that is read,
 * {@code kvm = 3}, is refused too: the variable would take its place.
 */
final class BlockAssignments extends CompilationCustomizer {
    /** The words whose blocks have words of their own. */
    private static final Set<String> BLOCKS = Set.of("vm", "more", "plan", "vcpu", "device");
    private static final String ELSEWHERE = "";
    /** Calls that may read or make a variable by its name. */
    private static final Set<String> BY_NAME = Set.of("include", "evaluate", "getBinding", "getProperty", "setProperty");
    /** Objects whose members are the script's variables. */
    private static final Set<String> HOLDERS = Set.of("this", "owner", "delegate", "thisObject", "binding");

    private final Set<String> bound;

    /** @param bound names that earlier texts have assigned */
    BlockAssignments(Set<String> bound) {
        super(CompilePhase.CONVERSION);
        this.bound = bound;
    }

    @Override public void call(SourceUnit unit, GeneratorContext context, ClassNode type) {
        if (!type.isScript()) {
            // A class has members of its own, and may inherit them.
            return;
        }
        Reader reader = new Reader();
        for (MethodNode method : type.getMethods()) {
            reader.known.add(method.getName());
            if (method.getCode() != null) {
                reader.declare(method.getParameters());
                method.getCode().visit(reader);
            }
        }
        if (reader.byName || BLOCKS.stream().anyMatch(reader.known::contains)) {
            return;
        }
        for (BinaryExpression at : reader.outside) {
            String name = at.getLeftExpression().getText();
            Method word = Vocabulary.methods(KvmScript.class).get(name);
            boolean isRead = name.equals(KernelNames.KVM) || word != null && Vocabulary.isRead(word);
            if (isRead && !reader.known.contains(name) && !bound.contains(name)) {
                ScriptError error = AssignedInBlock.hidden(Site.UNKNOWN, name, "def " + name + " = …");
                unit.getErrorCollector().addErrorAndContinue(new StaticRefusal(error.headline(), at.getLeftExpression(), error.notes().toArray(String[]::new)), unit);
            }
        }
        for (Assignment found : reader.found) {
            String name = found.at.getLeftExpression().getText();
            Word word = GroovyFrontEnd.words().words().get(name);
            if (!reader.known.contains(name) && !reader.read.contains(name) && !bound.contains(name) && (word != null || RegisterAdvice.isRegister(name))) {
                ScriptError error = AssignedInBlock.error(Site.UNKNOWN, found.block, name, word == null ? null : word.example(), written(unit, found.at.getRightExpression()), true);
                unit.getErrorCollector().addErrorAndContinue(new StaticRefusal(error.headline(), found.at.getLeftExpression(), error.notes().toArray(String[]::new)), unit);
            }
        }
    }

    private static String written(SourceUnit unit, Expression value) {
        String line = unit.getSource().getLine(value.getLineNumber(), null);
        boolean inLine = line != null && value.getLineNumber() == value.getLastLineNumber() && value.getColumnNumber() > 0 && value.getLastColumnNumber() <= line.length() + 1;
        return inLine ? line.substring(value.getColumnNumber() - 1, value.getLastColumnNumber() - 1).strip() : "VALUE";
    }

    private record Assignment(BinaryExpression at, String block) { }

    private static final class Reader extends CodeVisitorSupport {
        private final Deque<String> blocks = new ArrayDeque<>();
        private final Set<String> known = new TreeSet<>();
        private final Set<String> read = new TreeSet<>();
        private final List<Assignment> found = new ArrayList<>();
        /** Statements that assign a variable, in no block at all. */
        private final List<BinaryExpression> outside = new ArrayList<>();
        private boolean byName;

        private void declare(Parameter... parameters) {
            for (Parameter parameter : parameters == null ? Parameter.EMPTY_ARRAY : parameters) {
                known.add(parameter.getName());
            }
        }

        @Override public void visitMethodCallExpression(MethodCallExpression call) {
            String name = call.getMethodAsString();
            byName |= name == null || BY_NAME.contains(name);
            if (!call.isImplicitThis()) {
                call.getObjectExpression().visit(this);
                call.getMethod().visit(this);
            } else if (name != null && !GroovyFrontEnd.words().words().containsKey(name)) {
                // A closure in a variable is called as a method is.
                read.add(name);
            }
            boolean isBlock = call.isImplicitThis() && name != null && BLOCKS.contains(name);
            for (Expression argument : call.getArguments() instanceof TupleExpression several ? several.getExpressions() : List.of(call.getArguments())) {
                if (isBlock && argument instanceof ClosureExpression closure) {
                    closure(closure, name);
                } else {
                    argument.visit(this);
                }
            }
        }

        /** A closure that is no block of words may run on another object, as that of {@code with} does. */
        @Override public void visitClosureExpression(ClosureExpression closure) {
            closure(closure, ELSEWHERE);
        }

        private void closure(ClosureExpression closure, String block) {
            blocks.push(block);
            declare(closure.getParameters());
            super.visitClosureExpression(closure);
            blocks.pop();
        }

        @Override public void visitForLoop(ForStatement loop) {
            declare(loop.getVariable());
            super.visitForLoop(loop);
        }

        @Override public void visitCatchStatement(CatchStatement caught) {
            declare(caught.getVariable());
            super.visitCatchStatement(caught);
        }

        @Override public void visitDeclarationExpression(DeclarationExpression declaration) {
            Expression left = declaration.getLeftExpression();
            for (Expression name : left instanceof TupleExpression several ? several.getExpressions() : List.of(left)) {
                known.add(name.getText());
            }
            declaration.getRightExpression().visit(this);
        }

        @Override public void visitVariableExpression(VariableExpression name) {
            read.add(name.getName());
            byName |= HOLDERS.contains(name.getName());
        }

        @Override public void visitExpressionStatement(ExpressionStatement statement) {
            boolean inBlock = !blocks.isEmpty() && !blocks.peek().equals(ELSEWHERE);
            if (inBlock && statement.getExpression() instanceof BinaryExpression assignment && assignment.getOperation().getType() == Types.ASSIGN
                    && !(assignment instanceof DeclarationExpression) && assignment.getLeftExpression() instanceof VariableExpression) {
                found.add(new Assignment(assignment, blocks.peek()));
                assignment.getRightExpression().visit(this);
            } else {
                super.visitExpressionStatement(statement);
            }
            if (blocks.isEmpty() && statement.getExpression() instanceof BinaryExpression assignment && assignment.getOperation().getType() == Types.ASSIGN
                    && !(assignment instanceof DeclarationExpression) && assignment.getLeftExpression() instanceof VariableExpression) {
                outside.add(assignment);
            }
        }
    }
}
