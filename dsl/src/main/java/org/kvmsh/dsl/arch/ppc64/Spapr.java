package org.kvmsh.dsl.arch.ppc64;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.rules.LargePageRules;
import org.kvmsh.bindings.kvm.rules.Rule;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.dsl.config.Api;
import org.kvmsh.dsl.config.Located;
import org.kvmsh.dsl.config.Platform;
import org.kvmsh.dsl.config.PlatformConfig;
import org.kvmsh.dsl.config.Ppc64Config;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.config.VmType;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.EnableCap;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The platform of a powerpc guest and how it runs. Source: [RFC PATCH 17/17].
 *
 * <p>KVM_PPC_SET_PLATFORM was never merged. What a kernel of today has of it is the type of KVM_CREATE_VM,
 * KVM_CAP_PPC_PAPR on each vCPU (api.rst 6.2), and for the architecture's level the register KVM_REG_PPC_ARCH_COMPAT
 * (api.rst 4.68) or, in problem state, the processor version of KVM_SET_SREGS.
 */
final class Spapr implements Lowering {
    private static final String SET_PLATFORM = "KVM_PPC_SET_PLATFORM";

    @Override
    public void check(VmConfig config, HostFacts host) {
        Ppc64Config asked = config.powerpc();
        boolean proposal = isProposal(asked, host);
        if (asked.compat() != null && host.capability("KVM_CAP_ONE_REG") == 0) {
            throw new ScriptError(
                    asked.compat().site(),
                    "compat needs KVM_CAP_ONE_REG, which board " + host.boardName() + " does not support");
        }
        if (proposal) {
            checkAnswer(config, host);
        }
        Ppc64Mode mode = Ppc64Mode.of(asked, host);
        // A kernel without types of VMs that has real mode areas has kvm_hv alone.
        if (asked.pvr() != null && (mode.isHypervisor() || LargePageRules.holdOn(host))) {
            checkPvr(asked.pvr(), host);
        }
        if (proposal && !Ppc64Mode.isNamed(asked, host)) {
            return;
        }
        Site site = asked.type() != null
                ? asked.type().site()
                : asked.platform() != null ? asked.platform().site() : null;
        if (site != null && !host.hasVmType(mode.type().constant())) {
            throw new ScriptError(
                    site,
                    mode + "; board " + host.boardName() + " does not support " + mode.type()
                            + ": KVM_CREATE_VM refuses type " + mode.type().constant(),
                    mode.isHypervisor() ? "HV needs the kvm_hv module" : "PR needs the kvm_pr module");
        }
        if (proposal) {
            return;
        }
        if (asked.platform() != null
                && asked.platform().platform() == Platform.SPAPR
                && host.capability("KVM_CAP_PPC_PAPR") == 0) {
            throw new ScriptError(
                    asked.platform().site(),
                    "board " + host.boardName() + " cannot run SPAPR guests: KVM_CAP_PPC_PAPR is 0");
        }
        if (mode.isHypervisor() && asked.platform() != null && asked.platform().platform() != Platform.SPAPR) {
            throw new ScriptError(
                    asked.platform().site(),
                    "an HV guest is always an SPAPR guest: without KVM_CAP_PPC_PAPR its first KVM_RUN fails with"
                            + " EINVAL",
                    "try: type PR");
        }
        if (asked.compat() != null && !mode.isHypervisor()) {
            throw new ScriptError(
                    asked.compat().site(),
                    "compat needs an HV guest: PR guests have no KVM_REG_PPC_ARCH_COMPAT; " + mode,
                    "set pvr to a processor " + "version instead");
        }
    }

    /** The call has no effect on its own VM that outlasts it, so the kernel is asked on another one. */
    private static void checkAnswer(VmConfig config, HostFacts host) {
        PlatformConfig platform = config.powerpc().platform();
        if (platform == null || !isDefined(platform, host)) {
            return;
        }
        int level = PlatformLevel.of(config, host);
        Integer answer = host.answer(
                Ppc64Planning.type(config, host), SET_PLATFORM, PlatformLevel.fields(platform, level, host.abi()));
        if (answer != null && answer < 0) {
            throw new ScriptError(
                    platform.site(),
                    SET_PLATFORM + " on the VM would fail with " + Errno.describe(-answer),
                    "argument: platform: " + platform.platform() + ", guest_arch: " + level
                            + (platform.flags() == null ? "" : ", flags: " + platform.flags()),
                    "rule: "
                            + Rulebook.of(host.arch(), SET_PLATFORM, -answer).stream()
                                    .map(Rule::toString)
                                    .collect(Collectors.joining("; ")));
        }
    }

    private static boolean isDefined(PlatformConfig platform, HostFacts host) {
        return host.abi().hasIoctl(SET_PLATFORM)
                && host.abi().hasConstant(platform.platform().constant())
                && (platform.flags() == null
                        || host.abi().hasConstant(platform.flags().constant()));
    }

