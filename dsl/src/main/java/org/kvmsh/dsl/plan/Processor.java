package org.kvmsh.dsl.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.SetRegister;
import org.kvmsh.dsl.plan.step.SetRegisters;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.spec.VcpuSpec;
import org.kvmsh.dsl.spec.VmSpec;

/** The vCPUs of one architecture: what a VM must be for them, and the steps that make them and set them up. */
interface Processor extends Lowering {
    /** The argument of KVM_CREATE_VM (api.rst 4.2). */
    default long vmType(VmSpec spec, HostFacts host) {
        return 0;
    }

    /** Why {@link #vmType} is what it is; empty for what is usual. */
    default String whyVmType(VmSpec spec, HostFacts host) {
        return "";
    }

    /** Whether each kernel that has KVM_CREATE_DEVICE announces it with KVM_CAP_DEVICE_CTRL. */
    default boolean announcesDevices() {
        return true;
    }

    /** The registers that a script names for a vCPU, each name checked. */
    static RegisterNames checked(VcpuSpec vcpu, HostFacts host) {
        RegisterNames registers = Architecture.of(host.abi()).registers(host.abi());
        vcpu.registers().keySet().stream().filter(name -> !registers.general().has(name)).forEach(name -> registers.get(name, vcpu.site()));
        return registers;
    }

    /** Registers that a vCPU starts with: where it starts, then what the script gives. */
    static void setRegisters(VcpuSpec vcpu, Map<String, Long> start, RegisterNames registers, List<Step> steps) {
        RegisterSet set = registers.general();
        Map<String, Long> values = new LinkedHashMap<>(start);
        vcpu.registers().forEach((name, value) -> {
            if (set.has(name)) {
                values.put(name, value);
            } else {
                steps.add(new SetRegister(vcpu.id(), name, registers.get(name, vcpu.site()), value, vcpu.site()));
            }
        });
        if (!values.isEmpty()) {
            steps.add(new SetRegisters(vcpu.id(), values, set, vcpu.site()));
        }
    }
}
