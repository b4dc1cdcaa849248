package org.kvmsh.dsl.lang.groovy;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.kvmsh.dsl.script.ValueInWords;

/**
 * The arguments of a call that is refused, in words.
 *
 * @param type finds the type of an expression
 */
record ArgumentsInWords(Function<Expression, ClassNode> type) {
    /** The parameters of a function of the script, as they are written there. */
    String howToCall(List<MethodNode> named, ArgumentListExpression arguments) {
        String written = named.stream()
                .map(method -> method.getName() + "("
                        + Arrays.stream(method.getParameters())
                                .map(ArgumentsInWords::parameterText)
                                .collect(Collectors.joining(", "))
                        + ")")
                .distinct()
                .collect(Collectors.joining(" or "));
        boolean wide = arguments.getExpressions().stream()
                .anyMatch(argument -> ClassHelper.Long_TYPE.equals(ClassHelper.getWrapper(type.apply(argument))));
        boolean narrow = named.stream()
                .flatMap(method -> Arrays.stream(method.getParameters()))
                .anyMatch(parameter -> ClassHelper.Integer_TYPE.equals(ClassHelper.getWrapper(parameter.getType())));
        return "declared as " + written
                + (wide && narrow ? "; kernel values have type long: declare the parameter long" : "");
    }

    private static String parameterText(Parameter parameter) {
        return parameter.isDynamicTyped()
                ? parameter.getName()
                : parameter.getType().getNameWithoutPackage() + " " + parameter.getName();
    }

    String notTaken(List<MethodNode> named, ArgumentListExpression arguments) {
        int given = arguments.getExpressions().size();
        return given == 0
                ? " needs an argument"
                : MissingArguments.isBlock(named, given) ? " needs a block" : " does not take " + all(arguments);
    }

    /** All arguments of a call. */
    String all(ArgumentListExpression arguments) {
        String texts = arguments.getExpressions().stream().map(this::of).collect(Collectors.joining(", "));
        return texts.isEmpty() ? "no arguments" : texts;
    }

    /** One argument. */
    String of(Expression argument) {
        if (argument instanceof MapExpression map) {
            return map.getMapEntryExpressions().stream()
                    .map(entry -> entry.getKeyExpression().getText() + ":")
                    .collect(Collectors.joining(" "));
        }
        return argument instanceof ClosureExpression
                ? "a block"
                : argument instanceof ConstantExpression constant
                        ? constant.getValue() instanceof String text ? "'" + text + "'" : argument.getText()
                        : typeName(type.apply(argument));
    }

    /** A type, with an article. */
    static String typeName(ClassNode type) {
        ClassNode wrapper = ClassHelper.getWrapper(type);
        return wrapper.isDerivedFrom(ClassHelper.Number_TYPE)
                ? "a number"
                : ClassHelper.CLOSURE_TYPE.equals(type)
                        ? "a block"
                        : ClassHelper.STRING_TYPE.equals(type)
                                ? "a string"
                                : ValueInWords.withoutClasses(type.getName());
    }
}
