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
 * @param shortest the length of an instruction whose two low bits are not both 1; others have 4 bytes (RISC-V
 *     Unprivileged ISA, "Expanded Instruction-Length Encoding")
 * @param dwarfTop the DWARF number of the stack pointer
 * @param dwarfPointer that of the frame pointer
 */
public record FrameRecords(
        long top,
        long pointer,
        long link,
        String linkName,
        int saved,
        int returns,
        int shortest,
        int dwarfTop,
        int dwarfPointer)
        implements GuestStack {
    private static final int LOW_BITS = 3;

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

    @Override
    public int length(byte first) {
        return (first & LOW_BITS) == LOW_BITS ? Integer.BYTES : shortest;
    }
}
