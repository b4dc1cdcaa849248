package org.kvmsh.dsl.arch.ppc64;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Hypercalls;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.config.HcallConfig;
import org.kvmsh.dsl.config.Located;
import org.kvmsh.dsl.config.Mmu;
import org.kvmsh.dsl.config.Ppc64Config;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.CreateDevice;
import org.kvmsh.dsl.plan.step.EnableCap;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The settings of a powerpc guest before its vCPUs, whatever its platform: threads, address translation, hypercalls,
 * the interrupt controller. Sources: api.rst 4.76, 4.100, 6.7, 7.1 and 7.11; devices/xics.rst, xive.rst.
 */
final class Ppc64Vm implements Lowering {
    /**
     * PATB_GR of a partition table's second doubleword (Power ISA book III, "Partition Table"): the guest has a radix
     * tree, and the flags must agree.
     */
    private static final long PATB_GR = 1L << 63;

    /** Where a guest in C has its process table of 4 KiB; the guest library has the same number. */
    private static final long PROCESS_TABLE = 0x1000;

    private static final String CONTROLLER = "the interrupt controller";

    @Override
    public void check(VmConfig config, HostFacts host) {
        Ppc64Config asked = config.powerpc();
        if (asked.mmu() != null) {
            Refusals.needsProbedIoctl(
                    "mmu", "KVM_PPC_CONFIGURE_V3_MMU", host, asked.mmu().site());
        }
        if (asked.htab() != null) {
            capability("htab", "KVM_CAP_PPC_ALLOC_HTAB", host, asked.htab().site());
            if (asked.mmu() != null && asked.mmu().value() == Mmu.RADIX) {
                throw new ScriptError(
                        asked.htab().site(),
                        "a radix guest has no hashed page table",
                        "mmu RADIX is set at " + asked.mmu().site());
            }
        }
        if (asked.smt() != null) {
            capability("smt", "KVM_CAP_PPC_SMT", host, asked.smt().site());
            capability("smt", "KVM_CAP_ENABLE_CAP_VM", host, asked.smt().site());
        }
        for (HcallConfig hcall : asked.hcalls()) {
            capability("enableHcall", "KVM_CAP_PPC_ENABLE_HCALL", host, hcall.site());
        }
        if (asked.controller() != null) {
            Refusals.needsDevice(
                    word(asked.controller()),
                    asked.controller().value(),
                    true,
                    host,
                    asked.controller().site());
        }
    }

    private static void capability(String word, String capability, HostFacts host, Site site) {
        if (host.capability(capability) == 0) {
            throw new ScriptError(site, "board " + host.boardName() + " has no " + word + ": " + capability + " is 0");
        }
    }

    private static String mmuCapability(Mmu mmu) {
        return mmu == Mmu.RADIX ? "KVM_CAP_PPC_MMU_RADIX" : "KVM_CAP_PPC_MMU_HASH_V3";
    }

    static String word(Located<String> controller) {
        return controller.value().endsWith("XICS") ? "xics" : "xive";
    }

    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        Ppc64Config asked = config.powerpc();
        if (asked.smt() != null) {
            steps.add(new EnableCap(
                    null,
                    "KVM_CAP_PPC_SMT",
                    null,
                    List.of((long) asked.smt().value(), 0L),
                    "smt: threads per virtual core; must come before the first vCPU (api.rst 7.11)",
                    asked.smt().site()));
        }
        if (asked.mmu() != null) {
            long table = config.guest() == null ? 0 : PROCESS_TABLE;
            steps.add(new ConfigureMmu(asked.mmu().value(), table, asked.mmu().site()));
        }
        if (asked.htab() != null) {
            steps.add(new AllocateHtab(asked.htab().value(), asked.htab().site()));
        }
        for (HcallConfig hcall : asked.hcalls()) {
            steps.add(new EnableCap(
                    null,
                    "KVM_CAP_PPC_ENABLE_HCALL",
                    null,
                    List.of(hcall.number(), hcall.on() ? 1L : 0L),
                    "enableHcall: " + Hypercalls.name(hcall.number())
                            + (hcall.on() ? " is handled in the kernel where possible" : " leaves KVM_RUN as an exit")
                            + " (api.rst " + "7.1)",
                    hcall.site()));
        }
        if (asked.controller() != null) {
            Refusals.needsIoctl(
                    word(asked.controller()),
                    "KVM_CREATE_DEVICE",
                    host,
                    asked.controller().site());
            String type = asked.controller().value();
            steps.add(new CreateDevice(
                    CONTROLLER,
                    type,
                    host.abi().constant(type),
                    word(asked.controller()) + ": the guest's in-kernel interrupt controller (devices/"
                            + word(asked.controller()) + ".rst)",
                    asked.controller().site()));
        }
    }

    /** Each vCPU's interrupt presentation is connected to its device. */
    static void ofVcpu(Ppc64Config asked, VcpuConfig vcpu, List<Step> steps) {
        if (asked.controller() != null) {
            boolean xics = asked.controller().value().endsWith("XICS");
            steps.add(new EnableCap(
                    vcpu.id(),
                    xics ? "KVM_CAP_IRQ_XICS" : "KVM_CAP_PPC_IRQ_XIVE",
                    CONTROLLER,
                    List.of((long) vcpu.id()),
                    "connects the vCPU to the interrupt controller as server " + vcpu.id()
                            + (xics ? " (api.rst 6.7)" : " (devices/xive.rst)"),
                    asked.controller().site()));
        }
    }

    private record ConfigureMmu(Mmu mmu, long table, Site site) implements Step {
        private boolean isOfGuest() {
            return mmu == Mmu.RADIX && table != 0;
        }

        @Override
        public String text() {
            return "KVM_PPC_CONFIGURE_V3_MMU " + mmu + (isOfGuest() ? ", process table at " + Bits64.hex(table) : "");
        }

        @Override
        public String why() {
            return "mmu: selects how the guest translates addresses; "
                    + (isOfGuest()
                            ? "mmu_on() in a C guest writes the process table"
                            : "the process table is set later")
                    + " (api.rst 4.100)";
        }

        @Override
        public List<String> capabilities() {
            return List.of(mmuCapability(mmu));
        }

        @Override
        public void perform(Bringup machine) {
            try (Argument config = Argument.of(machine.kernel(), "kvm_ppc_mmuv3_cfg")) {
                if (mmu == Mmu.RADIX) {
                    Abi abi = machine.kernel().abi();
                    config.set("flags", abi.constant("KVM_PPC_MMUV3_RADIX") | abi.constant("KVM_PPC_MMUV3_GTSE"))
                            .set("process_table", PATB_GR | table);
                }
                machine.vm().ioctl("KVM_PPC_CONFIGURE_V3_MMU", config).get();
            }
        }
    }

    private record AllocateHtab(int order, Site site) implements Step {
        @Override
        public String text() {
            return "KVM_PPC_ALLOCATE_HTAB order " + order;
        }

        @Override
        public String why() {
            return "htab: the guest's hashed page table of 2^" + order + " bytes (api.rst 4.76)";
        }

        @Override
        public void perform(Bringup machine) {
            try (Argument argument = Argument.of(machine.kernel(), Struct.scalar("u32"), 0)) {
                machine.vm()
                        .ioctl("KVM_PPC_ALLOCATE_HTAB", argument.set("value", order))
                        .get();
            }
        }
    }
}
