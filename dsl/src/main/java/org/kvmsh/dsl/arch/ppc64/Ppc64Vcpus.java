package org.kvmsh.dsl.arch.ppc64;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.dsl.arch.ExceptionVectors;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.call.IoctlByName;
import org.kvmsh.dsl.config.CallConfig;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.CreateVcpu;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.RawCalls;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.register.RegisterNames;

/** vCPUs of a powerpc board; what a platform is to them is {@link Spapr}'s and {@link Ppc64Vm}'s. */
final class Ppc64Vcpus implements Lowering {
    private static final String NO_PAPR =
            "a vCPU of an HV VM cannot run without KVM_CAP_PPC_PAPR: KVM_RUN will fail with EINVAL"
                    + " (arch/powerpc/kvm/book3s_hv.c); add: platform SPAPR";
    /**
     * 64-bit computation, machine checks enabled, little-endian data and code (Power ISA book III, "Machine State
     * Register").
     */
    private static final long MSR_SF = 1L << 63;

    private static final long MSR_ME = 1L << 12;
    private static final long MSR_LE = 1L;

    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        ExceptionVectors.of(config, site -> Ppc64Vectors.place(config, site), steps);
        for (VcpuConfig vcpu : config.vcpus()) {
            RegisterNames registers = Planning.checked(vcpu, host);
            steps.add(new CreateVcpu(vcpu.id(), lacksPapr(config, vcpu, host) ? NO_PAPR : "", vcpu.site()));
            Spapr.ofVcpu(config.powerpc(), vcpu, host, steps);
            Ppc64Vm.ofVcpu(config.powerpc(), vcpu, steps);
            Planning.setRegisters(vcpu, vcpu.start() == null ? Map.of() : start(vcpu, host), registers, steps);
            RawCalls.ofVcpu(vcpu, host, steps);
        }
    }

    /** Whether a script that starts a vCPU of an HV VM enables KVM_CAP_PPC_PAPR nowhere. */
    private static boolean lacksPapr(VmConfig config, VcpuConfig vcpu, HostFacts host) {
        boolean enables =
                enables(config.calls(), FdKind.VM, host.abi()) || enables(vcpu.calls(), FdKind.VCPU, host.abi());
        return vcpu.start() != null
                && !enables
                && config.powerpc().platform() == null
                && config.powerpc().type() == null
                && needsPapr(host);
    }

    /** Only an HV KVM has KVM_CAP_PPC_HTAB_FD (arch/powerpc/kvm/powerpc.c). */
    static boolean needsPapr(HostFacts host) {
        return host.capability("KVM_CAP_PPC_HTAB_FD") != 0;
    }

    private static boolean enables(List<CallConfig> calls, FdKind on, Abi abi) {
        return calls.stream().anyMatch(call -> IoctlByName.isNamed("KVM_ENABLE_CAP", abi, on, call.ioctl()));
    }

    /**
     * Real mode, where guest addresses are physical ones; the board's byte order, since guests mostly have the byte
     * order of their host.
     */
    private static Map<String, Long> start(VcpuConfig vcpu, HostFacts host) {
        Map<String, Long> registers = new LinkedHashMap<>();
        registers.put("pc", Refusals.resetMode(vcpu.start(), host).address());
        registers.put("msr", MSR_SF | MSR_ME | (host.abi().order() == ByteOrder.LITTLE_ENDIAN ? MSR_LE : 0));
        return registers;
    }
}
