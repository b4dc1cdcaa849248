package org.kvmsh.dsl.arch.arm64;

import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.SavedAttributes;

/**
 * The registers of a GICv3's distributor, redistributors and CPU interfaces, and the levels of its lines. Sources:
 * devices/arm-vgic-v3.rst; arch/arm64/kvm/vgic/vgic-mmio-v3.c.
 */
final class GicV3State extends GicState {
    private static final long PROPBASER = 0x70;
    private static final long PENDBASER = 0x78;
    private static final long ENABLE_LPIS = 1;
    /** ICC_CTLR_EL1.CBPR. */
    private static final long CBPR = 1;

    private static final long ICC_CTLR = icc(12, 4);
    /**
     * ICC_SRE, CTLR, PMR, BPR0, BPR1, IGRPEN0, IGRPEN1: CTLR before BPR1, which cannot be written while CTLR.CBPR is
     * set.
     */
    private static final long[] CPU_INTERFACE = {
        icc(12, 5), ICC_CTLR, instruction(4, 6, 0), icc(8, 3), icc(12, 3), icc(12, 6), icc(12, 7)
    };
    /** A processor with few priorities has only the first of each. */
    private static final long[] ACTIVE_PRIORITIES = {
        icc(8, 4), icc(8, 5), icc(8, 6), icc(8, 7), icc(9, 0), icc(9, 1), icc(9, 2), icc(9, 3)
    };

    GicV3State(SavedAttributes saved, Abi abi) {
        super(saved, abi);
    }

    private static long icc(int crm, int op2) {
        return instruction(12, crm, op2);
    }

    /** A system register of op0 3 and op1 0 as KVM_DEV_ARM_VGIC_GRP_CPU_SYSREGS has it. */
    private static long instruction(int crn, int crm, int op2) {
        return 3L << 14 | (long) crn << 7 | (long) crm << 3 | op2;
    }

    @Override
    void read(Map<Integer, Vcpu> vcpus) {
        long interrupts = vcpus.isEmpty() ? 0 : interrupts();
        if (interrupts == 0) {
            return;
        }
        saved.keep("DIST_REGS", IIDR, WORD);
        distributor(interrupts);
        boolean hasLpis = false;
        for (Vcpu vcpu : vcpus.values()) {
            hasLpis |= redistributor(affinity(vcpu, abi), vcpu);
        }
        levels(affinity(vcpus.values().iterator().next(), abi), PRIVATE, interrupts);
        for (Vcpu vcpu : vcpus.values()) {
            long of = affinity(vcpu, abi);
            levels(of, 0, PRIVATE);
            cpuInterface(of);
        }
        saved.keep("DIST_REGS", CTLR, WORD);
        if (hasLpis) {
            saved.actNow("CTRL", "KVM_DEV_ARM_VGIC_SAVE_PENDING_TABLES");
        }
    }

    private void distributor(long interrupts) {
        clear("DIST_REGS", ICENABLER, PRIVATE, interrupts);
        clear("DIST_REGS", ICACTIVER, PRIVATE, interrupts);
        keepFields("DIST_REGS", IGROUPR, 1, PRIVATE, interrupts);
        keepFields("DIST_REGS", ICFGR, 2, PRIVATE, interrupts);
        keepFields("DIST_REGS", IPRIORITYR, Byte.SIZE, PRIVATE, interrupts);
        for (long interrupt = PRIVATE; interrupt < interrupts; interrupt++) {
            saved.keep("DIST_REGS", IROUTER + interrupt * Long.BYTES, WORD);
        }
        keepFields("DIST_REGS", ISPENDR, 1, PRIVATE, interrupts);
        keepFields("DIST_REGS", ISACTIVER, 1, PRIVATE, interrupts);
        keepFields("DIST_REGS", ISENABLER, 1, PRIVATE, interrupts);
    }

    /**
     * Reads a redistributor. Its PROPBASER and PENDBASER are 0 after reset, and a write of 0 sets their cacheability
     * (arch/arm64/kvm/vgic/vgic-mmio-v3.c, vgic_sanitise_propbaser).
     *
     * @return whether it has LPIs enabled: then PROPBASER and PENDBASER cannot be written, so they are off meanwhile
     */
    private boolean redistributor(long of, Vcpu vcpu) {
        Long control = saved.read("REDIST_REGS", of | CTLR, WORD);
        boolean hasLpis = control != null && (control & ENABLE_LPIS) != 0;
        saved.write("REDIST_REGS", of | CTLR, WORD, 0);
        for (long register : new long[] {PROPBASER, PROPBASER + WORD, PENDBASER, PENDBASER + WORD}) {
            saved.keepIfOther("REDIST_REGS", of | register, WORD);
        }
        long frame = of | SGI_BASE;
        clear("REDIST_REGS", frame | ICENABLER, 0, PRIVATE);
        clear("REDIST_REGS", frame | ICACTIVER, 0, PRIVATE);
        keepFields("REDIST_REGS", frame | IGROUPR, 1, 0, PRIVATE);
        keepFields("REDIST_REGS", frame | ICFGR, 2, 0, PRIVATE);
        keepFields("REDIST_REGS", frame | IPRIORITYR, Byte.SIZE, 0, PRIVATE);
        saved.keep("REDIST_REGS", frame | ISPENDR, WORD);
        saved.keep("REDIST_REGS", frame | ISACTIVER, WORD);
        noteTimers("REDIST_REGS", frame | ISACTIVER, vcpu);
        saved.keep("REDIST_REGS", frame | ISENABLER, WORD);
        saved.keep("REDIST_REGS", of | CTLR, WORD);
        return hasLpis;
    }

    private void levels(long of, long from, long to) {
        long line = lineLevel(abi);
        for (long interrupt = from; interrupt < to; interrupt += Integer.SIZE) {
            saved.keep("LEVEL_INFO", of | line | interrupt, WORD);
        }
    }

    private void cpuInterface(long of) {
        for (long register : CPU_INTERFACE) {
            saved.keep("CPU_SYSREGS", of | register, Long.BYTES);
        }
        for (long register : ACTIVE_PRIORITIES) {
            saved.keepIfPresent("CPU_SYSREGS", of | register, Long.BYTES);
        }
        Long control = saved.read("CPU_SYSREGS", of | ICC_CTLR, Long.BYTES);
        if (control != null && (control & CBPR) != 0) {
            saved.lacks(
                    "ICC_BPR1_EL1, which KVM_DEV_ARM_VGIC_GRP_CPU_SYSREGS does not return while ICC_CTLR_EL1.CBPR is"
                            + " set");
        }
    }
}
