package org.kvmsh.dsl.arch.x86;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Msrs;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.config.X86Config.MsrConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * A vCPU's model-specific registers, set and read back; KVM_SET_MSRS stops at the first one that the kernel refuses,
 * and returns the number set before (api.rst 4.19).
 */
record X86Msrs(int id, List<MsrConfig> msrs, Site site) implements Step {
    /** The number of a register given by name, or in hex as text. */
    static long number(MsrConfig asked) {
        String name = asked.register();
        Long known = Msrs.number(name);
        if (known != null) {
            return known;
        }
        try {
            return Bits64.of(Long.decode(name), name, 0, 0xffffffffL, asked.site());
        } catch (NumberFormatException e) {
            throw new ScriptError(
                    asked.site(),
                    "unknown MSR " + name,
                    Nearest.note(name, Msrs.names()),
                    "to set any MSR by number: msrs '0xc0000103': 7");
        }
    }

    @Override
    public String text() {
        return "KVM_SET_MSRS of vCPU " + id + ": "
                + msrs.stream()
                        .map(msr -> msr.register() + " " + Bits64.hex(msr.value()))
                        .collect(Collectors.joining(", "));
    }

    @Override
    public String why() {
        return "msrs: sets these and reads back what the kernel kept (api.rst 4.18, 4.19)";
    }

    @Override
    public void perform(Bringup machine) {
        Abi abi = machine.kernel().abi();
        Vcpu vcpu = machine.vcpus().get(id);
        try (Argument list = Argument.of(
                machine.kernel(),
                abi.struct("kvm_msrs"),
                (long) msrs.size() * abi.struct("kvm_msr_entry").size())) {
            list.set("nmsrs", msrs.size());
            for (int i = 0; i < msrs.size(); i++) {
                list.set("entries[" + i + "].index", number(msrs.get(i)))
                        .set("entries[" + i + "].data", msrs.get(i).value());
            }
            int taken = vcpu.ioctl("KVM_SET_MSRS", list).get();
            if (taken < msrs.size()) {
                MsrConfig refused = msrs.get(taken);
                throw new ScriptError(
                        refused.site(),
                        "the kernel refused " + refused.register() + " (" + Bits64.hex(number(refused)) + ") = "
                                + Bits64.hex(refused.value()) + " on vCPU " + id + ": KVM_SET_MSRS set " + taken
                                + " of " + msrs.size(),
                        "the MSR does not exist or cannot be written, or the value sets a reserved bit (api.rst 4.19)");
            }
            vcpu.ioctl("KVM_GET_MSRS", list).get();
        }
    }
}
