package org.kvmsh.dsl.arch.riscv64;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.SbiCalls;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Handlers of SBI calls. KVM leaves the experimental and vendor extensions to user space, with the probes of them, and three more that are off until
 * their one-reg is 1; it answers all others itself. Sources: arch/riscv/kvm/vcpu_sbi.c, sbi_ext; vcpu_sbi_base.c; vcpu_sbi_forward.c; vcpu_sbi_system.c.
 */
final class SbiHandlers {
    private static final String PREFIX = "SBI_EXT_";
    private static final List<String> OFF_AT_FIRST = List.of("DBCN", "SUSP", "MPXY");

    private SbiHandlers() { }

    static void check(HandlerConfig handler) {
        boolean comes = OFF_AT_FIRST.stream().anyMatch(name -> isOf(handler, extension(name), extension(name))) || isOf(handler, extension("BASE"), extension("BASE"))
                || isOf(handler, extension("EXPERIMENTAL_START"), extension("EXPERIMENTAL_END")) || isOf(handler, extension("VENDOR_START"), extension("VENDOR_END"));
        if (!comes) {
            String what = SbiCalls.extension(handler.first());
            boolean reset = handler.first() == extension("SRST");
            throw new ScriptError(handler.site(), "on(sbi: " + what + (handler.places().isOne() ? "" : ".." + SbiCalls.extension(handler.last())) + ") would never be called: "
                    + (what.startsWith(PREFIX) ? "KVM answers these calls itself (arch/riscv/kvm/vcpu_sbi.c)" : "KVM answers SBI_ERR_NOT_SUPPORTED to the guest itself (arch/riscv/kvm/vcpu_sbi.c)"),
                    reset ? "a reset by SBI_EXT_SRST is a system event: on(system: KVM_SYSTEM_EVENT_SHUTDOWN) { }" : "",
                    "KVM leaves to user space: SBI_EXT_DBCN, SBI_EXT_SUSP, SBI_EXT_MPXY, probes by SBI_EXT_BASE, and the ids from SBI_EXT_EXPERIMENTAL_START and from SBI_EXT_VENDOR_START on");
        }
    }

    private static boolean isOf(HandlerConfig handler, long first, long last) {
        return Long.compareUnsigned(handler.first(), last) <= 0 && Long.compareUnsigned(first, handler.last()) <= 0;
    }

    private static long extension(String name) {
        return SbiCalls.number(PREFIX + name);
    }

    /** Switches the extensions on that handlers name, before the vCPUs run. */
    static void enable(VmConfig config, HostFacts host, List<Step> steps) {
        Map<String, Site> wanted = new LinkedHashMap<>();
        for (HandlerConfig handler : config.handlers()) {
            if (handler.kind() == KeyedExit.SBI && handler.places().isOne()) {
                OFF_AT_FIRST.stream().filter(name -> handler.first() == extension(name)).forEach(name -> wanted.putIfAbsent(name, handler.site()));
            }
        }
        for (VcpuConfig vcpu : config.vcpus()) {
            wanted.forEach((name, site) -> steps.add(new EnableExtension(vcpu.id(), name, site)));
        }
    }

    private record EnableExtension(int id, String name, Site site) implements Step {
        @Override public String text() {
            return "KVM_SET_ONE_REG of vCPU " + id + ": KVM_RISCV_SBI_EXT_" + name + " 1";
        }

        @Override public String why() {
            return "on(sbi: " + PREFIX + name + "): KVM leaves these calls to user space only with it, and takes it before the first KVM_RUN alone (arch/riscv/kvm/vcpu_sbi.c)";
        }

        @Override public void perform(Bringup machine) {
            try (OneReg register = new OneReg(machine.vcpus().get(id), Long.BYTES)) {
                register.set(Riscv64Registers.sbiExtension(machine.kernel().abi(), name), 1);
            }
        }
    }
}
