package org.kvmsh.dsl.register;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.script.Site;

/**
 * The values that a vCPU's registers were set to, by name or with a struct, since its guest last ran: a kernel may take
 * a value and keep another one.
 */
public final class WrittenRegisters {
    private record Value(String name, long bits) {}

    private final int vcpu;
    private final WrittenStructs structs = new WrittenStructs();
    private Map<String, Long> values = Map.of();
    /** Asked by each KVM_RUN. */
    private volatile boolean isEmpty = true;

    private List<RegisterDifference> last = List.of();

    /** @param vcpu whose they are */
    public WrittenRegisters(int vcpu) {
        this.vcpu = vcpu;
    }

    /** Registers were set, and the kernel took it. */
    public synchronized void wrote(Map<String, Long> set, RegisterNames names) {
        Map<String, Long> all = new LinkedHashMap<>(values);
        all.keySet().removeAll(names.general().renamedBy(set.keySet()));
        set.forEach((name, bits) -> {
            // Of two names of one register the later one counts.
            all.remove(name);
            all.put(name, bits);
        });
        values = all;
        // A struct set before is out of date for these registers.
        structs.forget();
        isEmpty = all.isEmpty();
        last = last.stream().filter(known -> !set.containsKey(known.name())).toList();
    }

    /**
     * The guest runs, or something else sets registers: their values from now on cannot be compared with what was set.
     */
    public void forget() {
        if (!isEmpty) {
            forgetAll();
        }
    }

    private synchronized void forgetAll() {
        values = Map.of();
        structs.forget();
        isEmpty = true;
    }

    /**
     * A script made a successful ioctl on the vCPU: a struct that can be read back is compared from now on.
     *
     * @param ioctl null if the number is not in the tables
     * @param answer the kernel's result
     */
    public synchronized void called(Abi abi, Ioctl ioctl, Object argument, Object answer) {
        if (ioctl != null && (ioctl.data() == Direction.OUT || abi.isReadingBack(ioctl.name()))) {
            return;
        }
        values = Map.of();
        if (ioctl == null || ioctl.struct() == null || abi.readingBack(ioctl.name()) == null) {
            structs.forget();
        } else {
            structs.made(abi, ioctl, argument, answer);
        }
        last = List.of();
        isEmpty = structs.isEmpty();
    }

    /** Whether there is anything to compare. */
    public boolean isEmpty() {
        return isEmpty;
    }

    /** Reads back what was set, each call once; nothing is read if nothing was set. */
    public synchronized Verified verify(Vcpu of, RegisterNames names) {
        Map<Register, Value> written = new LinkedHashMap<>();
        values.forEach((name, bits) -> written.put(names.get(name, Site.UNKNOWN), new Value(name, bits)));
        Map<Register, Long> read = RegisterCall.readAll(of, written.keySet());
        List<RegisterDifference> found = new ArrayList<>();
        written.forEach((register, value) -> {
            long mask = -1L >>> Long.SIZE - Byte.SIZE * register.bytes();
            long holds = read.get(register);
            if (((holds ^ value.bits) & mask) != 0) {
                found.add(new RegisterDifference(vcpu, value.name, value.bits & mask, holds & mask));
            }
        });
        int structsRead = structs.verify(of, vcpu, found);
        if (!isEmpty) {
            last = List.copyOf(found);
        }
        return new Verified(written.size(), structsRead, found);
    }

    /** The differences when it was last verified, of registers that were not set again. */
    public synchronized List<RegisterDifference> last() {
        return last;
    }
}
