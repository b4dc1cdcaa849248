package org.kvmsh.dsl.lang.js;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kvmsh.bindings.kvm.ExitNumbers;
import org.kvmsh.dsl.call.ByteList;
import org.kvmsh.dsl.call.StructArray;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.variable.CArray;

/** Java objects as a script sees them. */
final class VisibleObjects {
    private final ScriptSide side;
    /** A constant is the same object wherever the script meets it. */
    private final Map<Enum<?>, Visible> constants = new ConcurrentHashMap<>();

    VisibleObjects(ScriptSide side) {
        this.side = side;
    }

    Object of(Object value) {
        if (value instanceof GuestBytes memory) {
            return new VisibleBytes(memory, side);
        } else if (value instanceof ExitNumbers numbers) {
            return new VisibleList(
                    numbers,
                    numbers.isWide(),
                    (index, element) -> numbers.putAt(
                            Math.toIntExact(index), (Object) Bits64.of(element, "element " + index, Site.UNKNOWN)),
                    side.values());
        } else if (value instanceof ByteList memory) {
            return VisibleList.of(memory, side.values());
        } else if (value instanceof StructArray<?> array) {
            return new VisibleStructArray(array, side.values());
        } else if (value instanceof CArray array) {
            return new VisibleList(
                    array,
                    array.isWide(),
                    (index, element) -> array.element(index).set(element),
                    side.values());
        } else if (value instanceof Enum<?> constant) {
            return constants.computeIfAbsent(constant, same -> new Visible(same, side));
        }
        return new Visible(value, side);
    }
}
