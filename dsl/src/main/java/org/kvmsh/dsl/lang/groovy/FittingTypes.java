package org.kvmsh.dsl.lang.groovy;

import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;

/**
 * Whether a value may be what is wanted of it when the script runs. The compiler knows a type that its values have, or
 * have more than: what it only cannot prove is no reason to refuse a text that Groovy would run.
 */
final class FittingTypes {
    /** From narrow to wide: a narrower number can be passed for a wider one, never the reverse. */
    private static final List<ClassNode> NUMBERS = List.of(
            ClassHelper.Byte_TYPE,
            ClassHelper.Short_TYPE,
            ClassHelper.Integer_TYPE,
            ClassHelper.Long_TYPE,
            ClassHelper.BigInteger_TYPE,
            ClassHelper.BigDecimal_TYPE,
            ClassHelper.Float_TYPE,
            ClassHelper.Double_TYPE);

    /** The types that a variable declared as a list, a map or a number often holds. */
    private static final List<ClassNode> OFTEN_HELD = List.of(
            ClassHelper.make(ArrayList.class),
            ClassHelper.make(LinkedList.class),
            ClassHelper.make(ArrayDeque.class),
            ClassHelper.make(TreeMap.class),
            ClassHelper.make(TreeSet.class),
            ClassHelper.BigInteger_TYPE,
            ClassHelper.BigDecimal_TYPE,
            ClassHelper.Long_TYPE,
            ClassHelper.STRING_TYPE,
            ClassHelper.GSTRING_TYPE,
            ClassHelper.make(StringBuilder.class));

    private FittingTypes() {}

    /** Whether one of some methods may take these arguments. */
    static boolean mayTake(List<MethodNode> methods, ClassNode[] arguments) {
        return methods.stream().anyMatch(method -> mayTake(method.getParameters(), arguments));
    }

    private static boolean mayTake(Parameter[] parameters, ClassNode[] arguments) {
        long needed = Arrays.stream(parameters)
                .filter(parameter -> !parameter.hasInitialExpression())
                .count();
        boolean open = parameters.length > 0
                && parameters[parameters.length - 1].getType().isArray();
        if (open && arguments.length >= parameters.length - 1) {
            return true;
        }
        // f() is f(null), which Groovy takes for one argument.
        if (arguments.length > parameters.length
                || arguments.length < needed && !(arguments.length == 0 && needed == 1)) {
            return false;
        }
        if (needed != parameters.length && arguments.length < parameters.length) {
            return true;
        }
        for (int i = 0; i < arguments.length; i++) {
            if (!mayBe(arguments[i], parameters[i].getType())) {
                return false;
            }
        }
        return true;
    }

    /** Whether a call may take a value of a type for a parameter of another. */
    static boolean mayBe(ClassNode known, ClassNode wanted) {
        ClassNode value = ClassHelper.getWrapper(known);
        ClassNode parameter = ClassHelper.getWrapper(wanted);
        if (Untyped.is(known)
                || Untyped.is(parameter)
                || parameter.isGenericsPlaceHolder()
                || value.equals(parameter)) {
            return true;
        }
        int width = NUMBERS.indexOf(value);
        if (width >= 0 && NUMBERS.contains(parameter)) {
            return width < NUMBERS.indexOf(parameter);
        }
        if (isText(value)) {
            return isText(parameter) || ClassHelper.Character_TYPE.equals(parameter) || isOf(value, parameter);
        }
        if (ClassHelper.CLOSURE_TYPE.equals(value)) {
            return parameter.isInterface() || isOf(parameter, ClassHelper.CLOSURE_TYPE);
        }
        boolean open = !isFinal(value) && !isFinal(parameter) && (value.isInterface() || parameter.isInterface());
        return isOf(value, parameter) || isOf(parameter, value) || open;
    }

    /** Whether Groovy may make a value what a variable was declared to be; a text of one letter is a number to it. */
    static boolean mayBecome(ClassNode declared, ClassNode known, Expression value) {
        ClassNode wanted = ClassHelper.getWrapper(declared);
        if (!wanted.isDerivedFrom(ClassHelper.Number_TYPE)) {
            return true;
        }
        boolean text = value instanceof ConstantExpression constant
                && constant.getValue() instanceof String letters
                && letters.length() != 1;
        return !text
                && !ClassHelper.CLOSURE_TYPE.equals(known)
                && !isOf(known, ClassHelper.LIST_TYPE)
                && !isOf(known, ClassHelper.MAP_TYPE);
    }

    /**
     * Whether values of a type may have more than the type itself has.
     *
     * @param own the classes of the script
     */
    static boolean isOpen(ClassNode type, List<ClassNode> own) {
        return !isFinal(ClassHelper.getWrapper(type))
                && !type.getName().startsWith("org.kvmsh.")
                && (!own.contains(type) || own.stream().anyMatch(each -> !each.equals(type) && isOf(each, type)));
    }

    /** Whether one of the classes below a type has a method. */
    static boolean isBelow(ClassNode type, String method, List<ClassNode> own) {
        return OFTEN_HELD.stream().anyMatch(held -> isOf(held, type) && has(held, method))
                || own.stream().anyMatch(each -> isOf(each, type) && has(each, method));
    }

    /** Whether an object answers for names that its class does not have. */
    static boolean answersAnyName(ClassNode type) {
        return isOf(type, ClassHelper.make(Map.class))
                || List.of("methodMissing", "propertyMissing", "invokeMethod", "getProperty").stream()
                        .anyMatch(name -> type.getMethods(name).stream().anyMatch(FittingTypes::isWritten));
    }

    /** Every class of a script has these from Groovy. */
    private static boolean isWritten(MethodNode method) {
        ClassNode declaring = method.getDeclaringClass();
        return !method.isAbstract() && !method.isSynthetic() && method.getLineNumber() > 0
                || declaring.isResolved()
                        && !declaring.isInterface()
                        && !declaring.getName().startsWith("org.kvmsh.")
                        && !declaring.getName().equals("groovy.lang.Script")
                        && !isOf(declaring, ClassHelper.CLOSURE_TYPE);
    }

    private static boolean has(ClassNode type, String method) {
        return !type.getMethods(method).isEmpty()
                || !type.getMethods("get" + Character.toUpperCase(method.charAt(0)) + method.substring(1))
                        .isEmpty()
                || type.getProperty(method) != null;
    }

    private static boolean isText(ClassNode type) {
        return ClassHelper.STRING_TYPE.equals(type) || ClassHelper.GSTRING_TYPE.equals(type);
    }

    private static boolean isFinal(ClassNode type) {
        return Modifier.isFinal(type.getModifiers()) && !type.isArray();
    }

    private static boolean isOf(ClassNode type, ClassNode above) {
        return type.equals(above) || type.isDerivedFrom(above) || type.implementsInterface(above);
    }
}
