package org.kvmsh.dsl.machine.stop;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.inspect.SeenExit;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;

/** What vCPUs do now: KVM_GET_MP_STATE (api.rst 4.38), their pc and their last exit. */
public final class VcpusNow {
    static final String PREFIX = "KVM_MP_STATE_";

    private VcpusNow() {}

    /** The name behind KVM_MP_STATE_; empty if the kernel refuses the call. */
    public static String of(Vcpu vcpu) {
        Abi abi = vcpu.kernel().abi();
        try (Argument state = Argument.of(vcpu.kernel(), "kvm_mp_state")) {
            return vcpu.ioctl("KVM_GET_MP_STATE", state).ok()
                    ? abi.constants().stream()
                            .filter(constant ->
                                    constant.name().startsWith(PREFIX) && constant.value() == state.get("mp_state"))
                            .map(Constant::name)
                            .map(name -> name.substring(PREFIX.length()))
                            .findFirst()
                            .orElse("")
                    : "";
        }
    }

    /** All vCPUs of a machine, with the exits of its last run. */
    public static SeenVcpus all(LiveMachine machine, Exits exits) {
        return new SeenVcpus(machine.engines().stream()
                .map(vcpu -> seen(machine, vcpu, exits.all()))
                .toList());
    }

    private static SeenVcpu seen(LiveMachine machine, VcpuEngine vcpu, List<SeenExit> exits) {
        String exit = "";
        for (SeenExit seen : exits) {
            exit = seen.vcpu() == vcpu.id() ? LastExits.kind(seen.exit()) : exit;
        }
        long pc = vcpu.touch(vcpu::address);
        String name = machine.names().at(pc);
        return new SeenVcpu(vcpu.id(), pc, name == null ? "" : name, vcpu.touch(() -> of(vcpu.vcpu())), exit);
    }
}
