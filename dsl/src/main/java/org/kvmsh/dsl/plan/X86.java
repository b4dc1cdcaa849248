package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.MemorySpec;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VcpuSpec;
import org.kvmsh.dsl.spec.VmSpec;
import org.kvmsh.dsl.word.Nearest;

/** vCPUs of an x86 board. */
final class X86 implements Lowering {
    /** Bit 1 of RFLAGS is always one (Intel SDM volume 1, "EFLAGS Register"). */
    private static final long RFLAGS_ALWAYS_ONE = 1 << 1;
    /** Three pages below the firmware's place at 4 GiB, where guests expect no memory. */
    private static final long TSS = 0xfffbd000L;
    private static final long TSS_SIZE = 3 * 0x1000;

    @Override public void lower(VmSpec spec, HostFacts host, List<Step> steps) {
        if (!spec.vcpus().isEmpty() && host.capability("KVM_CAP_SET_TSS_ADDR") != 0) {
            checkTss(spec);
            steps.add(new SetTssAddr(spec.vcpus().get(0).site()));
        }
        for (VcpuSpec vcpu : spec.vcpus()) {
            checkRegisters(vcpu, host.abi().struct("kvm_regs"));
            steps.add(new CreateVcpu(vcpu.id(), vcpu.site()));
            if (vcpu.real() != null) {
                steps.add(new RealMode(vcpu.id(), vcpu.site()));
            }
            if (vcpu.real() != null || !vcpu.registers().isEmpty()) {
                steps.add(new SetRegisters(vcpu));
            }
            RawCalls.ofVcpu(vcpu, host, steps);
        }
    }

    private static void checkTss(VmSpec spec) {
        for (MemorySpec memory : spec.memory()) {
            if (memory.at() < TSS + TSS_SIZE && TSS < memory.end()) {
                throw new ScriptError(memory.site(), "guest memory from " + Bits64.hex(memory.at()) + " covers the three pages at " + Bits64.hex(TSS)
                        + " that Intel processors need for real mode", "api.rst, KVM_SET_TSS_ADDR");
            }
        }
    }

    private static void checkRegisters(VcpuSpec vcpu, Struct regs) {
        for (String name : vcpu.registers().keySet()) {
            if (!regs.has(name)) {
                List<String> known = regs.fields().stream().map(f -> f.name()).toList();
                throw new ScriptError(vcpu.site(), "an x86_64 vCPU has no register " + name, Nearest.note(name, known),
                        "struct kvm_regs has " + String.join(" ", known));
            }
        }
    }

    /** Needed on Intel processors, harmless on others (api.rst, KVM_SET_TSS_ADDR). */
    private record SetTssAddr(Site site) implements Step {
        @Override public String text() {
            return "KVM_SET_TSS_ADDR " + Bits64.hex(TSS);
        }

        @Override public void perform(Bringup machine) {
            machine.vm().ioctl("KVM_SET_TSS_ADDR", TSS).get();
        }
    }

    /** Segments with base 0 in the mode that reset leaves: only CS has another base there (Intel SDM volume 3, "First Instruction Executed"). */
    private record RealMode(int id, Site site) implements Step {
        @Override public String text() {
            return "KVM_SET_SREGS of vCPU " + id + ": cs.base 0, cs.selector 0";
        }

        @Override public void perform(Bringup machine) {
            Vcpu vcpu = machine.vcpus().get(id);
            try (Argument sregs = Argument.of(machine.kernel(), "kvm_sregs")) {
                vcpu.getSregs(sregs).get();
                sregs.set("cs.base", 0).set("cs.selector", 0);
                vcpu.setSregs(sregs).get();
            }
        }
    }

    private record SetRegisters(VcpuSpec vcpu) implements Step {
        @Override public String text() {
            StringBuilder text = new StringBuilder("KVM_SET_REGS of vCPU " + vcpu.id() + ":");
            if (vcpu.real() != null) {
                text.append(" rip ").append(Bits64.hex(vcpu.real()));
            }
            vcpu.registers().forEach((name, value) -> text.append(' ').append(name).append(' ').append(Bits64.hex(value)));
            return text.toString();
        }

        @Override public Site site() {
            return vcpu.site();
        }

        @Override public void perform(Bringup machine) {
            try (Argument regs = Argument.of(machine.kernel(), "kvm_regs")) {
                Vcpu made = machine.vcpus().get(vcpu.id());
                made.getRegs(regs).get();
                if (vcpu.real() != null) {
                    regs.set("rip", vcpu.real()).set("rflags", RFLAGS_ALWAYS_ONE);
                }
                vcpu.registers().forEach(regs::set);
                made.setRegs(regs).get();
            }
        }
    }
}
