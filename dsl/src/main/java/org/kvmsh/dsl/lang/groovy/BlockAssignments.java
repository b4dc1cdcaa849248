package org.kvmsh.dsl.lang.groovy;

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
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.syntax.Types;
import org.kvmsh.dsl.lang.AssignedInBlock;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** Refuses {@code vcpu(0) { rip = 0x1000 }}: to Groovy that is a new variable of the script, and the vCPU would keep what it has. */
final class BlockAssignments extends CompilationCustomizer {
    /** The words whose blocks have words of their own. */
    private static final Set<String> BLOCKS = Set.of("vm", "more", "plan", "vcpu", "device");
    private static final String ELSEWHERE = "";

    private final Set<String> bound;

    /** @param bound names that earlier texts have assigned */
    BlockAssignments(Set<String> bound) {
        super(CompilePhase.CONVERSION);
        this.bound = bound;
    }

    @Override public void call(SourceUnit unit, GeneratorContext context, ClassNode type) {
        Reader reader = new Reader();
        for (MethodNode method : type.getMethods()) {
            if (method.getCode() != null) {
                reader.declare(method.getParameters());
                method.getCode().visit(reader);
            }
        }
        for (Assignment found : reader.found) {
            String name = ((VariableExpression) found.at.getLeftExpression()).getName();
            if (!reader.known.contains(name) && !bound.contains(name)) {
                Word word = GroovyFrontEnd.words().words().get(name);
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
        private final List<Assignment> found = new ArrayList<>();

        private void declare(Parameter... parameters) {
            for (Parameter parameter : parameters == null ? Parameter.EMPTY_ARRAY : parameters) {
                known.add(parameter.getName());
            }
        }

        @Override public void visitMethodCallExpression(MethodCallExpression call) {
            String name = String.valueOf(call.getMethodAsString());
            boolean isBlock = BLOCKS.contains(name);
            if (!isBlock && !GroovyFrontEnd.words().withBlocks().contains(name)) {
                super.visitMethodCallExpression(call);
                return;
            }
            blocks.push(isBlock ? name : ELSEWHERE);
            super.visitMethodCallExpression(call);
            blocks.pop();
        }

        @Override public void visitClosureExpression(ClosureExpression closure) {
            declare(closure.getParameters());
            super.visitClosureExpression(closure);
        }

        @Override public void visitForLoop(ForStatement loop) {
            declare(loop.getVariable());
            super.visitForLoop(loop);
        }

        @Override public void visitDeclarationExpression(DeclarationExpression declaration) {
            Expression left = declaration.getLeftExpression();
            for (Expression name : left instanceof TupleExpression several ? several.getExpressions() : List.of(left)) {
                known.add(((VariableExpression) name).getName());
            }
            declaration.getRightExpression().visit(this);
        }

        @Override public void visitBinaryExpression(BinaryExpression expression) {
            super.visitBinaryExpression(expression);
            if (Types.isAssignment(expression.getOperation().getType()) && expression.getLeftExpression() instanceof VariableExpression name) {
                if (blocks.isEmpty() || blocks.peek().equals(ELSEWHERE)) {
                    known.add(name.getName());
                } else {
                    found.add(new Assignment(expression, blocks.peek()));
                }
            }
        }
    }
}
