package org.kvmsh.dsl.lang.js;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.kvmsh.dsl.call.StructArray;

/** An array of a struct as one of JavaScript's: what is assigned to its elements is written to the struct. */
final class VisibleStructArray implements ProxyArray, HostValue {
    private final StructArray<?> array;
    private final ValueConverter crossing;

    VisibleStructArray(StructArray<?> array, ValueConverter crossing) {
        this.array = array;
        this.crossing = crossing;
    }

    @Override
    public Object host() {
        return array;
    }

    @Override
    public Object get(long index) {
        Object element = array.getAt(index);
        return array.isWide() ? crossing.out(element) : Members.narrow(element, crossing);
    }

    /** The one after the last is added, which {@code push} does. */
    @Override
    public void set(long index, Value value) {
        if (index == array.size()) {
            array.add(crossing.in(value));
        } else {
            array.putAt(index, crossing.in(value));
        }
    }

    @Override
    public boolean remove(long index) {
        array.remove(Math.toIntExact(index));
        return true;
    }

    @Override
    public long getSize() {
        return array.size();
    }
}