    private static void checkPvr(Located<Long> asked, HostFacts host) {
        Long own = host.told("KVM_GET_SREGS", "pvr");
        if (own != null && !own.equals(asked.value())) {
            throw new ScriptError(
                    asked.site(),
                    "an HV guest has the board's own PVR, " + Bits64.hex(own) + "; the kernel refuses "
                            + Bits64.hex(asked.value()),
                    "arch/powerpc/kvm/book3s_hv.c, kvm_arch_vcpu_ioctl_set_sregs_hv",
                    "try: arch 206, or compat with a logical PVR");
        }
    }

    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        Ppc64Config asked = config.powerpc();
        PlatformConfig platform = asked.platform();
        if (platform == null) {
            return;
        }
        if (isProposal(asked, host)) {
            if (!host.abi().hasIoctl(SET_PLATFORM)) {
                throw new ScriptError(
                        platform.site(),
                        "the headers of board " + host.boardName() + " have no " + SET_PLATFORM,
                        "try: rfc 'scripts/rfc/kvm-ppc-set-platform.patch'");
            }
            for (String constant : platform.flags() == null
                    ? List.of(platform.platform().constant())
                    : List.of(platform.platform().constant(), platform.flags().constant())) {
                if (!host.abi().hasConstant(constant)) {
                    throw new ScriptError(
                            platform.site(),
                            "this board's definition of " + SET_PLATFORM + " lacks " + constant,
                            "try: rfc 'scripts/rfc/kvm-ppc-set-platform.patch'");
                }
            }
            steps.add(new SetPlatform(platform, PlatformLevel.of(config, host)));
        } else if (platform.arch() != 0 && !LogicalProcessor.has(platform.arch())) {
            throw new ScriptError(
                    platform.site(),
                    "arch " + platform.arch() + " has no logical PVR, which this kernel needs",
                    "arch must be one of " + LogicalProcessor.levels());
        }
    }

    /** Whether the proposal's call is used: a kernel that does not know KVM_PPC_SET_PLATFORM is not probed. */
    static boolean isProposal(Ppc64Config asked, HostFacts host) {
        Api api = asked.platform() == null ? null : asked.platform().api();
        return api == null ? host.hasIoctl(SET_PLATFORM) : api == Api.RFC2011;
    }

    /** Adds the steps that a platform requires for each of its vCPUs. */
    static void ofVcpu(Ppc64Config asked, VcpuConfig vcpu, HostFacts host, List<Step> steps) {
        PlatformConfig platform = asked.platform();
        boolean proposal = isProposal(asked, host);
        if (platform != null && !proposal && platform.platform() == Platform.SPAPR) {
            steps.add(new EnableCap(
                    vcpu.id(),
                    "KVM_CAP_PPC_PAPR",
                    null,
                    List.of(),
                    "platform SPAPR, without KVM_PPC_SET_PLATFORM: enables PAPR hypercalls (api.rst 6.2)",
                    platform.site()));
        }
        Ppc64Mode mode = Ppc64Mode.of(asked, host);
        if (platform != null && !proposal && platform.arch() != 0) {
            LogicalProcessor level = LogicalProcessor.of(platform.arch());
            if (mode.isHypervisor()) {
                steps.add(new SetArchCompat(
                        vcpu.id(),
                        level.logicalPvr(),
                        "arch " + platform.arch()
                                + ": the logical PVR that the guest sees (arch/powerpc/include/asm/reg.h)",
                        platform.site()));
            } else if (asked.pvr() == null) {
                steps.add(new SetPvr(
                        vcpu.id(),
                        level.pvr(),
                        "arch " + platform.arch() + ": in a PR guest, the PVR determines the architecture level"
                                + " (arch/powerpc/kernel/cputable.c); " + mode,
                        platform.site()));
            }
        }
        if (asked.compat() != null) {
            steps.add(new SetArchCompat(
                    vcpu.id(),
                    asked.compat().value(),
                    "compat: the logical PVR that the guest sees (api.rst 4.68)",
                    asked.compat().site()));
        }
        if (asked.pvr() != null) {
            steps.add(new SetPvr(
                    vcpu.id(),
                    asked.pvr().value(),
                    "pvr: the processor's version"
                            + (mode.isHypervisor() ? "; an HV guest can have only the board's own PVR" : ""),
                    asked.pvr().site()));
        }
    }

    /** @param level the guest's, as guest_arch has it */
    private record SetPlatform(PlatformConfig asked, int level) implements Step {
        @Override
        public String text() {
            return SET_PLATFORM + " " + asked.platform() + ", guest_arch " + level
                    + (asked.flags() == null ? "" : ", flags " + asked.flags());
        }

        @Override
        public Site site() {
            return asked.site();
        }

        @Override
        public String why() {
            VmType mode = asked.platform() == Platform.SPAPR ? VmType.HV : VmType.PR;
            return "selects the platform that the guest sees ([RFC PATCH 17/17]); " + asked.platform()
                    + " needs a kernel with " + mode.inWords();
        }

        @Override
        public void perform(Bringup machine) {
            try (Argument argument = Argument.of(machine.kernel(), "kvm_ppc_set_platform")) {
                PlatformLevel.fields(asked, level, machine.kernel().abi()).forEach(argument::set);
                machine.vm().ioctl(SET_PLATFORM, argument).get();
            }
        }
    }

    private record SetArchCompat(int id, long logicalPvr, String why, Site site) implements Step {
        @Override
        public String text() {
            return "KVM_SET_ONE_REG of vCPU " + id + ": KVM_REG_PPC_ARCH_COMPAT " + Bits64.hex(logicalPvr);
        }

        @Override
        public void perform(Bringup machine) {
            try (OneReg register = new OneReg(machine.vcpus().get(id), Integer.BYTES)) {
                register.set(machine.kernel().abi().constant("KVM_REG_PPC_ARCH_COMPAT"), logicalPvr);
            }
        }
    }

    private record SetPvr(int id, long pvr, String why, Site site) implements Step {
        @Override
        public String text() {
            return "KVM_SET_SREGS of vCPU " + id + ": pvr " + Bits64.hex(pvr);
        }

        @Override
        public void perform(Bringup machine) {
            machine.vcpus().get(id).changeSregs(sregs -> sregs.set("pvr", pvr));
        }
    }
}
