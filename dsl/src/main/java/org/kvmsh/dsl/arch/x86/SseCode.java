package org.kvmsh.dsl.arch.x86;

import java.util.Set;
import org.kvmsh.bindings.kvm.Argument;

/**
 * SSE instructions, which are undefined until CR4.OSFXSR is set; compilers use them for copies of structures too.
 *
 * <p>Source: Intel SDM volume 3, "Providing Operating System Support for the SSE Extensions"; volume 2, "Two-Byte
 * Opcode Map".
 */
final class SseCode {
    /** The most bytes of an instruction. */
    static final int MOST = 15;

    static final String WHY = "SSE instructions are off: CR4.OSFXSR is 0. Compile the guest with -mno-sse"
            + " (-mgeneral-regs-only), or set OSFXSR: vcpu(0) { …; reg cr4: 0x220 }";
    private static final Set<Integer> PREFIXES = Set.of(0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf2, 0xf3);
    private static final int REX = 0x40;
    private static final int TWO_BYTES = 0x0f;
    /** The prefixes that make an MMX opcode one of SSE. */
    private static final Set<Integer> OF_SSE = Set.of(0x66, 0xf2, 0xf3);
    /** The first and last opcodes of ranges that are SSE's, and of those that are MMX's without a prefix. */
    private static final int[][] OPCODES = {{0x10, 0x17}, {0x28, 0x2f}, {0x50, 0x5f}, {0xc2, 0xc2}, {0xc4, 0xc6}};

    private static final int[][] OPCODES_OF_MMX = {{0x60, 0x7f}, {0xd0, 0xfe}};

    private SseCode() {}

    /** Whether the first instruction of some bytes is one, and CR4.OSFXSR is clear. */
    static boolean isOff(Argument sregs, byte... code) {
        return (sregs.get("cr4") & ControlBits.CR4_OSFXSR) == 0 && isSse(code);
    }

    private static boolean isSse(byte... code) {
        int at = 0;
        boolean isPrefixed = false;
        while (at < code.length && PREFIXES.contains(code[at] & 0xff)) {
            isPrefixed |= OF_SSE.contains(code[at++] & 0xff);
        }
        if (at < code.length && (code[at] & 0xf0) == REX) {
            at++;
        }
        if (at + 1 >= code.length || code[at] != TWO_BYTES) {
            return false;
        }
        int opcode = code[at + 1] & 0xff;
        return isIn(OPCODES, opcode) || isPrefixed && isIn(OPCODES_OF_MMX, opcode);
    }

    private static boolean isIn(int[][] ranges, int opcode) {
        for (int[] range : ranges) {
            if (opcode >= range[0] && opcode <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
