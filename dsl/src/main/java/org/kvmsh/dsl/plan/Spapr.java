package org.kvmsh.dsl.plan;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.MemorySpec;
import org.kvmsh.dsl.spec.Platform;
import org.kvmsh.dsl.spec.PlatformSpec;
import org.kvmsh.dsl.spec.RmaSpec;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VcpuSpec;
import org.kvmsh.dsl.spec.VmSpec;

/**
 * The platform and the real mode area of a powerpc guest. Sources: [RFC PATCH 17/17]; aa04b4cc5be6.
 *
 * <p>KVM_PPC_SET_PLATFORM was never merged. What a kernel of today has of it is the type of KVM_CREATE_VM, KVM_CAP_PPC_PAPR on each
 * vCPU (api.rst 6.2) and the register KVM_REG_PPC_ARCH_COMPAT (api.rst 4.68).
 */
final class Spapr implements Lowering {
    /** Source: arch/powerpc/include/asm/reg.h, "Logical PVR values defined in PAPR". */
    private static final Map<Integer, Long> LOGICAL_PVRS = new TreeMap<>(Map.of(205, 0x0f000002L, 206, 0x0f000003L, 207, 0x0f000004L, 300, 0x0f000005L, 310, 0x0f000006L));

    @Override public void lower(VmSpec spec, HostFacts host, List<Step> steps) {
        if (spec.platform() != null) {
            lower(spec.platform(), host, steps);
        }
        if (spec.rma() != null) {
            lower(spec.rma(), host, steps);
        }
    }

    private static void lower(PlatformSpec asked, HostFacts host, List<Step> steps) {
        Refusals.needs("platform " + asked.platform(), "powerpc", host.arch().isPowerpc(), host, asked.site());
        if (isProposal(host)) {
            steps.add(new SetPlatform(asked, host.abi().constant(asked.platform().constant())));
        } else if (asked.platform() == Platform.SPAPR && host.capability("KVM_CAP_PPC_PAPR") == 0) {
            throw new ScriptError(asked.site(), "this board, " + host.boardName() + ", runs no SPAPR guests: KVM_CAP_PPC_PAPR is 0");
        } else if (asked.arch() != 0) {
            checkArch(asked, host);
        }
    }

    private static boolean isProposal(HostFacts host) {
        return host.abi().hasIoctl("KVM_PPC_SET_PLATFORM");
    }

    /** A VM in hypervisor mode where the kernel has it; a guest without PAPR runs in problem state alone. */
    static long vmType(PlatformSpec asked, HostFacts host) {
        if (isProposal(host) || !host.arch().isPowerpc()) {
            return 0;
        }
        return host.abi().constant(asked.platform() == Platform.SPAPR && isHypervisorMode(host) ? "KVM_VM_PPC_HV" : "KVM_VM_PPC_PR");
    }

    static String whyType(PlatformSpec asked, HostFacts host) {
        return isProposal(host) ? "" : vmType(asked, host) == host.abi().constant("KVM_VM_PPC_HV") ? "the type is KVM_VM_PPC_HV: a guest in hypervisor mode, which kvm_hv has"
                : "the type is KVM_VM_PPC_PR: a guest in problem state";
    }

    /** arch/powerpc/kvm/powerpc.c answers this capability with whether the module for hypervisor mode is loaded. */
    private static boolean isHypervisorMode(HostFacts host) {
        return host.capability("KVM_CAP_PPC_ALLOC_HTAB") != 0;
    }

    private static void checkArch(PlatformSpec asked, HostFacts host) {
        if (!LOGICAL_PVRS.containsKey(asked.arch())) {
            throw new ScriptError(asked.site(), "there is no logical processor of arch " + asked.arch() + ", which this kernel would have to be told",
                    "arch is one of " + LOGICAL_PVRS.keySet().toString().replaceAll("[\\[\\]]", ""));
        }
        if (vmType(asked, host) != host.abi().constant("KVM_VM_PPC_HV")) {
            throw new ScriptError(asked.site(), "arch " + asked.arch() + " needs a VM in hypervisor mode: a problem-state VM has no KVM_REG_PPC_ARCH_COMPAT",
                    "try: platform " + asked.platform());
        }
    }

    /** What a platform is to each of its vCPUs. */
    static void ofVcpu(PlatformSpec asked, VcpuSpec vcpu, HostFacts host, List<Step> steps) {
        if (asked == null || isProposal(host)) {
            return;
        }
        if (asked.platform() == Platform.SPAPR) {
            steps.add(new EnablePapr(vcpu.id(), asked.site()));
        }
        if (asked.arch() != 0) {
            steps.add(new SetArchCompat(vcpu.id(), asked.arch(), asked.site()));
        }
    }

