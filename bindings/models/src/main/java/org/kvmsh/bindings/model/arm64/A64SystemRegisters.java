package org.kvmsh.bindings.model.arm64;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * System registers by their encoding, which is that of MRS and of KVM's ids: op0, op1, CRn, CRm, op2. Source: Arm ARM
 * DDI 0487, D19, "AArch64 System Register Encoding".
 */
final class A64SystemRegisters {
    private static final int SPSR_EL1 = of(3, 0, 4, 0, 0);
    private static final int ELR_EL1 = of(3, 0, 4, 0, 1);
    private static final int SP_EL0 = of(3, 0, 4, 1, 0);
    private static final int SP_SELECT = of(3, 0, 4, 2, 0);
    private static final int CURRENT_EL = of(3, 0, 4, 2, 2);
    private static final int NZCV = of(3, 3, 4, 2, 0);
    private static final int DAIF = of(3, 3, 4, 2, 1);
    private static final int CNTFRQ_EL0 = of(3, 3, 14, 0, 0);
    private static final int CNTVCT_EL0 = of(3, 3, 14, 0, 2);
    private static final int SCTLR_EL1 = of(3, 0, 1, 0, 0);
    static final int ESR_EL1 = of(3, 0, 5, 2, 0);
    static final int FAR_EL1 = of(3, 0, 6, 0, 0);
    static final int VBAR_EL1 = of(3, 0, 12, 0, 0);
    private static final int EL2 = 4;
    /**
     * The bits that a Cortex-A57 keeps of a value put into a register (Cortex-A57 TRM, 4.3): no auxiliary faults and
     * attributes, vectors at 2 KiB's first 32 bytes, a cache's level and kind.
     */
    private static final Map<Integer, Long> KEPT = Map.of(
            of(3, 0, 5, 1, 0),
            0L,
            of(3, 0, 5, 1, 1),
            0L,
            of(3, 0, 10, 3, 0),
            0L,
            VBAR_EL1,
            ~0x1fL,
            of(3, 2, 0, 0, 0),
            0xfL);

    private static final long EL1 = 1 << 2;
    /** SCTLR_EL1.M and EE: translation and big-endian data are not modeled. */
    private static final long NOT_MODELLED = 1 | 1 << 25;
    /** QEMU's generic timer, target/arm/cpu.h, GTIMER_SCALE: a count each 16 ns. */
    private static final long FREQUENCY = 62_500_000;

    private static final long NANOSECONDS = 16;
    private static final long TIMER_ENABLED = 1;
    private static final long TIMER_MASKED = 1 << 1;
    private static final long TIMER_STATUS = 1 << 2;
    private static final long UNSIGNED_WORD = 0xffffffffL;

    private final Map<Integer, Long> values = new HashMap<>();
    private final Set<Integer> constants = new HashSet<>();
    private long counterBegan = System.nanoTime() / NANOSECONDS;
    private long timerValue;
    private long timerControl;

    private static int of(int op0, int op1, int crn, int crm, int op2) {
        return op0 << 14 | op1 << 11 | crn << 7 | crm << 3 | op2;
    }

    /** @param constant whether neither the guest nor user space may change it */
    void reset(int encoding, long value, boolean constant) {
        values.put(encoding, value);
        if (constant) {
            constants.add(encoding);
        }
    }

    long get(int encoding) {
        return values.get(encoding);
    }

    void put(int encoding, long value) {
        values.put(encoding, value);
    }

    /** A value set by user space or reset is passed to the processor, which may not keep all of it. */
    void load() {
        KEPT.forEach((encoding, bits) -> values.merge(encoding, 0L, (held, none) -> held & bits));
        timerControl &= TIMER_ENABLED | TIMER_MASKED;
    }

    /** CNTVCT_EL0: it starts when the vCPU is created (arch/arm64/kvm/arch_timer.c, kvm_timer_vcpu_init). */
    long counter() {
        return System.nanoTime() / NANOSECONDS - counterBegan;
    }

    void setCounter(long value) {
        counterBegan = System.nanoTime() / NANOSECONDS - value;
    }

    /** CNTV_CVAL_EL0, which only user space can access here: a guest that sets a timer needs its interrupt. */
    long timerValue() {
        return timerValue;
    }

    void setTimerValue(long value) {
        timerValue = value;
    }

    /** CNTV_CTL_EL0, with ISTATUS once the counter has reached the value (arch_timer.c, read_timer_ctl). */
    long timerControl() {
        return timerControl | (counter() >= timerValue ? TIMER_STATUS : 0);
    }

    void setTimerControl(long value) {
        timerControl = value & UNSIGNED_WORD & ~TIMER_STATUS;
    }

    void resetTimer() {
        timerValue = 0;
        timerControl = 0;
    }

    /** MRS; null if the model has no such register at EL1. */
    Long read(int encoding, A64State state) {
        if (encoding == SPSR_EL1) {
            return state.spsr;
        } else if (encoding == ELR_EL1) {
            return state.elr;
        } else if (encoding == SP_EL0) {
            return (state.pstate & A64State.SP_SEL) == 0 ? null : (Long) state.spEl0;
        } else if (encoding == SP_SELECT) {
            return state.pstate & A64State.SP_SEL;
        } else if (encoding == CURRENT_EL) {
            return EL1;
        } else if (encoding == NZCV) {
            return state.pstate & A64State.NZCV;
        } else if (encoding == DAIF) {
            return state.pstate & A64State.DAIF;
        } else if (encoding == CNTFRQ_EL0) {
            return FREQUENCY;
        } else if (encoding == CNTVCT_EL0) {
            return counter();
        }
        return isOfEl2(encoding) ? null : values.get(encoding);
    }

    /** MSR; false if the model has no such register that EL1 may write, or not such a value. */
    boolean write(int encoding, long value, A64State state) {
        if (encoding == SPSR_EL1) {
            state.spsr = value;
        } else if (encoding == ELR_EL1) {
            state.elr = value;
        } else if (encoding == SP_EL0 && (state.pstate & A64State.SP_SEL) != 0) {
            state.spEl0 = value;
        } else if (encoding == SP_SELECT) {
            state.pstate = state.pstate & ~A64State.SP_SEL | value & A64State.SP_SEL;
        } else if (encoding == NZCV) {
            state.pstate = state.pstate & ~A64State.NZCV | value & A64State.NZCV;
        } else if (encoding == DAIF) {
            state.pstate = state.pstate & ~A64State.DAIF | value & A64State.DAIF;
        } else if (!values.containsKey(encoding)
                || constants.contains(encoding)
                || isOfEl2(encoding)
                || encoding == SCTLR_EL1 && (value & NOT_MODELLED) != 0) {
            return false;
        } else {
            values.put(encoding, value & KEPT.getOrDefault(encoding, -1L));
        }
        return true;
    }

    private static boolean isOfEl2(int encoding) {
        return (encoding >> 11 & 7) == EL2;
    }
}
