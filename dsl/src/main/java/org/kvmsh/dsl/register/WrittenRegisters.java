package org.kvmsh.dsl.register;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.script.Site;

/** What a vCPU's registers were set to by name since its guest last ran: a kernel may take a value and keep another one. */
public final class WrittenRegisters {
    private record Value(String name, long bits) { }

    private final int vcpu;
    private volatile Map<String, Long> values = Map.of();
    private List<RegisterDifference> last = List.of();

    /** @param vcpu whose they are */
    public WrittenRegisters(int vcpu) {
        this.vcpu = vcpu;
    }

    /** Registers were set, and the kernel took it. */
    public synchronized void wrote(Map<String, Long> set) {
        Map<String, Long> all = new LinkedHashMap<>(values);
        set.forEach((name, bits) -> {
            // Of two names of one register the later one counts.
            all.remove(name);
            all.put(name, bits);
        });
        values = all;
        last = last.stream().filter(known -> !set.containsKey(known.getName())).toList();
    }

    /** The guest runs, or something else sets registers: what they hold from now on is no answer to what was set. */
    public void forget() {
        if (!values.isEmpty()) {
            values = Map.of();
        }
    }

    /** Whether there is anything to compare. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Reads what was set, each call once; nothing is read where nothing was set. */
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
        if (!written.isEmpty()) {
            last = List.copyOf(found);
        }
        return new Verified(written.size(), found);
    }

    /** What differed when it was last verified, of registers that were not set again. */
    public synchronized List<RegisterDifference> last() {
        return last;
    }
}
