package org.kvmsh.dsl.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** The registers that a script names for a vCPU, each name checked. */
    static RegisterSet checked(VcpuSpec vcpu, HostFacts host) {
        RegisterSet set = RegisterSet.of(host.abi());
        vcpu.registers().keySet().forEach(name -> set.check(name, host.arch(), vcpu.site()));
        return set;
    }

    /** Registers that a vCPU starts with: where it starts, then what the script gives. */
    static void setRegisters(VcpuSpec vcpu, Map<String, Long> start, RegisterSet set, List<Step> steps) {
        Map<String, Long> values = new LinkedHashMap<>(start);
        values.putAll(vcpu.registers());
        if (!values.isEmpty()) {
            steps.add(new SetRegisters(vcpu.id(), values, set, vcpu.site()));
        }
    }
}
