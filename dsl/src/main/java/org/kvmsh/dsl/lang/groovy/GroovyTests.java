package org.kvmsh.dsl.lang.groovy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.MethodPointerExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.kvmsh.dsl.lang.ScriptTests;
import org.kvmsh.dsl.lang.TestPlace;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.test.TestRequest;

/** The tests in a Groovy script. */
public final class GroovyTests extends CodeVisitorSupport {
    private static final String TEST = "test";
    private static final Set<String> OWN = Set.of("this", "owner", "delegate");

    private final List<TestPlace> found = new ArrayList<>();
    private boolean more;

    private GroovyTests() {}

    /** Unknown if the syntax is wrong. */
    public static ScriptTests of(Source script) {
        GroovyTests tests = new GroovyTests();
        try {
            for (ClassNode type : ScriptSyntax.parse(script).getClasses()) {
                for (MethodNode method : type.getMethods()) {
                    if (method.getCode() != null) {
                        method.getCode().visit(tests);
                    }
                }
            }
        } catch (ScriptError e) {
            return ScriptTests.UNKNOWN;
        }
        return new ScriptTests(tests.found, tests.more);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        if (isWord(call) && TEST.equals(call.getMethodAsString())) {
            List<Expression> arguments = SyntaxNodes.arguments(call);
            found.add(new TestPlace(name(arguments), tags(arguments), bringup(arguments), call.getLineNumber()));
        }
        more |= isWord(call) && (call.getMethodAsString() == null || "include".equals(call.getMethodAsString()));
        super.visitMethodCallExpression(call);
    }

    /** A call of the script itself, also where it is written {@code this.test(…)}. */
    private static boolean isWord(MethodCallExpression call) {
        return call.isImplicitThis()
                || call.getObjectExpression() instanceof VariableExpression object && OWN.contains(object.getName());
    }

    @Override
    public void visitMethodPointerExpression(MethodPointerExpression pointer) {
        more |= TEST.equals(pointer.getMethodName().getText());
        super.visitMethodPointerExpression(pointer);
    }

    @Override
    public void visitVariableExpression(VariableExpression variable) {
        more |= TEST.equals(variable.getName());
        super.visitVariableExpression(variable);
    }

    private static String name(List<Expression> arguments) {
        return arguments.stream()
                .filter(ConstantExpression.class::isInstance)
                .map(argument -> String.valueOf(((ConstantExpression) argument).getValue()))
                .findFirst()
                .orElse(null);
    }

    private static List<String> tags(List<Expression> arguments) {
        Expression value = named(arguments, "tags");
        List<String> tags = value == null ? List.of() : texts(value);
        return tags == null ? null : TestRequest.tags(tags, named(arguments, TestRequest.BRINGUP) != null);
    }

    private static int bringup(List<Expression> arguments) {
        return named(arguments, TestRequest.BRINGUP) instanceof ConstantExpression constant
                        && constant.getValue() instanceof Integer place
                ? place
                : 0;
    }

    private static Expression named(List<Expression> arguments, String key) {
        return arguments.stream()
                .filter(MapExpression.class::isInstance)
                .flatMap(named -> ((MapExpression) named).getMapEntryExpressions().stream())
                .filter(entry -> key.equals(entry.getKeyExpression().getText()))
                .map(MapEntryExpression::getValueExpression)
                .findFirst()
                .orElse(null);
    }

    /** Null for a value that is not literal. */
    private static List<String> texts(Expression value) {
        List<Expression> all = value instanceof ListExpression list ? list.getExpressions() : List.of(value);
        return all.stream().allMatch(ConstantExpression.class::isInstance)
                ? all.stream()
                        .map(each -> String.valueOf(((ConstantExpression) each).getValue()))
                        .toList()
                : null;
    }
}
