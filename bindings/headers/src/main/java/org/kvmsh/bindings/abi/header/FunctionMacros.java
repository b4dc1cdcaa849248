package org.kvmsh.bindings.abi.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * The macros with arguments, each as an expression of its arguments x0, x1, … in which all constants are computed. One
 * that is code, or that joins its arguments to names, has no such expression and is left out.
 */
final class FunctionMacros {
    private static final Pattern HANDED_ON = Pattern.compile("\\b(\\w+)\\s*\\(\\s*__VA_ARGS__\\s*\\)");
    private static final Pattern ARGUMENT = Pattern.compile("x\\d+");

    private final Preprocessed text;
    private final Declarations declarations;
    private final Map<String, FunctionMacro> found = new TreeMap<>();

    private record FunctionMacro(int arguments, String expression) {}

    FunctionMacros(Preprocessed text, Declarations declarations, Predicate<String> wanted) {
        this.text = text;
        this.declarations = declarations;
        text.functionMacros().stream().filter(wanted).forEach(this::add);
    }

    private void add(String name) {
        int count = arguments(name);
        if (count < 1) {
            return;
        }
        String call =
                IntStream.range(0, count).mapToObj(i -> "x" + i).collect(Collectors.joining(", ", name + "(", ")"));
        try {
            String expression = written(Parsing.of(text.expand(call), declarations.typeNames())
                    .macro()
                    .expression());
            if (!ARGUMENT.matcher(expression).matches()) {
                found.put(name, new FunctionMacro(count, expression));
            }
        } catch (HeaderError noExpression) {
            return;
        }
    }

    /**
     * The number of a macro's arguments: for a variadic macro that passes its arguments on, that of the other macro;
     * for any other variadic macro 0.
     */
    private int arguments(String name) {
        if (!text.isVariadic(name)) {
            return text.arguments(name);
        }
        Matcher other = HANDED_ON.matcher(text.body(name));
        return other.find() && !text.isVariadic(other.group(1)) ? text.arguments(other.group(1)) : 0;
    }

    private String written(UapiCParser.ExpressionContext expression) {
        if (expression == null) {
            throw new HeaderError("not an expression");
        }
        Value value = constant(expression);
        if (value != null) {
            return literal(value);
        } else if (expression instanceof UapiCParser.ParenthesisedContext e) {
            return written(e.expression());
        } else if (expression instanceof UapiCParser.BinaryContext e) {
            return "(" + (e.op.getText().equals("|") ? joined(e) : written(e.left) + e.op.getText() + written(e.right))
                    + ")";
        } else if (expression instanceof UapiCParser.UnaryContext e) {
            return "(" + e.op.getText() + written(e.expression()) + ")";
        } else if (expression instanceof UapiCParser.CastContext e) {
            return "((" + words(e.sized()) + ")" + written(e.operand) + ")";
        } else if (expression instanceof UapiCParser.ChoiceContext e) {
            return "(" + written(e.test) + "?" + written(e.yes) + ":" + written(e.no) + ")";
        } else if (ARGUMENT.matcher(expression.getText()).matches()) {
            return expression.getText();
        }
        throw new HeaderError("no constant " + expression.getText());
    }

    /** The parts of an or, with its constants as one. */
    private String joined(UapiCParser.BinaryContext or) {
        List<UapiCParser.ExpressionContext> parts = new ArrayList<>();
        flatten(or, parts);
        Value constants = null;
        List<String> written = new ArrayList<>();
        for (UapiCParser.ExpressionContext part : parts) {
            Value value = constant(part);
            if (value == null) {
                written.add(written(part));
            } else {
                constants = constants == null ? value : constants.binary("|", value);
            }
        }
        if (constants != null) {
            written.add(0, literal(constants));
        }
        return String.join("|", written);
    }

    private static void flatten(UapiCParser.ExpressionContext expression, List<UapiCParser.ExpressionContext> parts) {
        if (expression instanceof UapiCParser.ParenthesisedContext e) {
            flatten(e.expression(), parts);
        } else if (expression instanceof UapiCParser.BinaryContext e
                && e.op.getText().equals("|")) {
            flatten(e.left, parts);
            flatten(e.right, parts);
        } else {
            parts.add(expression);
        }
    }

    /** Null if it depends on an argument. */
    private Value constant(UapiCParser.ExpressionContext expression) {
        try {
            return declarations.constants().value(expression);
        } catch (HeaderError argument) {
            return null;
        }
    }

    private static String literal(Value value) {
        String suffix = (value.signed() ? "" : "U") + (value.wide() ? "LL" : "");
        return value.signed() && value.bits() < 0
                ? "(" + value.bits() + suffix + ")"
                : TableWriter.number(value.bits()) + suffix;
    }

    private static String words(ParseTree tree) {
        return tree.getChildCount() == 0
                ? tree.getText()
                : IntStream.range(0, tree.getChildCount())
                        .mapToObj(i -> words(tree.getChild(i)))
                        .collect(Collectors.joining(" "));
    }

    /** The lines of a table. */
    String lines(UnaryOperator<String> origin) {
        StringBuilder lines = new StringBuilder();
        found.forEach((name, macro) -> lines.append(String.join(
                        "\t",
                        "macro",
                        name,
                        Integer.toString(macro.arguments()),
                        macro.expression(),
                        origin.apply(name)))
                .append('\n'));
        return lines.toString();
    }
}
