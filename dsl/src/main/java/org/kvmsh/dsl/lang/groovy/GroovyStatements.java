package org.kvmsh.dsl.lang.groovy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.syntax.Types;
import org.kvmsh.dsl.lang.Statement;

/** The statements of a Groovy text, with functions, classes and imports among them. */
final class GroovyStatements {
    private final String text;
    private final List<Integer> lines = new ArrayList<>(List.of(0));

    private GroovyStatements(String text) {
        this.text = text;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            lines.add(at + 1);
        }
    }

    static List<Statement> of(ModuleNode module, String text) {
        GroovyStatements all = new GroovyStatements(text);
        List<ASTNode> nodes = new ArrayList<>(module.getStatementBlock().getStatements());
        module.getMethods().stream().filter(method -> !method.isSynthetic()).forEach(nodes::add);
        module.getClasses().stream()
                .filter(type -> !type.isScript() && type.getOuterClass() == null)
                .forEach(nodes::add);
        nodes.addAll(module.getImports());
        nodes.addAll(module.getStarImports());
        nodes.addAll(module.getStaticImports().values());
        nodes.addAll(module.getStaticStarImports().values());
        return nodes.stream()
                .filter(node -> node.getLineNumber() > 0)
                .map(all::statement)
                .sorted(Comparator.comparingInt(Statement::start))
                .toList();
    }

    private Statement statement(ASTNode node) {
        int start = place(node.getLineNumber(), node.getColumnNumber());
        int end = trimmed(start, place(node.getLastLineNumber(), node.getLastColumnNumber()));
        if (node instanceof MethodNode
                || node instanceof ClassNode
                || !(node instanceof ExpressionStatement statement)
                || !(statement.getExpression() instanceof BinaryExpression assignment)
                || assignment.getOperation().getType() != Types.ASSIGN) {
            return Statement.plain(start, end);
        }
        boolean declares = assignment instanceof DeclarationExpression;
        int value = valueStart(assignment.getRightExpression(), start, end);
        if (!(assignment.getLeftExpression() instanceof VariableExpression variable)) {
            List<String> names = declares ? names(assignment.getLeftExpression()) : List.of();
            return new Statement(start, end, null, names, List.of(), declares ? value : start);
        }
        List<String> declared = declares ? List.of(variable.getName()) : List.of();
        return new Statement(start, end, variable.getName(), declared, value == end ? declared : List.of(), value);
    }

    private static List<String> names(Expression pattern) {
        return ((TupleExpression) pattern)
                .getExpressions().stream()
                        .map(each -> ((VariableExpression) each).getName())
                        .toList();
    }

    /** {@code def x} has no value in the text, and the parser leaves the brackets around one out. */
    private int valueStart(ASTNode value, int start, int end) {
        if (value.getLineNumber() <= 0) {
            return end;
        }
        int equals = text.lastIndexOf('=', place(value.getLineNumber(), value.getColumnNumber()));
        return equals < start ? start : equals + 1;
    }

    private int place(int line, int column) {
        return line > lines.size() ? text.length() : Math.min(lines.get(line - 1) + column - 1, text.length());
    }

    private int trimmed(int start, int end) {
        int last = end;
        while (last > start && (Character.isWhitespace(text.charAt(last - 1)) || text.charAt(last - 1) == ';')) {
            last--;
        }
        return last;
    }
}
