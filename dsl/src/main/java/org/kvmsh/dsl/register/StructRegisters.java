package org.kvmsh.dsl.register;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;

/** Registers that come and go all together in struct kvm_regs: KVM_GET_REGS and KVM_SET_REGS (api.rst 4.11). */
final class StructRegisters implements RegisterSet {
    /** Paths in kvm_regs by the register's name. */
    private final Map<String, String> paths;

    private StructRegisters(Map<String, String> paths) {
        this.paths = paths;
    }

    /** The struct's own names, as on x86. */
    static RegisterSet ofKvmRegs(Abi abi) {
        Map<String, String> paths = new LinkedHashMap<>();
        abi.struct("kvm_regs").fields().forEach(field -> paths.put(field.name(), field.name()));
        return new StructRegisters(paths);
    }

    /** r0 to r31 are the array gpr of powerpc's kvm_regs. */
    static RegisterSet ofPowerpc(Abi abi) {
        Struct regs = abi.struct("kvm_regs");
        Map<String, String> paths = new LinkedHashMap<>();
        for (Field field : regs.members()) {
            if (field.count() == 1) {
                paths.put(field.name(), field.name());
            }
        }
        for (int i = 0; i < regs.field("gpr").count(); i++) {
            paths.put("r" + i, "gpr[" + i + "]");
        }
        return new StructRegisters(paths);
    }

    @Override public List<String> names() {
        return new ArrayList<>(paths.keySet());
    }

    @Override public boolean has(String name) {
        return paths.containsKey(name);
    }

    @Override public String call() {
        return "KVM_SET_REGS";
    }

    @Override public Map<String, Long> read(Vcpu vcpu, List<String> names) {
        try (Argument regs = Argument.of(vcpu.kernel(), "kvm_regs")) {
            vcpu.getRegs(regs).get();
            Map<String, Long> values = new LinkedHashMap<>();
            names.forEach(name -> values.put(name, regs.get(paths.get(name))));
            return values;
        }
    }

    @Override public void write(Vcpu vcpu, Map<String, Long> values) {
        try (Argument regs = Argument.of(vcpu.kernel(), "kvm_regs")) {
            vcpu.getRegs(regs).get();
            values.forEach((name, value) -> regs.set(paths.get(name), value));
            vcpu.setRegs(regs).get();
        }
    }
}
