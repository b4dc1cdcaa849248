package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.MemorySpec;
import org.kvmsh.dsl.spec.PlatformSpec;
import org.kvmsh.dsl.spec.RmaSpec;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VmSpec;
import org.kvmsh.bindings.kernel.Region;

/** The platform and the real mode area of a powerpc guest. Sources: [RFC PATCH 17/17]; aa04b4cc5be6. */
final class Spapr implements Lowering {
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
        Refusals.needsIoctl("platform " + asked.platform(), "KVM_PPC_SET_PLATFORM", host, asked.site());
        steps.add(new SetPlatform(asked, host.abi().constant(asked.platform().constant())));
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

        @Override public void perform(Bringup machine) {
            try (Argument argument = Argument.of(machine.kernel(), "kvm_ppc_set_platform")) {
                argument.set("platform", platform).set("guest_arch", asked.arch());
                machine.vm().ioctl("KVM_PPC_SET_PLATFORM", argument).get();
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
