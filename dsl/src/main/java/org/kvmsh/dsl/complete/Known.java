package org.kvmsh.dsl.complete;

import java.util.List;
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
        return value == null ? null : new Known(value.getClass(), value, List.of());
    }

    static Known exit(List<DescribedExit> exits) {
        return new Known(DescribedExit.class, null, exits);
    }
}
