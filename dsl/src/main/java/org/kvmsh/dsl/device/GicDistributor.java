package org.kvmsh.dsl.device;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;

/**
 * The distributor of a GICv2 without the Security Extensions, as far as a guest's loads and stores show it; it delivers
 * no interrupts. Registers that are not here read as zero and ignore writes. Source: ARM IHI 0048B, section 4.3,
 * "Distributor register descriptions"; the number of the subsection is at each register.
 */
public final class GicDistributor {
    /** Table 4-1. */
    public static final int SIZE = 0x1000;

    /** GICD_CTLR (4.3.1): EnableGrp0 and EnableGrp1. */
    private static final int CTLR = 0x000;

    private static final int CTLR_BITS = 0x3;
    /** GICD_TYPER (4.3.2): ITLinesNumber in bits 4:0, CPUNumber in bits 7:5. */
    private static final int TYPER = 0x004;

    private static final int CPU_NUMBER_SHIFT = 5;
    private static final int MOST_CPUS = 8;
    /**
     * GICD_IIDR (4.3.3). The implementer is ARM's JEP106 code, as in KVM's own VGIC (arch/arm64/kvm/vgic/vgic.h); the
     * product is 'k', not KVM's 'K'.
     */
    private static final int IIDR = 0x008;

    private static final int IDENTITY = 'k' << 24 | 0x43b;
    /** GICD_ISENABLERn (4.3.5) and GICD_ICENABLERn (4.3.6): a bit an interrupt. */
    private static final int ISENABLER = 0x100;

    private static final int ICENABLER = 0x180;
    /** GICD_ISPENDRn (4.3.7); here those of software-generated interrupts alone, which are read-only in it. */
    private static final int ISPENDR = 0x200;
    /** GICD_IPRIORITYRn (4.3.11) and GICD_ITARGETSRn (4.3.12): a byte an interrupt. */
    private static final int IPRIORITYR = 0x400;

    private static final int ITARGETSR = 0x800;
    /** GICD_SGIR (4.3.15): TargetListFilter in bits 25:24, CPUTargetList in bits 23:16, SGIINTID in bits 3:0. */
    private static final int SGIR = 0xf00;

    private static final int LIST = 0;
    private static final int OTHERS = 1;
    private static final int SELF = 2;

    /**
     * Linux's VGIC_NR_IRQS_LEGACY (include/kvm/arm_vgic.h); the first 32 are each CPU's own, the first 16 of those
     * software-generated.
     */
    private static final int INTERRUPTS = 256;

    private static final int OWN = 32;
    private static final int SOFTWARE = 16;

    private final GuestCpus vcpus;
    private long enabledGroups;
    private final Interrupts shared = new Interrupts();
    /** By vCPU: the registers of its own interrupts are banked (4.1.4, "Register banking"). */
    private final Map<Integer, Interrupts> banks = new HashMap<>();

    /** The state of interrupts, by their number. */
    private static final class Interrupts {
        private final byte[] enabled = new byte[INTERRUPTS];
        private final byte[] priority = new byte[INTERRUPTS];
        private final byte[] targets = new byte[INTERRUPTS];
        private final byte[] pending = new byte[INTERRUPTS];
    }

    GicDistributor(GuestCpus vcpus) {
        this.vcpus = vcpus;
    }

    List<HandlerConfig> handlers(ReadyDeviceConfig device) {
        ExitPlaces places = new ExitPlaces(device.kind(), device.at(), device.at() + SIZE - 1);
        return List.of(new HandlerConfig(places, exit -> access((Exit.Mmio) exit, device.at()), device.site()));
    }

    private Object access(Exit.Mmio exit, long at) {
        int register = (int) (exit.address() - at);
        int cpu = vcpus.indexOf(exit.owner());
        // 4.1.4, "Register access": words, and bytes where a register has one an interrupt.
        boolean possible = register % exit.length() == 0
                && (exit.length() == Integer.BYTES || exit.length() == 1 && isBytes(register));
        if (!exit.write()) {
            return possible ? read(register, exit.length(), cpu) : 0L;
        }
        if (possible) {
            write(register, exit.length(), exit.getValue(), cpu);
        }
        return null;
    }

