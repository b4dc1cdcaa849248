package org.kvmsh.dsl.arch.ppc64;

import org.kvmsh.dsl.arch.GuestStack;

/**
 * The back chain: r1 leads to the caller's r1, and a function saves LR in its caller's frame.
 *
 * <p>Source: 64-bit PowerPC ELF ABI, "Stack Frame Layout": the LR save doubleword is 16 bytes above the back chain, in
 * version 1 and version 2.
 *
 * @param frame r31, which a compiler may use as the frame pointer
 */
record BackChain(long top, long link, long frame) implements GuestStack {
    private static final int LR_SAVE = 16;
    private static final int R31 = 31;

    @Override
    public int word() {
        return Long.BYTES;
    }

    @Override
    public long pointer() {
        return top;
    }

    @Override
    public String linkName() {
        return "lr";
    }

    @Override
    public Long byDwarf(int register) {
        return register == 1 ? (Long) top : register == R31 ? (Long) frame : null;
    }

    @Override
    public Frame caller(long pointer, Numbers numbers) {
        long before = pointer == 0 ? 0 : numbers.at(pointer, Long.BYTES);
        if (before == 0) {
            return null;
        }
        long pc = numbers.at(before + LR_SAVE, Long.BYTES);
        return pc == 0 ? null : new Frame(pc, before);
    }
}
