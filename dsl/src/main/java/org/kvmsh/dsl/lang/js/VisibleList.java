package org.kvmsh.dsl.lang.js;

import java.util.List;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.kvmsh.dsl.call.ByteList;

/**
 * A list of memory's values as an array of JavaScript's, whose elements are written to that memory when they are set.
 */
class VisibleList extends HostView implements ProxyArray {
    /** Writes an element, a value of Java's. */
    interface Assignment {
        void set(long index, Object value);
    }

    private final List<?> list;
    private final boolean isWide;
    private final Assignment assignment;
    private final ValueConverter crossing;

    /** @param isWide whether its elements have 64 bits */
    VisibleList(List<?> list, boolean isWide, Assignment assignment, ValueConverter crossing) {
        super(list);
        this.list = list;
        this.isWide = isWide;
        this.assignment = assignment;
        this.crossing = crossing;
    }

    /** Bytes of guest memory. */
    static VisibleList of(ByteList memory, ValueConverter crossing) {
        return new VisibleList(memory, true, memory::putAt, crossing);
    }

    @Override
    public Object get(long index) {
        return crossing.out(list.get(Math.toIntExact(index)), isWide);
    }

    @Override
    public void set(long index, Value value) {
        assignment.set(index, crossing.in(value));
    }

    @Override
    public long getSize() {
        return list.size();
    }
}
