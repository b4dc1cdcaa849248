package org.kvmsh.dsl.arch.arm64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.SavedAttributes;
import org.kvmsh.dsl.arch.SavedPart;
import org.kvmsh.dsl.plan.step.Bringup;

/**
 * The distributor's registers, which a GICv2 and a GICv3 have alike, in the order in which they are written again:
 * GICD_IIDR before all others (devices/arm-vgic.rst), the configuration of interrupts before what is pending and
 * active. Source of the offsets: "Arm Generic Interrupt Controller Architecture Specification", GICv3 and GICv4, 12.8;
 * arch/arm64/kvm/vgic/vgic-mmio-v2.c and vgic-mmio-v3.c have those that KVM implements.
 */
abstract class GicState {
    static final int WORD = Integer.BYTES;
    static final long CTLR = 0;
    static final long TYPER = 0x4;
    static final long IIDR = 0x8;
    static final long IGROUPR = 0x80;
    static final long ISENABLER = 0x100;
    static final long ICENABLER = 0x180;
    static final long ISPENDR = 0x200;
    static final long ISACTIVER = 0x300;
    static final long ICACTIVER = 0x380;
    static final long IPRIORITYR = 0x400;
    /** The second frame of a GICv3's redistributor. */
    static final long SGI_BASE = 0x10000;

    /** Of a GICv2. */
    static final long ITARGETSR = 0x800;

    static final long ICFGR = 0xc00;
    /** Of a GICv3. */
    static final long IROUTER = 0x6000;

    static final long ALL = 0xffffffffL;
    /** The number of interrupts that each vCPU has for itself: SGIs and PPIs. */
    static final int PRIVATE = 32;

    static final int SGIS = 16;

    private static final long LINES = 0x1f;
    /** The bits of PPIs in a word of ISACTIVER0. */
    private static final long PPIS = 0xffff0000L;

    final SavedAttributes saved;
    final Abi abi;

    GicState(SavedAttributes saved, Abi abi) {
        this.saved = saved;
        this.abi = abi;
    }

    /**
     * The states of the VM's GIC devices, each before what depends on it: an ITS comes after its GICv3
     * (devices/arm-vgic-its.rst, ITS Restore Sequence).
     */
    static List<SavedPart> of(Bringup made) {
        Vm vm = made.vm();
        Abi abi = vm.kernel().abi();
        List<SavedPart> gics = new ArrayList<>();
        List<SavedPart> its = new ArrayList<>();
        vm.devices().forEach((fd, type) -> {
            if (type == abi.constant("KVM_DEV_TYPE_ARM_VGIC_V2")) {
                SavedAttributes saved = attributes("GICv2", vm, fd);
                new GicV2State(saved, abi).read(made.vcpus());
                gics.add(saved);
            } else if (type == abi.constant("KVM_DEV_TYPE_ARM_VGIC_V3")) {
                SavedAttributes saved = attributes("GICv3", vm, fd);
                new GicV3State(saved, abi).read(made.vcpus());
                gics.add(saved);
            } else if (type == abi.constant("KVM_DEV_TYPE_ARM_VGIC_ITS")) {
                SavedAttributes saved = attributes("ITS", vm, fd);
                ItsState.read(saved);
                its.add(saved);
            }
        });
        if (gics.isEmpty() && vm.hasIrqchip()) {
            gics.add(new NoGicState());
        }
        gics.addAll(its);
        return gics;
    }

    /** The attributes of one of the VM's GIC devices. */
    static SavedAttributes attributes(String name, Vm vm, int fd) {
        return new SavedAttributes(name, "KVM_DEV_ARM_VGIC_GRP_", vm, fd);
    }

    /** The number of interrupts, by its GICD_TYPER; 0 if it is not initialized. */
    long interrupts() {
        Long typer = saved.read("DIST_REGS", TYPER, WORD);
        return typer == null ? 0 : ((typer & LINES) + 1) * PRIVATE;
    }

    /**
     * The registers with a field for each interrupt, of which one group has some.
     *
     * @param bits of an interrupt's field
     * @param from the first interrupt
     * @param to the first interrupt after the last
     */
    void keepFields(String group, long register, int bits, long from, long to) {
        for (long at = from * bits / Byte.SIZE; at < to * bits / Byte.SIZE; at += WORD) {
            saved.keep(group, register + at, WORD);
        }
    }

    /** Writes 1 to the bit of each interrupt. */
    void clear(String group, long register, long from, long to) {
        for (long at = from / Byte.SIZE; at < to / Byte.SIZE; at += WORD) {
            saved.write(group, register + at, WORD, ALL);
        }
    }

    /**
     * KVM does not let the active state of an interrupt of the host's be set, such as the timers' after the first
     * KVM_RUN (arch/arm64/kvm/vgic/vgic-mmio.c).
     */
    void noteTimers(String group, long register, Vcpu vcpu) {
        Long active = saved.read(group, register, WORD);
        if (active != null && (active & PPIS) != 0 && vcpu.hasRun()) {
            saved.lacks("the active state of the timers' PPIs, which " + group + " does not set once a vCPU has run");
        }
    }

    /** An interrupt controller without a device's descriptor. */
    private static final class NoGicState implements SavedPart {
        @Override
        public String name() {
            return "";
        }

        @Override
        public List<String> missing() {
            return List.of(
                    "the GICv2: KVM_GET_DEVICE_ATTR needs a descriptor from KVM_CREATE_DEVICE, and KVM_CREATE_IRQCHIP"
                            + " returns no descriptor; vgic with api: 'attributes' creates a device");
        }

        @Override
        public List<String> restore(Bringup made) {
            return List.of();
        }
    }

    /** The affinity of a vCPU as attributes have it, in their upper half (devices/arm-vgic-v3.rst). */
    static long affinity(Vcpu vcpu, Abi abi) {
        long mpidr = Architecture.registersOf(abi).read(vcpu, "mpidr_el1");
        long low = mpidr & 0xffffff;
        long aff3 = mpidr >>> Integer.SIZE & 0xff;
        return (aff3 << 24 | low) << abi.constant("KVM_DEV_ARM_VGIC_V3_MPIDR_SHIFT");
    }

    /** The part of an attribute of a GICv3's LEVEL_INFO that asks for the levels of lines. */
    static long lineLevel(Abi abi) {
        return abi.constant("VGIC_LEVEL_INFO_LINE_LEVEL") << abi.constant("KVM_DEV_ARM_VGIC_LINE_LEVEL_INFO_SHIFT");
    }

    /** Reads what is to be written again. */
    abstract void read(Map<Integer, Vcpu> vcpus);
}