    private static boolean isBytes(int register) {
        return register >= IPRIORITYR && register < IPRIORITYR + INTERRUPTS
                || register >= ITARGETSR && register < ITARGETSR + INTERRUPTS;
    }

    private long read(int register, int length, int cpu) {
        if (isBytes(register)) {
            return bytes(register, length, cpu);
        }
        return switch (register) {
            case CTLR -> enabledGroups;
            case TYPER -> INTERRUPTS / Integer.SIZE - 1 | (long) (cpus() - 1) << CPU_NUMBER_SHIFT;
            case IIDR -> IDENTITY;
            default ->
                isBits(register, ISENABLER) || isBits(register, ICENABLER)
                        ? bits(register, cpu, false)
                        : isBits(register, ISPENDR) ? bits(register, cpu, true) : 0;
        };
    }

    private void write(int register, int length, long value, int cpu) {
        if (register == CTLR) {
            enabledGroups = value & CTLR_BITS;
        } else if (register == SGIR) {
            generate(value, cpu);
        } else if (isBits(register, ISENABLER) || isBits(register, ICENABLER)) {
            int first = register % (INTERRUPTS / Byte.SIZE) * Byte.SIZE;
            for (int i = 0; i < Integer.SIZE; i++) {
                if ((value >>> i & 1) != 0) {
                    of(first + i, cpu).enabled[first + i] = (byte) (isBits(register, ISENABLER) ? 1 : 0);
                }
            }
        } else if (isBytes(register)) {
            for (int i = 0; i < length; i++) {
                put(register + i, (byte) (value >>> Byte.SIZE * i), cpu);
            }
        }
    }

    private void put(int register, byte value, int cpu) {
        int interrupt = register % INTERRUPTS;
        if (register < ITARGETSR) {
            of(interrupt, cpu).priority[interrupt] = value;
        } else if (interrupt >= OWN) {
            // Only targets that exist can be set; those of a CPU's own interrupts are read-only (4.3.12).
            shared.targets[interrupt] = (byte) (value & (1 << cpus()) - 1);
        }
    }

    private long bytes(int register, int length, int cpu) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            int interrupt = (register + i) % INTERRUPTS;
            int held = register < ITARGETSR
                    ? of(interrupt, cpu).priority[interrupt]
                    : interrupt < OWN ? 1 << cpu : shared.targets[interrupt];
            value |= (held & 0xffL) << Byte.SIZE * i;
        }
        return value;
    }

    private long bits(int register, int cpu, boolean pending) {
        int first = register % (INTERRUPTS / Byte.SIZE) * Byte.SIZE;
        long value = 0;
        for (int i = 0; i < Integer.SIZE; i++) {
            Interrupts of = of(first + i, cpu);
            value |= (long) (pending ? of.pending : of.enabled)[first + i] << i;
        }
        return value;
    }

    /** Makes a software-generated interrupt pending at its targets. */
    private void generate(long value, int cpu) {
        int filter = (int) (value >>> 24) & 0x3;
        int all = (1 << cpus()) - 1;
        int targets = filter == LIST
                ? (int) (value >>> 16) & all
                : filter == OTHERS ? all & ~(1 << cpu) : filter == SELF ? 1 << cpu : 0;
        for (int target = 0; target < MOST_CPUS; target++) {
            if ((targets >> target & 1) != 0) {
                of(0, target).pending[(int) value & SOFTWARE - 1] = 1;
            }
        }
    }

    private Interrupts of(int interrupt, int cpu) {
        return interrupt < OWN ? banks.computeIfAbsent(cpu, each -> new Interrupts()) : shared;
    }

    private int cpus() {
        return Math.max(1, Math.min(MOST_CPUS, vcpus.count()));
    }

    /** Whether it is one of the registers from a first one on that have a bit an interrupt. */
    private static boolean isBits(int register, int first) {
        return register >= first && register < first + INTERRUPTS / Byte.SIZE;
    }
}
