package org.kvmsh.dsl.lang.js;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.kvmsh.bindings.kvm.ExitNumbers;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/** Numbers of an exit as an array of JavaScript's, whose elements are written to kvm_run when they are set. */
final class VisibleExitNumbers implements ProxyArray, HostValue {
    private final ExitNumbers numbers;
    private final ValueConverter crossing;

    VisibleExitNumbers(ExitNumbers numbers, ValueConverter crossing) {
        this.numbers = numbers;
        this.crossing = crossing;
    }

    @Override
    public Object host() {
        return numbers;
    }

    @Override
    public Object get(long index) {
        long value = numbers.get(Math.toIntExact(index));
        return numbers.isWide() ? crossing.out(value) : crossing.count(value);
    }

    @Override
    public void set(long index, Value value) {
        numbers.putAt(Math.toIntExact(index), (Object) Bits64.of(crossing.in(value), "element " + index, Site.UNKNOWN));
    }

    @Override
    public long getSize() {
        return numbers.size();
    }
}
