package org.kvmsh.dsl.lang.groovy;

import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCall;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/** Reads and makes nodes of Groovy's syntax tree. */
final class SyntaxNodes {
    private SyntaxNodes() {}

    /** The arguments of a call; none if they are not written as a list. */
    static List<Expression> arguments(MethodCall call) {
        return call.getArguments() instanceof TupleExpression several ? several.getExpressions() : List.of();
    }

    /** The arguments of a call that are of one kind. */
    static <T> List<T> arguments(MethodCall call, Class<T> kind) {
        return arguments(call).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The parameters that a closure names. */
    static Parameter[] parameters(ClosureExpression closure) {
        return closure.getParameters() == null ? Parameter.EMPTY_ARRAY : closure.getParameters();
    }

    /** The parts of the left side of an assignment: {@code (a, b)} has two. */
    static List<Expression> each(Expression left) {
        return left instanceof TupleExpression several ? several.getExpressions() : List.of(left);
    }

    /** The owner of the closure around it; the script may have a variable {@code owner}. */
    static Expression owner() {
        return new MethodCallExpression(
                VariableExpression.THIS_EXPRESSION, "getOwner", MethodCallExpression.NO_ARGUMENTS);
    }

    /** A call of a static method of kvmsh's. */
    static StaticMethodCallExpression call(Class<?> owner, String method, Expression... arguments) {
        return new DirectCall(owner, method, arguments);
    }

    /** The same at a place of the text. */
    static StaticMethodCallExpression callAt(ASTNode place, Class<?> owner, String method, Expression... arguments) {
        StaticMethodCallExpression call = call(owner, method, arguments);
        call.setSourcePosition(place);
        return call;
    }

    /** A call whose last arguments are a place: the script's name, the line and the column. */
    static StaticMethodCallExpression callWith(
            ASTNode place, String source, Class<?> owner, String method, Expression... first) {
        StaticMethodCallExpression call = call(owner, method, first);
        ((TupleExpression) call.getArguments())
                .addExpression(new ConstantExpression(source))
                .addExpression(new ConstantExpression(place.getLineNumber(), true))
                .addExpression(new ConstantExpression(place.getColumnNumber(), true));
        return call;
    }
}
