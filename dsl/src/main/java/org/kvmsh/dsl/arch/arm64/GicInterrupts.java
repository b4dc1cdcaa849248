package org.kvmsh.dsl.arch.arm64;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.ReadAttributes;
import org.kvmsh.dsl.arch.SavedAttributes;
import org.kvmsh.dsl.interrupt.InterruptNow;
import org.kvmsh.dsl.interrupt.InterruptsNow;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.Bits64;

/** The states of a GIC's interrupts, read through the attributes of its device. Sources: as for {@link GicState}. */
final class GicInterrupts {
    private static final long EDGE = 2;
    private static final long AFFINITY = 0xff00ffffffL;
    /** GICD_IROUTER.Interrupt_Routing_Mode. */
    private static final long ANY = 1L << 31;

    private final GicState gic;
    private final boolean isV3;
    private final Map<Integer, Vcpu> vcpus;
    /** The numbers of a GICv3's vCPUs, by their affinities as GICD_IROUTER has them. */
    private final Map<Long, Integer> byAffinity = new HashMap<>();

    private final ReadAttributes registers;
    private final List<InterruptNow> all = new ArrayList<>();

    private GicInterrupts(SavedAttributes read, boolean isV3, Abi abi, Map<Integer, Vcpu> vcpus) {
        this.gic = isV3 ? new GicV3State(read, abi) : new GicV2State(read, abi);
        this.registers = new ReadAttributes(read);
        this.isV3 = isV3;
        this.vcpus = vcpus;
    }

    /** Those of the VM's GIC, if it is a device. */
    static InterruptsNow of(Bringup made) {
        Vm vm = made.vm();
        Abi abi = vm.kernel().abi();
        for (Map.Entry<Integer, Long> device : vm.devices().entrySet()) {
            boolean isV3 = device.getValue() == abi.constant("KVM_DEV_TYPE_ARM_VGIC_V3");
            if (isV3 || device.getValue() == abi.constant("KVM_DEV_TYPE_ARM_VGIC_V2")) {
                SavedAttributes read = GicState.attributes(isV3 ? "GICv3" : "GICv2", vm, device.getKey());
                List<InterruptNow> all = new GicInterrupts(read, isV3, abi, made.vcpus()).read();
                return InterruptsNow.of(all, read.missing());
            }
        }
        return InterruptsNow.NONE;
    }

    private List<InterruptNow> read() {
        long interrupts = vcpus.isEmpty() ? 0 : gic.interrupts();
        if (interrupts > 0) {
            vcpus.forEach((id, vcpu) -> {
                if (isV3) {
                    byAffinity.put(Architecture.registersOf(gic.abi).read(vcpu, "mpidr_el1") & AFFINITY, id);
                }
                long of = isV3
                        ? GicState.affinity(vcpu, gic.abi) | GicState.SGI_BASE
                        : (long) id << gic.abi.constant("KVM_DEV_ARM_VGIC_CPUID_SHIFT");
                read(isV3 ? "REDIST_REGS" : "DIST_REGS", of, id, 0, GicState.PRIVATE);
            });
            read("DIST_REGS", 0, null, GicState.PRIVATE, (int) interrupts);
        }
        return all;
    }

    /** @param of the upper bits of the attributes: a vCPU's number or affinity, and the frame */
    private void read(String group, long of, Integer vcpu, int from, int to) {
        for (int first = from; first < to; first += Integer.SIZE) {
            long word = first / Byte.SIZE;
            long enabled = word(group, of | GicState.ISENABLER + word);
            long pending = word(group, of | GicState.ISPENDR + word);
            long active = word(group, of | GicState.ISACTIVER + word);
            long lines = isV3 ? lines(of, first) : 0;
            for (int number = first; number < Math.min(to, first + Integer.SIZE); number++) {
                int bit = number - first;
                boolean isEdge = (field(group, of | GicState.ICFGR, number, 2) & EDGE) != 0;
                all.add(new InterruptNow(
                        vcpu == null ? "SPI" : number < GicState.SGIS ? "SGI" : "PPI",
                        number,
                        vcpu,
                        (enabled >>> bit & 1) != 0,
                        (pending >>> bit & 1) != 0 || !isEdge && (lines >>> bit & 1) != 0,
                        (active >>> bit & 1) != 0,
                        (int) field(group, of | GicState.IPRIORITYR, number, Byte.SIZE),
                        isEdge ? "edge" : "level",
                        vcpu == null ? target(number) : ""));
            }
        }
    }

    /**
     * The levels of 32 lines. A GICv3's ISPENDR has what is latched alone (arch/arm64/kvm/vgic/vgic-mmio-v3.c,
     * vgic_v3_uaccess_read_pending), a GICv2's the lines too.
     */
    private long lines(long of, int first) {
        Vcpu any = vcpus.values().iterator().next();
        long vcpu = of == 0 ? GicState.affinity(any, gic.abi) : of & ~GicState.SGI_BASE;
        return word("LEVEL_INFO", vcpu | GicState.lineLevel(gic.abi) | first);
    }

    /** An interrupt's field in the registers that have one of some bits for each. */
    private long field(String group, long register, int number, int bits) {
        int perWord = Integer.SIZE / bits;
        long word = word(group, register + (long) (number / perWord) * GicState.WORD);
        return word >>> number % perWord * bits & (1L << bits) - 1;
    }

    private long word(String group, long attribute) {
        return registers.value(group, attribute, GicState.WORD);
    }

    /** The vCPUs that may get a shared interrupt. */
    private String target(int number) {
        if (!isV3) {
            long mask = field("DIST_REGS", GicState.ITARGETSR, number, Byte.SIZE);
            return IntStream.range(0, Byte.SIZE)
                    .filter(bit -> (mask >>> bit & 1) != 0)
                    .mapToObj(bit -> "vCPU " + bit)
                    .collect(Collectors.joining(", "));
        }
        long register = GicState.IROUTER + (long) number * Long.BYTES;
        long route = word("DIST_REGS", register) | word("DIST_REGS", register + GicState.WORD) << Integer.SIZE;
        if ((route & ANY) != 0) {
            return "any vCPU";
        }
        long affinity = route & AFFINITY;
        Integer vcpu = byAffinity.get(affinity);
        return vcpu == null ? "affinity " + Bits64.hex(affinity) : "vCPU " + vcpu;
    }
}