    private static void lower(RmaSpec asked, HostFacts host, List<Step> steps) {
        Refusals.needs("rma", "powerpc", host.arch().isPowerpc(), host, asked.site());
        Refusals.needsIoctl("rma", "KVM_ALLOCATE_RMA", host, asked.site());
        if (host.capability("KVM_CAP_PPC_RMA") == 0) {
            throw new ScriptError(asked.site(), "this board, " + host.boardName() + ", has no pool of real mode areas: KVM_CAP_PPC_RMA is 0");
        }
        steps.add(new AllocateRma(asked));
    }

    private record SetPlatform(PlatformSpec asked, long platform) implements Step {
        @Override public String text() {
            return "KVM_PPC_SET_PLATFORM " + asked.platform() + ", guest_arch " + asked.arch();
        }

        @Override public Site site() {
            return asked.site();
        }

        @Override public String why() {
            return "which platform the guest is to see ([RFC PATCH 17/17])";
        }

        @Override public void perform(Bringup machine) {
            try (Argument argument = Argument.of(machine.kernel(), "kvm_ppc_set_platform")) {
                argument.set("platform", platform).set("guest_arch", asked.arch());
                machine.vm().ioctl("KVM_PPC_SET_PLATFORM", argument).get();
            }
        }
    }

    private record EnablePapr(int id, Site site) implements Step {
        @Override public String text() {
            return "KVM_ENABLE_CAP of vCPU " + id + ": KVM_CAP_PPC_PAPR";
        }

        @Override public String why() {
            return "platform SPAPR: PAPR's hypercalls come to the kernel (api.rst 6.2), since KVM_PPC_SET_PLATFORM was never merged";
        }

        @Override public List<String> capabilities() {
            return List.of("KVM_CAP_PPC_PAPR");
        }

        @Override public void perform(Bringup machine) {
            try (Argument argument = Argument.of(machine.kernel(), "kvm_enable_cap")) {
                argument.set("cap", machine.kernel().abi().constant("KVM_CAP_PPC_PAPR"));
                machine.vcpus().get(id).ioctl("KVM_ENABLE_CAP", argument).get();
            }
        }
    }

    private record SetArchCompat(int id, int arch, Site site) implements Step {
        @Override public String text() {
            return "KVM_SET_ONE_REG of vCPU " + id + ": KVM_REG_PPC_ARCH_COMPAT " + Bits64.hex(LOGICAL_PVRS.get(arch));
        }

        @Override public String why() {
            return "arch " + arch + ": the logical processor that the guest is told of (arch/powerpc/include/asm/reg.h)";
        }

        @Override public void perform(Bringup machine) {
            try (OneReg register = new OneReg(machine.vcpus().get(id), Integer.BYTES)) {
                register.set(machine.kernel().abi().constant("KVM_REG_PPC_ARCH_COMPAT"), LOGICAL_PVRS.get(arch));
            }
        }
    }

    /** The area is the guest's memory at address 0, where real mode addresses lie. */
    private record AllocateRma(RmaSpec asked) implements Step {
        @Override public String text() {
            return "KVM_ALLOCATE_RMA, expected to give " + Bits64.size(asked.size());
        }

        @Override public Site site() {
            return asked.site();
        }

        @Override public String why() {
            return "rma: real mode addresses are physical, so memory there has to be in one piece (aa04b4cc5be6)";
        }

        @Override public List<String> capabilities() {
            return List.of("KVM_CAP_PPC_RMA");
        }

        @Override public Map<String, Long> expected() {
            return Map.of("rma_size", asked.size());
        }

        @Override public void perform(Bringup machine) {
            long size;
            int fd;
            try (Argument argument = Argument.of(machine.kernel(), "kvm_allocate_rma")) {
                fd = machine.vm().ioctl("KVM_ALLOCATE_RMA", argument).get();
                machine.madeDescriptor(fd);
                size = argument.get("rma_size");
            }
            if (size != asked.size()) {
                throw new ScriptError(site(), "the kernel's real mode areas have " + Bits64.size(size) + ", not " + Bits64.size(asked.size()),
                        "their size is fixed when the kernel boots: kvm_rma_size=", "try: rma " + (size >> 20) + ".MB");
            }
            Region area = machine.map(fd, size);
            machine.addMemory(new MemorySpec(0, size, site()), area);
        }
    }
}
