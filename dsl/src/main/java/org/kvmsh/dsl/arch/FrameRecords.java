package org.kvmsh.dsl.arch;

/**
 * A stack on which each function saves its caller's frame pointer and its return address beside each other, and whose
 * calls leave the return address in a register.
 *
 * @param top the stack pointer
 * @param pointer the frame pointer
 * @param link the register with the return address
 * @param linkName its name
 * @param saved where the caller's frame pointer is, as an offset from the frame pointer
 * @param returns where the return address is
 */
public record FrameRecords(long top, long pointer, long link, String linkName, int saved, int returns)
        implements GuestStack {
    @Override
    public int word() {
        return Long.BYTES;
    }

    @Override
    public Frame caller(long from, Numbers numbers) {
        if (from == 0) {
            return null;
        }
        long pc = numbers.at(from + returns, Long.BYTES);
        return pc == 0 ? null : new Frame(pc, numbers.at(from + saved, Long.BYTES));
    }
}
