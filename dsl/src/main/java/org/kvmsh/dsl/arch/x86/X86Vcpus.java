package org.kvmsh.dsl.arch.x86;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.call.IoctlByName;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.StartConfig;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.CreateVcpu;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.MakeRunnable;
import org.kvmsh.dsl.plan.step.RawCalls;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** vCPUs of an x86 board. */
final class X86Vcpus implements Lowering {
    /** Bit 1 of RFLAGS is always one (Intel SDM volume 1, "EFLAGS Register"). */
    private static final long RFLAGS_ALWAYS_ONE = 1 << 1;
    /** A 16-bit offset into a segment at 0 reaches no further (Intel SDM volume 1, "Modes of Operation"). */
    private static final long REAL_MODE_END = 0xffff;
    /** Three pages below the firmware at 4 GiB, where guests expect no memory. */
    private static final long TSS = 0xfffbd000L;

    private static final long TSS_SIZE = 3 * 0x1000;

    private static final String INIT_AND_SIPI =
            "INIT and SIPI from the guest, because it is not the boot vCPU and local APICs are in the kernel"
                    + " (arch/x86/kvm/x86.c, kvm_arch_vcpu_create)";

    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        if (!config.vcpus().isEmpty() && host.capability("KVM_CAP_SET_TSS_ADDR") != 0) {
            checkTss(config);
            steps.add(new SetTssAddr(config.vcpus().get(0).site()));
        }
        config.x86().msrs().forEach(X86Msrs::number);
        X86PageTables tables = new X86PageTables(config);
        steps.addAll(tables.steps());
        for (VcpuConfig vcpu : config.vcpus()) {
            RegisterNames registers = Planning.checked(vcpu, host);
            StartConfig start = vcpu.start();
            boolean waits = waits(vcpu, config, host);
            steps.add(
                    waits && start == null
                            ? new CreateVcpu(vcpu.id(), INIT_AND_SIPI, startOf(vcpu), vcpu.site())
                            : new CreateVcpu(vcpu.id(), vcpu.site()));
            // Before the special registers, some of whose bits the kernel takes only of a processor that has them.
            if (config.x86().cpuid() != null) {
                steps.add(X86Cpuid.requested(vcpu.id(), config.x86()));
            } else if (start != null
                    && start.mode() == StartConfig.Mode.LONG64
                    && host.capability("KVM_CAP_EXT_CPUID") != 0) {
                steps.add(X86Cpuid.longMode(vcpu.id(), start.site()));
            }
            if (start == null) {
                Planning.setRegisters(vcpu, Map.of(), registers, steps);
            } else {
                Long descriptors = null;
                if (start.vectors() != null) {
                    checkMode(start);
                    descriptors = tables.placeDescriptors(start.site());
                    steps.add(new X86DescriptorTables(
                            descriptors, X86DescriptorTables.gates(start, host.abi()), start.site()));
                }
                steps.add(mode(vcpu.id(), start, tables, descriptors));
                Planning.setRegisters(vcpu, begin(start.address()), registers, steps);
                if (waits) {
                    steps.add(new MakeRunnable(
                            vcpu.id(),
                            start.mode().name().toLowerCase(Locale.ROOT)
                                    + ": with in-kernel local APICs, every vCPU except the boot vCPU waits for INIT"
                                    + " and SIPI from the guest (arch/x86/kvm/x86.c, kvm_arch_vcpu_create)",
                            start.site()));
                }
            }
            if (!config.x86().msrs().isEmpty()) {
                steps.add(new X86Msrs(
                        vcpu.id(),
                        config.x86().msrs(),
                        config.x86().msrs().get(0).site()));
            }
            RawCalls.ofVcpu(vcpu, host, steps);
        }
    }

    /** The warning where the script gives a vCPU that waits a program counter, which SIPI replaces. */
    private static String startOf(VcpuConfig vcpu) {
        Long rip = vcpu.registers().get("rip");
        return rip == null
                ? ""
                : "vCPU " + vcpu.id() + " does not run at rip " + Bits64.hex(rip)
                        + ": it waits for INIT and SIPI, which"
                        + " set cs and rip; to run it immediately, use real, prot32 or long64 " + Bits64.hex(rip)
                        + " instead of rip:";
    }

    /**
     * Whether KVM_RUN of a vCPU would wait for the guest to start it: the boot vCPU is 0 unless a call of the script
     * has chosen another one (api.rst 4.41).
     */
    private static boolean waits(VcpuConfig vcpu, VmConfig config, HostFacts host) {
        boolean isApplication = vcpu.id() != 0
                || config.calls().stream()
                        .anyMatch(call ->
                                IoctlByName.isNamed("KVM_SET_BOOT_CPU_ID", host.abi(), FdKind.VM, call.ioctl()));
        return isApplication && (config.irqchip() != null || config.x86().splitIrqchip() != null);
    }

    /** The tables that exceptions need are those of 64-bit mode. */
    private static void checkMode(StartConfig start) {
        if (start.mode() != StartConfig.Mode.LONG64) {
            throw new ScriptError(
                    start.site(),
                    "vectors: on x86 needs 64-bit mode",
                    "try: vcpu(0) { long64 " + (start.address() == null ? "entry" : Bits64.hex(start.address()))
                            + "; vectors true }");
        }
    }

    private static Step mode(int id, StartConfig start, X86PageTables tables, Long descriptors) {
        if (start.mode() == StartConfig.Mode.LONG64) {
            return new X86LongMode(id, tables.of(start), descriptors, start.site());
        }
        return start.mode() == StartConfig.Mode.PROT32 ? new X86Protected32(id, start.site()) : realMode(id, start);
    }

    private static Map<String, Long> begin(long address) {
        Map<String, Long> registers = new LinkedHashMap<>();
        registers.put("rip", address);
        registers.put("rflags", RFLAGS_ALWAYS_ONE);
        return registers;
    }

    private static Step realMode(int id, StartConfig start) {
        if (start.address() < 0 || start.address() > REAL_MODE_END) {
            throw new ScriptError(
                    start.site(),
                    Bits64.hex(start.address()) + " is beyond " + Bits64.hex(REAL_MODE_END)
                            + ", the address limit of 16-bit real mode; an x86 vCPU starts in that mode",
                    "try: long64 " + Bits64.hex(start.address()));
        }
        return new RealMode(id, start.site());
    }

    private static void checkTss(VmConfig config) {
        for (MemoryConfig memory : config.memory(0)) {
            if (memory.at() < TSS + TSS_SIZE && TSS < memory.end()) {
                throw new ScriptError(
                        memory.site(),
                        "guest memory from " + Bits64.hex(memory.at()) + " overlaps the three pages at "
                                + Bits64.hex(TSS) + " that Intel processors need for real mode",
                        "api.rst, KVM_SET_TSS_ADDR");
            }
        }
    }

    /** Needed on Intel processors, harmless on others (api.rst, KVM_SET_TSS_ADDR). */
    private record SetTssAddr(Site site) implements Step {
        @Override
        public String text() {
            return "KVM_SET_TSS_ADDR " + Bits64.hex(TSS);
        }

        @Override
        public String why() {
            return "Intel processors need three pages for real mode; harmless on others (api.rst 4.36)";
        }

        @Override
        public List<GuestRange> ranges() {
            return List.of(new GuestRange(TSS, TSS_SIZE, "KVM_SET_TSS_ADDR", false));
        }

        @Override
        public void perform(Bringup machine) {
            machine.vm().ioctl("KVM_SET_TSS_ADDR", TSS).get();
        }
    }

    /**
     * Segments with base 0 in the mode that reset leaves: only CS has another base there (Intel SDM volume 3, "First
     * Instruction Executed").
     */
    private record RealMode(int id, Site site) implements Step {
        @Override
        public String text() {
            return "KVM_SET_SREGS of vCPU " + id + ": cs.base 0, cs.selector 0";
        }

        @Override
        public String why() {
            return "sets the cs selector and base to 0; after reset the selector is 0xf000 (Intel SDM volume 3, First"
                    + " Instruction Executed)";
        }

        @Override
        public void perform(Bringup machine) {
            machine.vcpus().get(id).changeSregs(sregs -> sregs.set("cs.base", 0).set("cs.selector", 0));
        }
    }
}
