package org.kvmsh.dsl.lang.groovy;

import java.util.stream.Stream;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ConstructorNode;
import org.codehaus.groovy.ast.FieldNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.PropertyNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.CatchStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;
import org.kvmsh.dsl.lang.VerdictWords;
import org.kvmsh.dsl.script.Site;

/**
 * Rejects a script's own name that would hide a word that a verdict rests on: {@code def test = { }}, after which no
 * test runs.
 */
final class HiddenWords extends ScriptPass {
    HiddenWords(SourceUnit unit, ClassNode type) {
        super(unit, type);
    }

    @Override
    void run() {
        check(type.getNameWithoutPackage().replaceFirst(".*\\$", ""), "a class", type);
        if (type == unit.getAST().getClasses().get(0)) {
            checkImports(unit.getAST());
        }
        super.run();
    }

    private void check(String name, String what, ASTNode at) {
        if (VerdictWords.has(name)) {
            refuse(at, VerdictWords.hidden(Site.UNKNOWN, name, what));
        }
    }

    private void checkImports(ModuleNode module) {
        Stream.concat(module.getImports().stream(), module.getStaticImports().values().stream())
                .forEach(imported -> check(imported.getAlias(), "an import", imported));
    }

    private void check(Parameter... parameters) {
        for (Parameter parameter : parameters) {
            check(parameter.getName(), "a parameter", parameter);
        }
    }

    @Override
    public void visitMethod(MethodNode method) {
        check(method.getName(), "a function", method);
        check(method.getParameters());
        super.visitMethod(method);
    }

    @Override
    public void visitConstructor(ConstructorNode constructor) {
        check(constructor.getParameters());
        super.visitConstructor(constructor);
    }

    @Override
    public void visitField(FieldNode field) {
        check(field.getName(), "a variable", field);
        super.visitField(field);
    }

    @Override
    public void visitProperty(PropertyNode property) {
        check(property.getName(), "a variable", property);
        super.visitProperty(property);
    }

    @Override
    public void visitClosureExpression(ClosureExpression closure) {
        check(SyntaxNodes.parameters(closure));
        super.visitClosureExpression(closure);
    }

    @Override
    public void visitForLoop(ForStatement loop) {
        check(loop.getVariable());
        super.visitForLoop(loop);
    }

    @Override
    public void visitCatchStatement(CatchStatement caught) {
        check(caught.getVariable());
        super.visitCatchStatement(caught);
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        checkAssigned(declaration.getLeftExpression());
        super.visitDeclarationExpression(declaration);
    }

    @Override
    public void visitBinaryExpression(BinaryExpression expression) {
        if (Types.isAssignment(expression.getOperation().getType())) {
            checkAssigned(expression.getLeftExpression());
        }
        super.visitBinaryExpression(expression);
    }

    private void checkAssigned(Expression left) {
        for (Expression each : SyntaxNodes.each(left)) {
            if (each instanceof VariableExpression variable) {
                check(variable.getName(), "a variable", variable);
            }
        }
    }
}
