package org.kvmsh.dsl.arch.arm64;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.register.RegisterSet;

/**
 * The core registers of an arm64 vCPU, each a one-reg of its own.
 *
 * <p>Source: api.rst 4.68, "arm64 core/FP-SIMD registers have the following id bit patterns": the index is the register's place in
 * struct kvm_regs in steps of four bytes.
 *
 * @param ids by the names that scripts have
 */
record Arm64Registers(Map<String, Long> ids) implements RegisterSet {
    static Arm64Registers of(Abi abi) {
        Map<String, Long> ids = new LinkedHashMap<>();
        Struct regs = abi.struct("kvm_regs");
        long core = abi.constant("KVM_REG_ARM64") | abi.constant("KVM_REG_SIZE_U64") | abi.constant("KVM_REG_ARM_CORE");
        int general = regs.field("regs.regs").count();
        for (int i = 0; i < general; i++) {
            ids.put("x" + i, core | regs.offset("regs.regs[" + i + "]") / Integer.BYTES);
        }
        ids.put("sp", core | regs.offset("regs.sp") / Integer.BYTES);
        ids.put("pc", core | regs.offset("regs.pc") / Integer.BYTES);
        ids.put("pstate", core | regs.offset("regs.pstate") / Integer.BYTES);
        ids.put("sp_el1", core | regs.offset("sp_el1") / Integer.BYTES);
        ids.put("elr_el1", core | regs.offset("elr_el1") / Integer.BYTES);
        ids.put("spsr_el1", core | regs.offset("spsr[" + abi.constant("KVM_SPSR_EL1") + "]") / Integer.BYTES);
        return new Arm64Registers(ids);
    }

    @Override public List<String> names() {
        return new ArrayList<>(ids.keySet());
    }

    @Override public boolean has(String name) {
        return ids.containsKey(name);
    }

    @Override public String call() {
        return "KVM_SET_ONE_REG";
    }

    @Override public Map<String, Long> read(Vcpu vcpu, List<String> names) {
        Map<String, Long> values = new LinkedHashMap<>();
        try (OneReg register = new OneReg(vcpu, Long.BYTES)) {
            names.forEach(name -> values.put(name, register.get(ids.get(name))));
        }
        return values;
    }

    @Override public void write(Vcpu vcpu, Map<String, Long> values) {
        try (OneReg register = new OneReg(vcpu, Long.BYTES)) {
            values.forEach((name, value) -> register.set(ids.get(name), value));
        }
    }
}
