package org.kvmsh.dsl.complete;

import java.util.List;
import java.util.Set;
import org.kvmsh.bindings.kvm.DescribedExit;

/**
 * The facts known of a value without reading it.
 *
 * @param type its class; an element's for an element of a list
 * @param value the value of a name that exists; null for what is not computed yet
 * @param exits what a handler's argument can be; empty for other values
 */
record Known(Class<?> type, Object value, List<DescribedExit> exits) {
    static Known type(Class<?> type) {
        return type == null || type == void.class || type == Object.class ? null : new Known(type, null, List.of());
    }

    static Known value(Object value) {
        // A value of JavaScript's own is an Object, and nothing is known of it.
        return value == null || value.getClass() == Object.class ? null : new Known(value.getClass(), value, List.of());
    }

    /** A list of values of a class. */
    static Known list(Class<?> element) {
        return new Known(List.class, element, List.of());
    }

    /** The class of the elements of a list; null for another value, and where it cannot be told. */
    Class<?> element() {
        if (type == List.class && value instanceof Class<?> element) {
            return element;
        }
        Object first = value instanceof List<?> list && !list.isEmpty()
                ? list.get(0)
                : value instanceof Set<?> set && !set.isEmpty() ? set.iterator().next() : null;
        return first == null ? null : first.getClass();
    }

    static Known exit(List<DescribedExit> exits) {
        return new Known(DescribedExit.class, null, exits);
    }
}
