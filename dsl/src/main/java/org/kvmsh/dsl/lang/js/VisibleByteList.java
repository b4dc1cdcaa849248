package org.kvmsh.dsl.lang.js;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.kvmsh.dsl.call.ByteList;

/** Bytes of guest memory as an array of JavaScript's, whose elements are written to guest memory when they are set. */
final class VisibleByteList implements ProxyArray, HostValue {
    private final ByteList memory;
    private final ValueConverter crossing;

    VisibleByteList(ByteList memory, ValueConverter crossing) {
        this.memory = memory;
        this.crossing = crossing;
    }

    @Override
    public Object host() {
        return memory;
    }

    @Override
    public Object get(long index) {
        return memory.get(Math.toIntExact(index));
    }

    @Override
    public void set(long index, Value value) {
        memory.putAt(index, crossing.in(value));
    }

    @Override
    public long getSize() {
        return memory.size();
    }
}
