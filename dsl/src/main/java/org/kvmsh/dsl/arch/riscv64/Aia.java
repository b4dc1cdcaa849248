package org.kvmsh.dsl.arch.riscv64;

import java.util.List;
import java.util.Locale;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.config.Riscv64Config.AiaConfig;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.CreateDevice;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.Placement;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.SetDeviceAttribute;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;

/**
 * A guest's interrupt controller: an IMSIC for each vCPU, which takes messages, and an APLIC, which makes messages of
 * interrupt lines. Source: arch/riscv/kvm/aia_device.c; the kernel has no document of it.
 */
final class Aia implements Lowering {
    static final String NAME = "the AIA";
    private static final String TYPE = "KVM_DEV_TYPE_RISCV_AIA";
    private static final String GROUP = "KVM_DEV_RISCV_AIA_GRP_";
    private static final String CONFIG = "KVM_DEV_RISCV_AIA_CONFIG_";
    private static final String MODE = "KVM_DEV_RISCV_AIA_MODE_";
    /**
     * The number of lines of an APLIC if the script gives only its address: those of one register of 32 bits, whose bit
     * 0 is no line.
     */
    private static final long USUAL_SOURCES = 31;

    @Override
    public void check(VmConfig config, HostFacts host) {
        AiaConfig aia = config.riscv().aia();
        if (aia == null) {
            return;
        }
        Refusals.needsDevice("aia", TYPE, true, host, aia.site());
        long page = host.abi().constant("KVM_DEV_RISCV_IMSIC_SIZE");
        long all = page << hartBits(config);
        if (!config.vcpus().isEmpty() && aia.imsic() % all != 0) {
            throw new ScriptError(
                    aia.site(),
                    "imsic: " + Bits64.hex(aia.imsic()) + " is not a multiple of " + Bits64.size(all) + " ("
                            + Bits64.size(page) + " for each vCPU, rounded up to a power of two)",
                    "try: imsic: " + Bits64.hex(aia.imsic() / all * all + all));
        }
        Placement.inMemory("imsic:", aia.imsic(), all, config, aia.site());
        long aplicSize = host.abi().constant("KVM_DEV_RISCV_APLIC_SIZE");
        Placement.inMemory("aplic:", aia.aplic(), aplicSize, config, aia.site());
        Placement.overlapping("imsic:", aia.imsic(), all, "aplic:", aia.aplic(), aplicSize, aia.site());
    }

    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        AiaConfig aia = config.riscv().aia();
        if (aia == null) {
            return;
        }
        Abi abi = host.abi();
        steps.add(new CreateDevice(
                NAME,
                TYPE,
                abi.constant(TYPE),
                "an AIA; KVM provides one if the processor has Ssaia (arch/riscv/kvm/aia_device.c)",
                aia.site()));
        if (aia.mode() != null) {
            steps.add(config(
                    "MODE",
                    mode(aia, abi),
                    "how KVM implements the guest's interrupt files: EMUL in software, HWACCEL in the processor, AUTO"
                            + " in the processor if possible, otherwise in software",
                    aia,
                    abi));
        }
        if (aia.ids() != null) {
            steps.add(
                    config("IDS", aia.ids(), "the highest interrupt number: one less than a multiple of 64", aia, abi));
        }
        if (aia.aplic() != null || aia.sources() != null) {
            steps.add(config(
                    "SRCS",
                    aia.sources() == null ? USUAL_SOURCES : aia.sources(),
                    "the number of APLIC interrupt lines",
                    aia,
                    abi));
        }
        if (aia.aplic() != null) {
            steps.add(address(
                    "KVM_DEV_RISCV_AIA_ADDR_APLIC",
                    0,
                    aia.aplic(),
                    abi.constant("KVM_DEV_RISCV_APLIC_SIZE"),
                    "APLIC",
                    aia,
                    abi));
        }
    }

    /** KVM creates an IMSIC for the vCPUs that exist when the AIA is initialized, and for no later one. */
    static void checkAdded(VmConfig before, VmConfig added) {
        if (before.riscv().aia() != null
                && !before.vcpus().isEmpty()
                && !added.vcpus().isEmpty()) {
            VcpuConfig vcpu = added.vcpus().get(0);
            throw new ScriptError(
                    vcpu.site(),
                    "vCPU " + vcpu.id() + " would have no IMSIC: the VM's AIA is already initialized, with "
                            + before.vcpus().size() + (before.vcpus().size() == 1 ? " vCPU" : " vCPUs"),
                    "rule: a vCPU that is created after KVM_DEV_RISCV_AIA_CTRL_INIT gets no interrupts"
                            + " (arch/riscv/kvm/aia_device.c:aia_init)",
                    "create all vCPUs in the same vm { } as the aia");
        }
    }

    /** Only then KVM knows the vCPUs that have an IMSIC each. */
    static void afterVcpus(VmConfig config, HostFacts host, List<Step> steps) {
        AiaConfig aia = config.riscv().aia();
        if (aia == null || config.vcpus().isEmpty()) {
            return;
        }
        Abi abi = host.abi();
        if (hartBits(config) > 0) {
            steps.add(config(
                    "HART_BITS", hartBits(config), "the number of address bits that select a vCPU's IMSIC", aia, abi));
        }
        long page = abi.constant("KVM_DEV_RISCV_IMSIC_SIZE");
        for (int i = 0; i < config.vcpus().size(); i++) {
            VcpuConfig vcpu = config.vcpus().get(i);
            // KVM_DEV_RISCV_AIA_ADDR_IMSIC of a vCPU is one more than its index (asm/kvm.h).
            steps.add(address(
                    "KVM_DEV_RISCV_AIA_ADDR_IMSIC(" + i + ")",
                    1 + i,
                    aia.imsic() + i * page,
                    page,
                    "IMSIC of vCPU " + vcpu.id(),
                    aia,
                    abi));
        }
        steps.add(new SetDeviceAttribute(
                NAME,
                GROUP + "CTRL KVM_DEV_RISCV_AIA_CTRL_INIT: initialize",
                abi.constant(GROUP + "CTRL"),
                abi.constant("KVM_DEV_RISCV_AIA_CTRL_INIT"),
                0,
                0,
                "initializes the interrupt controller after the last vCPU is created (arch/riscv/kvm/aia_device.c)",
                "",
                aia.site()));
    }

    private static int hartBits(VmConfig config) {
        return Integer.SIZE
                - Integer.numberOfLeadingZeros(Math.max(1, config.vcpus().size()) - 1);
    }

    private static long mode(AiaConfig aia, Abi abi) {
        String name = MODE + aia.mode().toUpperCase(Locale.ROOT).replaceFirst("^" + MODE, "");
        if (!abi.hasConstant(name)) {
            List<String> modes = abi.constants(MODE).keySet().stream()
                    .map(each -> each.substring(MODE.length()))
                    .toList();
            throw new ScriptError(
                    aia.site(),
                    "an AIA has no mode '" + aia.mode() + "'",
                    Nearest.note(aia.mode(), modes),
                    "modes: " + String.join(", ", modes));
        }
        return abi.constant(name);
    }

    private static Step config(String what, long value, String why, AiaConfig aia, Abi abi) {
        return new SetDeviceAttribute(
                NAME,
                GROUP + "CONFIG " + CONFIG + what + ": " + value,
                abi.constant(GROUP + "CONFIG"),
                abi.constant(CONFIG + what),
                value,
                Integer.BYTES,
                why + " (arch/riscv/kvm/aia_device.c)",
                "",
                aia.site());
    }

    private static Step address(String name, long attribute, long at, long size, String part, AiaConfig aia, Abi abi) {
        return new SetDeviceAttribute(
                NAME,
                GROUP + "ADDR " + name + ": " + part + " at " + Bits64.hex(at),
                abi.constant(GROUP + "ADDR"),
                attribute,
                at,
                Long.BYTES,
                "its guest physical address (arch/riscv/kvm/aia_device.c)",
                "",
                aia.site(),
                List.of(new GuestRange(at, size, part, false)));
    }
}
