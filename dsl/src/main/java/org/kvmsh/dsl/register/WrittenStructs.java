package org.kvmsh.dsl.register;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.call.IoctlByName;
import org.kvmsh.dsl.call.StructDifference;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.script.Site;

/** The structs that ioctls by name set on a vCPU since its guest last ran, where a call reads them back and does nothing else. */
final class WrittenStructs {
    /** By the call that set each. */
    private final Map<Ioctl, StructValue> structs = new LinkedHashMap<>();

    /**
     * A call was made, and the kernel took it.
     *
     * @param argument as a script gave it
     */
    @SuppressWarnings("unchecked") void made(Abi abi, Ioctl set, Object argument) {
        if (argument instanceof StructValue struct) {
            structs.put(set, struct.copy());
        } else if (argument instanceof Map<?, ?> fields) {
            structs.put(set, StructValue.create(abi, set.struct(), (Map<String, ?>) fields, Site.UNKNOWN));
        }
    }

    void forget() {
        structs.clear();
    }

    int count() {
        return structs.size();
    }

    /** Reads each struct once, and adds the numbers that differ. */
    void verify(Vcpu of, int vcpu, List<RegisterDifference> found) {
        Abi abi = of.kernel().abi();
        structs.forEach((set, written) -> {
            IoctlByName get = IoctlByName.check(abi, FdKind.VCPU, abi.readingBack(set.name()), null, Site.UNKNOWN);
            StructDifference.of(written, (StructValue) get.make(of, made -> { }))
                    .numbers((field, wrote, reads) -> found.add(new RegisterDifference(vcpu, set.name() + " " + field, wrote, reads)));
        });
    }
}
