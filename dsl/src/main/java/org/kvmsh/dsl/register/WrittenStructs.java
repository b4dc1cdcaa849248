package org.kvmsh.dsl.register;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.script.Site;

/** The structs that ioctls by name set on a vCPU since its guest last ran, if a call only reads them back. */
final class WrittenStructs {
    /** The call that set a struct and, where the struct is about any register, that register. */
    private record Key(String set, Long register) {}

    private final Map<Key, WrittenStruct> all = new LinkedHashMap<>();

    /**
     * A call succeeded.
     *
     * @param argument from the script
     * @param answer the kernel's result
     */
    @SuppressWarnings("unchecked")
    void made(Abi abi, Ioctl set, Object argument, Object answer) {
        List<String> others = abi.sharing(set.name());
        all.keySet().removeIf(key -> others.contains(key.set));
        boolean isFields = argument instanceof Map;
        if (!isFields && !(argument instanceof StructValue)) {
            // Memory or an address: what was set with this call before is not known any more.
            all.keySet().removeIf(key -> key.set.equals(set.name()));
            return;
        }
        StructValue struct = isFields
                ? StructValue.create(abi, set.struct(), (Map<String, ?>) argument, Site.UNKNOWN)
                : ((StructValue) argument).copy();
        for (WrittenStruct each : WrittenStruct.of(abi, set, struct, answer instanceof Long taken ? taken : 0)) {
            Key key = new Key(set.name(), each.register());
            // Of two that set the same the later one counts.
            all.remove(key);
            all.put(key, each);
        }
    }

    void forget() {
        all.clear();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Reads each struct once, and adds the numbers that differ; returns how many could be read. */
    int verify(Vcpu of, int vcpu, List<RegisterDifference> found) {
        int read = 0;
        for (WrittenStruct each : all.values()) {
            read += each.verify(
                            of, (field, wrote, reads) -> found.add(new RegisterDifference(vcpu, field, wrote, reads)))
                    ? 1
                    : 0;
        }
        return read;
    }
}
