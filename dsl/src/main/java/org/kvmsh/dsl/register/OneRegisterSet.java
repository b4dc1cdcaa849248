package org.kvmsh.dsl.register;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;

/**
 * General registers of 64 bits that are each its own one-reg.
 *
 * @param ids by the names that scripts have
 */
public record OneRegisterSet(Map<String, Long> ids) implements RegisterSet {
    @Override
    public List<String> names() {
        return new ArrayList<>(ids.keySet());
    }

    @Override
    public boolean has(String name) {
        return ids.containsKey(name);
    }

    @Override
    public String call() {
        return "KVM_SET_ONE_REG";
    }

    @Override
    public Map<String, Long> read(Vcpu vcpu, List<String> names) {
        Map<String, Long> values = new LinkedHashMap<>();
        try (OneReg register = new OneReg(vcpu, Long.BYTES)) {
            names.forEach(name -> values.put(name, register.get(ids.get(name))));
        }
        return values;
    }

    @Override
    public Map<String, Long> kept(Abi abi, byte[] regs, Map<Long, byte[]> oneRegs) {
        Map<String, Long> values = new LinkedHashMap<>();
        ids.forEach((name, id) -> {
            if (oneRegs.containsKey(id)) {
                values.put(name, new HeapRegion(oneRegs.get(id), abi.order()).get(0, Long.BYTES));
            }
        });
        return values;
    }

    @Override
    public void write(Vcpu vcpu, Map<String, Long> values) {
        try (OneReg register = new OneReg(vcpu, Long.BYTES)) {
            values.forEach((name, value) -> register.set(ids.get(name), value));
        }
    }
}
