package org.kvmsh.dsl.lang.groovy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.tools.WideningCategories.LowestUpperBoundClassNode;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation;
import org.codehaus.groovy.transform.stc.ExtensionMethodNode;

/**
 * Operators on values of unknown type, such as {@code most + 1} in a closure: the static compiler can leave a call for
 * lookup at run time, but not an operator, so each is a method here that looks it up.
 */
public final class Untyped {
    private static final Map<String, MethodNode> OPERATORS = new TreeMap<>();

    private static final Set<String> ALL_HAVE =
            Set.of(Serializable.class.getName(), Comparable.class.getName(), Cloneable.class.getName());

    static {
        for (MethodNode method : ClassHelper.make(Untyped.class).getMethods()) {
            if (method.isStatic() && method.isPublic()) {
                Parameter[] right = Arrays.copyOfRange(method.getParameters(), 1, method.getParameters().length);
                ExtensionMethodNode operator = new ExtensionMethodNode(
                        method,
                        method.getName(),
                        method.getModifiers(),
                        method.getReturnType(),
                        right,
                        method.getExceptions(),
                        null);
                operator.setDeclaringClass(ClassHelper.OBJECT_TYPE);
                OPERATORS.put(method.getName(), operator);
            }
        }
    }

    private Untyped() {}

    /**
     * Whether nothing useful is known about a value's type: also if only the common supertype of texts and numbers is
     * left.
     */
    static boolean is(ClassNode type) {
        return ClassHelper.isObjectType(type)
                || type instanceof LowestUpperBoundClassNode
                || ALL_HAVE.contains(type.getName());
    }

    /**
     * The method for an operator where one of its values has no type; null for other values, and where the name is no
     * operator's.
     */
    static MethodNode operator(String name, ClassNode left, ClassNode... right) {
        MethodNode operator = is(left) || Arrays.stream(right).anyMatch(Untyped::is) ? OPERATORS.get(name) : null;
        return operator != null && operator.getParameters().length == right.length ? operator : null;
    }

    static boolean isOperator(Object method) {
        return OPERATORS.containsValue(method);
    }

    public static Object plus(Object left, Object right) {
        return call(left, "plus", right);
    }

    public static Object minus(Object left, Object right) {
        return call(left, "minus", right);
    }

    public static Object multiply(Object left, Object right) {
        return call(left, "multiply", right);
    }

    public static Object div(Object left, Object right) {
        return call(left, "div", right);
    }

    public static Object mod(Object left, Object right) {
        return call(left, "mod", right);
    }

    public static Object remainder(Object left, Object right) {
        return call(left, "remainder", right);
    }

    public static Object power(Object left, Object right) {
        return call(left, "power", right);
    }

    public static Object and(Object left, Object right) {
        return call(left, "and", right);
    }

    public static Object or(Object left, Object right) {
        return call(left, "or", right);
    }

    public static Object xor(Object left, Object right) {
        return call(left, "xor", right);
    }

    public static Object leftShift(Object left, Object right) {
        return call(left, "leftShift", right);
    }

    public static Object rightShift(Object left, Object right) {
        return call(left, "rightShift", right);
    }

    public static Object rightShiftUnsigned(Object left, Object right) {
        return call(left, "rightShiftUnsigned", right);
    }

    public static Object next(Object value) {
        return InvokerHelper.invokeMethod(value, "next", null);
    }

    public static Object previous(Object value) {
        return InvokerHelper.invokeMethod(value, "previous", null);
    }

    public static Object negative(Object value) {
        return InvokerHelper.unaryMinus(value);
    }

    public static Object positive(Object value) {
        return InvokerHelper.unaryPlus(value);
    }

    public static Object bitwiseNegate(Object value) {
        return InvokerHelper.bitwiseNegate(value);
    }

    public static int compareTo(Object left, Object right) {
        return DefaultTypeTransformation.compareTo(left, right);
    }

    public static Object getAt(Object left, Object right) {
        return call(left, "getAt", index(left, right));
    }

    /** {@code arg.state['n'] = 1}. */
    public static void putAt(Object left, Object key, Object value) {
        InvokerHelper.invokeMethod(left, "putAt", new Object[] {index(left, key), value});
    }

    /** Kernel values are Longs, and arrays and texts need an Integer. */
    private static Object index(Object rows, Object key) {
        return key instanceof Long number && !(rows instanceof Map) ? (Object) Math.toIntExact(number) : key;
    }

    private static Object call(Object left, String operator, Object right) {
        return InvokerHelper.invokeMethod(
                left, operator, right instanceof Object[] array ? new Object[] {array} : right);
    }
}
