package org.kvmsh.bindings.model.x86;

import java.util.HashMap;
import java.util.Map;

/**
 * The flags that the manual leaves undefined after what a vCPU executed: processors differ, so boards need not agree on
 * them. The model sets them like AMD's processors since Zen.
 *
 * <p>Source: Intel SDM volume 1, appendix A.2, "EFLAGS Cross-Reference", and "Flags Affected" of each instruction in
 * volume 2.
 */
final class X86UndefinedFlags {
    /** AND, OR, XOR, TEST. */
    static final long LOGIC = X86Flags.ADJUST;
    /** MUL, IMUL. */
    static final long MULTIPLY = X86Flags.SIGN | X86Flags.ZERO | X86Flags.ADJUST | X86Flags.PARITY;
    /** DIV, IDIV. */
    static final long DIVIDE = X86Flags.ARITHMETIC;
    /** AAM, AAD. */
    static final long ASCII_ADJUST = X86Flags.OVERFLOW | X86Flags.ADJUST | X86Flags.CARRY;
    /** BT, BTS, BTR, BTC. */
    static final long BIT = X86Flags.OVERFLOW | X86Flags.SIGN | X86Flags.ADJUST | X86Flags.PARITY;
    /** BSF, BSR. */
    static final long SCAN = X86Flags.ARITHMETIC & ~X86Flags.ZERO;

    private long now;
    /** By the RFLAGS value that user space read: if it is restored later, as by a snapshot, it is equally undefined. */
    private final Map<Long, Long> read = new HashMap<>();

    /** ROL, ROR, RCL, RCR by a count that is not 0. */
    static long rotate(int count) {
        return count == 1 ? 0 : X86Flags.OVERFLOW;
    }

    /** SAR by a count that is not 0. */
    static long arithmeticShift(int count) {
        return X86Flags.ADJUST | rotate(count);
    }

    /** SHL, SHR by a count that is not 0. */
    static long shift(int count, int bits) {
        return arithmeticShift(count) | (count >= bits ? X86Flags.CARRY : 0);
    }

    /** SHLD, SHRD by a count that is not 0. */
    static long doubleShift(int count, int bits) {
        return count > bits ? X86Flags.ARITHMETIC : arithmeticShift(count);
    }

    long now() {
        return now;
    }

    void set(long flags) {
        now = flags;
    }

    /** User space reads RFLAGS. */
    void given(long rflags) {
        if (now != 0) {
            read.put(rflags, now);
        }
    }

    /** User space sets RFLAGS. */
    void taken(long rflags) {
        now = read.getOrDefault(rflags, 0L);
    }
}
