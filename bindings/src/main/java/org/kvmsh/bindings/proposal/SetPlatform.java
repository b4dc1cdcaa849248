package org.kvmsh.bindings.proposal;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Kvm;

/**
 * KVM_PPC_SET_PLATFORM. Source: [RFC PATCH 17/17] KVM: PPC: Add an ioctl for userspace to select which platform to
 * emulate, 2011-06-29.
 *
 * <p>In the mail the call only reports whether the platform is available. Here an accepted platform is set up with what
 * the kernel below has instead: KVM_CAP_PPC_PAPR (api.rst 6.2) and KVM_REG_PPC_ARCH_COMPAT (api.rst 4.68) of each vCPU.
 */
public final class SetPlatform implements Proposal {
    private static final String IOCTL = "KVM_PPC_SET_PLATFORM";
    /** The logical processor of architecture 2.06 (arch/powerpc/include/asm/reg.h, PVR_ARCH_206); 2.01 has none. */
    private static final int ARCH_206 = 206;

    private static final long LOGICAL_206 = 0x0f00_0003L;

    private final Ppc64Kernel host;
    /** Whether the kernel below has them; one of the mail's time does not, and its book3s_hv supports only PAPR. */
    private boolean papr;

    private boolean compat;

    /** kvm->arch.platform. */
    private static final class Accepted {
        private volatile boolean spapr;
        private volatile int arch;
    }

    public SetPlatform(Ppc64Kernel host) {
        this.host = host;
    }

    @Override
    public String ioctl() {
        return IOCTL;
    }

    /** In the mail the case is outside of any #ifdef. */
    @Override
    public boolean isFor(Kvm below) {
        host.isHypervisor(below);
        papr = below.capability("KVM_CAP_PPC_PAPR") > 0;
        compat = below.capability("KVM_CAP_ONE_REG") > 0;
        return true;
    }

    @Override
    public int answer(Asked asked) {
        if (asked.argument() == null) {
            return Errno.EFAULT.negative();
        }
        Abi abi = asked.kernel().abi();
        long platform = asked.get("platform");
        int arch = (int) asked.get("guest_arch");
        if (!(host.isHypervisor()
                ? isForHypervisor(abi, platform, arch, asked.get("flags"))
                : isForProblemState(abi, platform, asked.get("flags")))) {
            return Errno.EINVAL.negative();
        }
        boolean spapr = platform == abi.constant("KVM_PPC_PV_SPAPR");
        for (int vcpu : asked.vm().vcpus()) {
            int done = spapr ? carryOut(asked.vm(), vcpu, arch) : 0;
            if (done < 0) {
                return done;
            }
        }
        Accepted accepted = asked.vm().state(this, Accepted::new);
        accepted.arch = arch;
        accepted.spapr = spapr;
        return 0;
    }

    /** The mail's CONFIG_KVM_BOOK3S_64_HV: SPAPR without flags, and the guest's architecture is the processor's. */
    private boolean isForHypervisor(Abi abi, long platform, int arch, long flags) {
        return platform == abi.constant("KVM_PPC_PV_SPAPR")
                && flags == 0
                && arch == host.cpu().arch();
    }

    /** The mail's #else: no flag except KVM_PPC_CROSS_ARCH, NONE or KVM, and any guest_arch. */
    private static boolean isForProblemState(Abi abi, long platform, long flags) {
        return (flags & ~abi.constant("KVM_PPC_CROSS_ARCH")) == 0
                && (platform == abi.constant("KVM_PPC_PV_NONE") || platform == abi.constant("KVM_PPC_PV_KVM"));
    }

    @Override
    public int vcpuMade(ProposedVm vm, int vcpuFd) {
        Accepted accepted = vm.state(this, Accepted::new);
        return accepted.spapr ? carryOut(vm, vcpuFd, accepted.arch) : 0;
    }

    private int carryOut(ProposedVm vm, int vcpu, int arch) {
        int done = papr ? enablePapr(vm.below(), vcpu) : 0;
        return done < 0 || !compat || arch != ARCH_206 ? Math.min(done, 0) : setCompat(vm.below(), vcpu);
    }

    private static int enablePapr(Kernel kernel, int vcpu) {
        try (Argument argument = Argument.of(kernel, "kvm_enable_cap")) {
            argument.set("cap", kernel.abi().constant("KVM_CAP_PPC_PAPR"));
            return kernel.ioctl(vcpu, kernel.abi().ioctl("KVM_ENABLE_CAP").request(), argument.region());
        }
    }

    private static int setCompat(Kernel kernel, int vcpu) {
        try (Argument value = Argument.of(kernel, Struct.scalar("u32"), 0);
                Argument argument = Argument.of(kernel, "kvm_one_reg")) {
            value.set("value", LOGICAL_206);
            argument.set("id", kernel.abi().constant("KVM_REG_PPC_ARCH_COMPAT"))
                    .set("addr", value.region().address());
            return kernel.ioctl(
                    vcpu, kernel.abi().ioctl("KVM_SET_ONE_REG").request(), argument.region(), value.region());
        }
    }
}
