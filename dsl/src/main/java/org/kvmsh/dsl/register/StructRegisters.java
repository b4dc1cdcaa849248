package org.kvmsh.dsl.register;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;

/**
 * Registers that come and go all together in struct kvm_regs: KVM_GET_REGS and KVM_SET_REGS (api.rst 4.11).
 *
 * @param paths in struct kvm_regs, by the names that scripts have
 */
public record StructRegisters(Map<String, String> paths) implements RegisterSet {
    /** The struct's own names, as on x86. */
    public static RegisterSet ofKvmRegs(Abi abi) {
        Map<String, String> paths = new LinkedHashMap<>();
        abi.struct("kvm_regs").fields().forEach(field -> paths.put(field.name(), field.name()));
        return new StructRegisters(paths);
    }

    @Override
    public List<String> names() {
        return new ArrayList<>(paths.keySet());
    }

    @Override
    public boolean has(String name) {
        return paths.containsKey(name);
    }

    @Override
    public String call() {
        return "KVM_SET_REGS";
    }

    @Override
    public Map<String, Long> read(Vcpu vcpu, List<String> names) {
        try (Argument regs = Argument.of(vcpu.kernel(), "kvm_regs")) {
            vcpu.getRegs(regs).get();
            Map<String, Long> values = new LinkedHashMap<>();
            names.forEach(name -> values.put(name, regs.get(paths.get(name))));
            return values;
        }
    }

    @Override
    public Map<String, Long> kept(Abi abi, byte[] regs, Map<Long, byte[]> oneRegs) {
        Map<String, Long> values = new LinkedHashMap<>();
        if (regs != null) {
            HeapRegion bytes = new HeapRegion(regs, abi.order());
            paths.forEach((name, path) ->
                    values.put(name, bytes.get(abi.struct("kvm_regs").offset(path), Long.BYTES)));
        }
        return values;
    }

    @Override
    public void write(Vcpu vcpu, Map<String, Long> values) {
        try (Argument regs = Argument.of(vcpu.kernel(), "kvm_regs")) {
            vcpu.getRegs(regs).get();
            values.forEach((name, value) -> regs.set(paths.get(name), value));
            vcpu.setRegs(regs).get();
        }
    }
}
