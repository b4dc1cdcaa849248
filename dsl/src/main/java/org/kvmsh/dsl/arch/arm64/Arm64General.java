package org.kvmsh.dsl.arch.arm64;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.register.OneRegisterSet;
import org.kvmsh.dsl.register.RegisterSet;

/**
 * The general registers of an arm64 vCPU: its core registers, and {@code sp}, the stack pointer that the processor uses
 * in its current mode, as in gdb.
 *
 * @param core each under the name of its own, the stack pointers as sp_el0 and sp_el1
 */
record Arm64General(OneRegisterSet core) implements RegisterSet {
    private static final String SP = "sp";
    private static final String PSTATE = "pstate";
    private static final String SP_EL0 = "sp_el0";
    private static final String SP_EL1 = "sp_el1";
    /** PSTATE.SP, M[0] of an AArch64 mode (Arm Architecture Reference Manual, "PSTATE fields"). */
    private static final int SP_SELECTED = 1;

    private static final int MODE = 0xf;
    /** "Mapping of the general-purpose registers between the Execution states": R13 of each AArch32 mode. */
    private static final Map<Integer, String> BANKED =
            Map.of(0x1, "x29", 0x2, "x17", 0x3, "x19", 0x7, "x21", 0xa, "x15", 0xb, "x23");

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>(core.names());
        names.add(names.indexOf("pc"), SP);
        return names;
    }

    @Override
    public boolean has(String name) {
        return name.equals(SP) || core.has(name);
    }

    @Override
    public String call() {
        return core.call();
    }

    /** The register that holds the stack pointer in use. */
    private static String inUse(long pstate) {
        if (Arm64Mode.isAArch32(pstate)) {
            return BANKED.getOrDefault((int) pstate & MODE, "x13");
        }
        return (pstate & SP_SELECTED) == 0 ? SP_EL0 : SP_EL1;
    }

    private String inUse(Vcpu vcpu) {
        return inUse(core.read(vcpu, List.of(PSTATE)).get(PSTATE));
    }

    @Override
    public Map<String, Long> read(Vcpu vcpu, List<String> names) {
        if (!names.contains(SP)) {
            return core.read(vcpu, names);
        }
        String own = inUse(vcpu);
        Map<String, Long> read = core.read(
                vcpu,
                names.stream()
                        .map(name -> name.equals(SP) ? own : name)
                        .distinct()
                        .toList());
        Map<String, Long> values = new LinkedHashMap<>();
        names.forEach(name -> values.put(name, read.get(name.equals(SP) ? own : name)));
        return values;
    }

    @Override
    public Map<String, Long> kept(Abi abi, byte[] regs, Map<Long, byte[]> oneRegs) {
        Map<String, Long> kept = core.kept(abi, regs, oneRegs);
        Long pstate = kept.get(PSTATE);
        Map<String, Long> values = new LinkedHashMap<>();
        for (String name : names()) {
            Long value = name.equals(SP) && pstate != null ? kept.get(inUse(pstate)) : kept.get(name);
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    @Override
    public Collection<String> distinct(Map<String, Long> values) {
        List<String> names = new ArrayList<>(values.keySet());
        if (values.containsKey(SP) && values.containsKey(PSTATE)) {
            names.remove(inUse(values.get(PSTATE)));
        }
        return names;
    }

    /** A new PSTATE may select another stack pointer. */
    @Override
    public Collection<String> renamedBy(Collection<String> written) {
        return written.contains(PSTATE) && !written.contains(SP) ? List.of(SP) : List.of();
    }

    /** A new PSTATE may select another stack pointer, so that {@code sp} is written last. */
    @Override
    public void write(Vcpu vcpu, Map<String, Long> values) {
        Map<String, Long> named = new LinkedHashMap<>(values);
        Long pointer = named.remove(SP);
        core.write(vcpu, named);
        if (pointer != null) {
            core.write(vcpu, Map.of(inUse(vcpu), pointer));
        }
    }
}
