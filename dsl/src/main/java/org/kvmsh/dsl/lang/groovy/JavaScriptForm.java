package org.kvmsh.dsl.lang.groovy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.UnaryMinusExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Source;

/**
 * The form of Groovy's {@code vm { }} in JavaScript: an object of its words if each is there once and has one argument,
 * otherwise a function.
 */
public final class JavaScriptForm {
    private static final Map<String, String> UNITS =
            Map.of("KB", "KB", "MB", "MB", "GB", "GB", "ms", "ms", "s", "seconds", "min", "minutes");
    private static final Set<String> OPERATORS = Set.of("+", "-", "*");
    /** The names that a script of JavaScript has for the words of a block. */
    private static final Map<String, String> NAMES = Map.of("vcpu", "c", "device", "d", "guest", "g");

    /** The words whose blocks have words of their own. */
    private static final Set<String> OF_WORDS = Set.of("vm", "more", "plan");
    /** Parsed in place of …, which is no name. */
    private static final String LEFT_OUT = "leftOut";

    private static final BigInteger EXACT = BigInteger.ONE.shiftLeft(53);

    private final String[] lines;

    private JavaScriptForm(String text) {
        this.lines = text.split("\n", -1);
    }

    /** Has no form that is known here. */
    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown() {
            super(null, null, false, false);
        }
    }

    /**
     * The same call in JavaScript, in one line.
     *
     * @param call of Groovy: one word with a block
     * @return empty if a part of it has no form that is the same for certain
     */
    public static Optional<String> of(String call) {
        try {
            ModuleNode module = ScriptSyntax.parse(new Source("call", call));
            List<Statement> statements = module.getStatementBlock().getStatements();
            return statements.size() == 1 && expression(statements.get(0)) instanceof MethodCallExpression written
                    ? Optional.of(new JavaScriptForm(call).whole(written))
                    : Optional.empty();
        } catch (ScriptError | Unknown e) {
            return Optional.empty();
        }
    }

    /**
     * The form of an advice in Groovy, in which … stands for whatever is left out: of a word that belongs into another
     * block it is a key.
     *
     * @return empty if a part of it has no form that is the same for certain
     */
    public static Optional<String> ofAdvice(String call) {
        String parsed = call.replace("…", LEFT_OUT);
        try {
            List<Statement> statements = ScriptSyntax.parse(new Source("advice", parsed))
                    .getStatementBlock()
                    .getStatements();
            return statements.size() == 1 && expression(statements.get(0)) instanceof MethodCallExpression written
                    ? Optional.of(new JavaScriptForm(parsed)
                            .advised(written)
                            .replaceAll("(?:\\w\\.)?" + LEFT_OUT + "(?:\\(\\)|: true)?", "…")
                            .replaceAll("\\bit => ", "() => ")
                            .replace("{  }", "{ }"))
                    : Optional.empty();
        } catch (ScriptError | Unknown e) {
            return Optional.empty();
        }
    }

    private String advised(MethodCallExpression call) {
        String word = call.getMethodAsString();
        List<Expression> arguments = arguments(call);
        if (NAMES.containsKey(word) && call.isImplicitThis()) {
            boolean first = arguments.size() == 1
                    || arguments.size() == 2 && arguments.get(0).getText().equals("0");
            if (first && arguments.get(arguments.size() - 1) instanceof ClosureExpression block) {
                return word + ": " + object(block).orElseThrow(Unknown::new);
            }
            throw new Unknown();
        }
        return OF_WORDS.contains(word) ? whole(call) : call(call, null);
    }

    private static Expression expression(Statement statement) {
        if (statement instanceof ExpressionStatement only) {
            return only.getExpression();
        }
        if (statement instanceof ReturnStatement last) {
            return last.getExpression();
        }
        throw new Unknown();
    }

    private String whole(MethodCallExpression call) {
        List<Expression> arguments = arguments(call);
        if (arguments.size() != 1 || !(arguments.get(0) instanceof ClosureExpression block)) {
            throw new Unknown();
        }
        return callee(call, null) + "(" + object(block).orElseGet(() -> function(block, "v")) + ")";
    }

    /** Empty if a word is there twice, or has other than one argument. */
    private Optional<String> object(ClosureExpression block) {
        List<String> keys = new ArrayList<>();
        Set<String> words = new HashSet<>();
        for (Statement statement : statements(block)) {
            String word;
            String value;
            if (expression(statement) instanceof VariableExpression named) {
                word = named.getName();
                value = "true";
            } else if (expression(statement) instanceof MethodCallExpression call && call.isImplicitThis()) {
                List<Expression> arguments = arguments(call);
                boolean one = arguments.size() == 1
                        && !(arguments.get(0) instanceof ClosureExpression)
                        && !(arguments.get(0) instanceof ListExpression);
                if (!one && !arguments.isEmpty()) {
                    return Optional.empty();
                }
                word = call.getMethodAsString();
                value = one ? value(arguments.get(0), null) : "true";
            } else {
                return Optional.empty();
            }
            if (!words.add(word)) {
                return Optional.empty();
            }
            keys.add(word + ": " + value);
        }
        return Optional.of("{" + String.join(", ", keys) + "}");
    }

    /** @param words what the function calls the words of its block */
    private String function(ClosureExpression block, String words) {
        return words + " => { "
                + statements(block).stream()
                        .map(statement -> expression(statement) instanceof VariableExpression named
                                ? words + "." + named.getName() + "()"
                                : value(expression(statement), words))
                        .collect(Collectors.joining("; "))
                + " }";
    }

    private static List<Statement> statements(ClosureExpression block) {
        if (block.getCode() instanceof BlockStatement code) {
            return code.getStatements();
        }
        throw new Unknown();
    }

    /** Named arguments are one, an object, and come before a block and after all others. */
    private static List<Expression> arguments(MethodCallExpression call) {
        List<Expression> ordered = new ArrayList<>(SyntaxNodes.arguments(call).stream()
                .filter(each -> !(each instanceof MapExpression) && !(each instanceof ClosureExpression))
                .toList());
        ordered.addAll(SyntaxNodes.arguments(call, MapExpression.class));
        ordered.addAll(SyntaxNodes.arguments(call, ClosureExpression.class));
        return ordered;
    }

    private String callee(MethodCallExpression call, String words) {
        if (call.getMethodAsString() == null || call.isSafe() || call.isSpreadSafe()) {
            throw new Unknown();
        }
        String of = !call.isImplicitThis()
                ? value(call.getObjectExpression(), null) + "."
                : words == null ? "" : words + ".";
        return of + call.getMethodAsString();
    }

    private String call(MethodCallExpression call, String words) {
        boolean ofBlock = words != null && call.isImplicitThis();
        String given = arguments(call).stream()
                .map(each -> !(each instanceof ClosureExpression block)
                        ? value(each, null)
                        : ofBlock
                                        && block.getParameters() != null
                                        && block.getParameters().length == 0
                                        && !call.getMethodAsString().equals("on")
                                ? function(block, NAMES.getOrDefault(call.getMethodAsString(), "w"))
                                : handler(block))
                .collect(Collectors.joining(", "));
        return callee(call, words) + "(" + given + ")";
    }

    private String handler(ClosureExpression block) {
        if (block.getParameters() == null) {
            throw new Unknown();
        }
        List<String> names = block.getParameters().length == 0
                ? List.of("it")
                : Arrays.stream(block.getParameters())
                        .map(each -> each.getName())
                        .toList();
        List<String> body = statements(block).stream()
                .map(statement -> value(expression(statement), null))
                .toList();
        return (names.size() == 1 ? names.get(0) : "(" + String.join(", ", names) + ")") + " => "
                + (body.size() == 1 ? body.get(0) : "{ " + String.join("; ", body) + " }");
    }

    /** @param words of the block that a call without an object is in; null for a call of the script's own */
    private String value(Expression expression, String words) {
        if (expression instanceof MethodCallExpression call) {
            return call(call, words);
        }
        if (expression instanceof VariableExpression name) {
            return name.getName();
        }
        if (expression instanceof ConstantExpression constant) {
            return constant(constant);
        }
        if (expression instanceof MapExpression map) {
            return map.getMapEntryExpressions().stream()
                    .map(entry -> key(entry.getKeyExpression()) + ": " + value(entry.getValueExpression(), null))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (expression instanceof ListExpression list) {
            return list.getExpressions().stream()
                    .map(each -> value(each, null))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (expression instanceof PropertyExpression property) {
            return property(property);
        }
        if (expression instanceof UnaryMinusExpression minus) {
            return "-" + value(minus.getExpression(), null);
        }
        if (expression instanceof BinaryExpression binary
                && OPERATORS.contains(binary.getOperation().getText())) {
            return value(binary.getLeftExpression(), null) + " "
                    + binary.getOperation().getText() + " " + value(binary.getRightExpression(), null);
        }
        throw new Unknown();
    }

    private String key(Expression key) {
        return key instanceof ConstantExpression constant && constant.getValue() instanceof String name
                ? name
                : value(key, null);
    }

    private String property(PropertyExpression property) {
        String name = property.getPropertyAsString();
        if (name == null || property.isSafe() || property.isSpreadSafe()) {
            throw new Unknown();
        }
        String of = value(property.getObjectExpression(), null);
        if (!(property.getObjectExpression() instanceof ConstantExpression constant)
                || !(constant.getValue() instanceof Number)) {
            return of + "." + name;
        }
        if (!UNITS.containsKey(name)) {
            throw new Unknown();
        }
        return UNITS.get(name) + "(" + of + ")";
    }

    /** A number keeps its base; JavaScript has integers above 2^53 only with an n. */
    private String constant(ConstantExpression constant) {
        Object value = constant.getValue();
        if (value == null || value instanceof Boolean) {
            return String.valueOf(value);
        }
        String written = written(constant);
        if (value instanceof String text
                && written.length() == text.length() + 2
                && written.substring(1).startsWith(text)
                && !text.contains("\n")) {
            return written;
        }
        String digits = written.replaceFirst("(?<=[0-9a-fA-F])[lLiIgG]$", "");
        boolean octal = digits.matches("0[0-7_]+");
        if (!(value instanceof Integer || value instanceof Long || value instanceof BigInteger)
                || !digits.matches("-?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|[0-9][0-9_]*)")) {
            throw new Unknown();
        }
        BigInteger number = new BigInteger(value.toString());
        return (octal ? "0o" + digits.substring(1) : digits) + (number.abs().compareTo(EXACT) > 0 ? "n" : "");
    }

    private String written(Expression expression) {
        int line = expression.getLineNumber();
        if (line <= 0 || line != expression.getLastLineNumber()) {
            throw new Unknown();
        }
        return lines[line - 1]
                .substring(expression.getColumnNumber() - 1, expression.getLastColumnNumber() - 1)
                .strip();
    }
}
