package org.kvmsh.dsl.lang.js;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.kvmsh.dsl.inspect.GuestBytes;

/** Guest memory from mem: its words, and its bytes by offset. */
final class VisibleBytes extends Visible implements ProxyArray {
    private final VisibleList list;

    VisibleBytes(GuestBytes memory, ScriptSide side) {
        super(memory, side);
        this.list = VisibleList.of(memory.getBytes(), side.values());
    }

    @Override
    public Object get(long index) {
        return list.get(index);
    }

    @Override
    public void set(long index, Value value) {
        list.set(index, value);
    }

    @Override
    public long getSize() {
        return list.getSize();
    }
}
