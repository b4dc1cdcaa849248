package org.kvmsh.dsl.lang.js;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.DescribedExit;

/** The facts that are known of a value before its script runs. */
sealed interface StaticValue {
    StaticValue UNKNOWN = new Unknown();

    /** A value of JavaScript's own, or one that only the run knows. */
    record Unknown() implements StaticValue {}

    /** An object of kvmsh. */
    record Host(Class<?> type) implements StaticValue {}

    /** A number or a string, by the class that both are of. */
    record Plain(Class<?> type) implements StaticValue {
        static final Plain NUMBER = new Plain(Number.class);
        static final Plain TEXT = new Plain(String.class);
    }

    /** The words of a block, the argument of its function. */
    record Words(Class<?> type) implements StaticValue {}

    /** A struct value with these fields. */
    record Fields(Struct layout) implements StaticValue {}

    /**
     * An exit that a handler gets: one of these.
     *
     * @param prefix the struct or union of its fields that is meant, with a dot; empty for the exit itself
     */
    record Exits(List<DescribedExit> exits, String prefix) implements StaticValue {}

    /** A list of such values. */
    record Elements(StaticValue element) implements StaticValue {}

    /** The result of a method. */
    static StaticValue returned(Method method) {
        return of(method.getGenericReturnType());
    }

    /** What a class says of its values: an interface or an abstract class says too little. */
    private static StaticValue of(Type type) {
        if (type instanceof ParameterizedType list
                && list.getRawType() instanceof Class<?> raw
                && Collection.class.isAssignableFrom(raw)) {
            return new Elements(of(list.getActualTypeArguments()[0]));
        }
        if (type == String.class) {
            return Plain.TEXT;
        } else if (type == int.class || type == long.class || type == Number.class) {
            return Plain.NUMBER;
        }
        return type instanceof Class<?> named
                        && named.getName().startsWith("org.kvmsh.")
                        && !Modifier.isAbstract(named.getModifiers())
                ? new Host(named)
                : UNKNOWN;
    }
}
