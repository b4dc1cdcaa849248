package org.kvmsh.dsl.arch.riscv64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.script.Bits64;

/**
 * Why satp's page tables do not translate an address. Source: RISC-V Privileged Architecture, "Sv39", "Sv48", "Sv57".
 */
final class Riscv64PageWalk {
    private static final int MODE_SHIFT = 60;
    /** satp.MODE of Sv39 less its number of levels. */
    private static final int SV39 = 8;

    private static final int LEAST_LEVELS = 3;
    private static final long NUMBER = (1L << 44) - 1;
    private static final int PAGE_SHIFT = 12;
    private static final int INDEX = 9;
    private static final long V = 1;
    private static final long R = 1 << 1;
    private static final long W = 1 << 2;
    private static final long X = 1 << 3;
    private static final long A = 1 << 6;
    private static final long D = 1 << 7;
    private static final int FETCH = 12;
    private static final int STORE = 15;

    private Riscv64PageWalk() {}

    /** @param code scause of the page fault */
    static String of(ReadableMemory memory, long satp, long address, int code) {
        int levels = (int) (satp >>> MODE_SHIFT) - SV39 + LEAST_LEVELS;
        int bits = PAGE_SHIFT + INDEX * levels;
        int above = Long.SIZE - bits;
        if (address << above >> above != address) {
            return "Sv" + bits + " needs bits " + bits + " to 63 to equal bit " + (bits - 1);
        }
        long table = (satp & NUMBER) << PAGE_SHIFT;
        for (int level = levels - 1; level >= 0; level--) {
            long at = table + (address >>> PAGE_SHIFT + INDEX * level & (1 << INDEX) - 1) * Long.BYTES;
            byte[] bytes = memory.read(at, Long.BYTES);
            if (bytes == null) {
                return "its table of level " + level + ", at " + Bits64.hex(table) + ", is not in any memory slot";
            }
            long entry = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            String text = "its entry of level " + level + " at " + Bits64.hex(at) + " is " + Bits64.hex(entry) + ", ";
            if ((entry & V) == 0) {
                return text + "not valid: V is 0";
            }
            if ((entry & (R | X)) != 0) {
                return text + missing(entry, code);
            }
            table = (entry >>> 10 & NUMBER) << PAGE_SHIFT;
        }
        return "its entries lead to no page";
    }

    private static String missing(long entry, int code) {
        long right = code == FETCH ? X : code == STORE ? W : R;
        String name = code == FETCH ? "X" : code == STORE ? "W" : "R";
        return (entry & right) == 0
                ? "a page without the right: " + name + " is 0"
                : (entry & A) == 0 || code == STORE && (entry & D) == 0
                        ? "a page whose A or D is 0"
                        : "a page of the other mode: see U and sstatus.SUM";
    }
}
