package org.kvmsh.dsl.arch;

import org.kvmsh.bindings.code.dwarf.FrameRow;
import org.kvmsh.dsl.register.ProgramCounter;

/**
 * The stack of a stopped vCPU, and how its guest's functions find their callers there. All addresses are the guest's.
 */
public interface GuestStack {
    /** The stack of an architecture whose stack kvmsh does not know. */
    GuestStack UNKNOWN = new GuestStack() {
        @Override
        public long top() {
            return 0;
        }

        @Override
        public int word() {
            return Long.BYTES;
        }

        @Override
        public long pointer() {
            return 0;
        }

        @Override
        public Frame caller(long pointer, Numbers numbers) {
            return null;
        }
    };

    /**
     * A function that was called.
     *
     * @param pc where it goes on
     * @param pointer what leads to its caller
     * @param after its stack pointer after the return; 0 if it is not known
     */
    record Frame(long pc, long pointer, long after) {
        /** A function whose stack pointer is not known. */
        public Frame(long pc, long pointer) {
            this(pc, pointer, 0);
        }
    }

    /** A number at an address, in the guest's byte order. */
    interface Numbers {
        /** @throws Unmapped if the address leads to no memory */
        long at(long address, int bytes);
    }

    /** An address leads to no memory. */
    final class Unmapped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** @param why in words, with the address */
        public Unmapped(String why) {
            super(why, null, false, false);
        }
    }

    /** The address that the stack pointer has. */
    long top();

    /** The size of a word of the stack, in bytes. */
    int word();

    /** The frame pointer. */
    long pointer();

    /** The function that a frame returns to; null for the outermost one. */
    Frame caller(long pointer, Numbers numbers);

    /** The stack pointer or the frame pointer, by its DWARF number; null for other registers. */
    default Long byDwarf(int register) {
        return register == dwarfTop() ? (Long) top() : register == dwarfPointer() ? (Long) pointer() : null;
    }

    /** The DWARF number of the stack pointer; -1 if kvmsh does not know it. */
    default int dwarfTop() {
        return -1;
    }

    /** The DWARF number of the frame pointer; -1 if frames are found without one. */
    default int dwarfPointer() {
        return -1;
    }

    /** The stack pointer that the caller has after the return; null if a row does not tell it by this stack. */
    default Long canonical(FrameRow row) {
        Long base = byDwarf(row.register());
        return base == null ? null : (Long) (base + row.offset());
    }

    /**
     * The caller, as a compiler's frame information tells it.
     *
     * @param cfa the stack pointer that it has after the return
     */
    default Frame caller(FrameRow row, long cfa, Numbers numbers) {
        Long returns = row.saved().get(row.returns());
        Long pointer = row.saved().get(dwarfPointer());
        return new Frame(
                returns == null ? link() : code(numbers.at(cfa + returns, word())),
                dwarfPointer() < 0 ? cfa : pointer == null ? pointer() : data(numbers.at(cfa + pointer, word())));
    }

    /** The address that a saved return address stands for; 0 for 0. */
    default long code(long saved) {
        return saved;
    }

    /** The address that a saved frame pointer stands for; 0 for 0. */
    default long data(long saved) {
        return saved;
    }

    /** The return address in a register, which is that of a function that has called none; 0 without one. */
    default long link() {
        return 0;
    }

    /** The name of that register. */
    default String linkName() {
        return "";
    }

    /**
     * The caller of a function that has no frame of its own yet, or no longer; null if it has one.
     *
     * @param before the instruction bytes before the pc
     * @param code those from the pc on
     */
    default Frame unframed(byte[] before, byte[] code, Numbers numbers) {
        return null;
    }

    /** The caller of a function of which nothing has run; null if a register has the return address. */
    default Frame entered(Numbers numbers) {
        return null;
    }

    /**
     * The return address of the call that a vCPU has just been stepped over; {@link ProgramCounter#NOWHERE} if it was
     * no call. A call leaves the address of the next instruction in a register.
     *
     * @param from the address of the instruction
     * @param first its first byte
     * @param pc where the vCPU is now
     * @param before the stack before
     */
    default long returnOf(long from, byte first, long pc, GuestStack before, Numbers numbers) {
        return link() == from + length(first) && pc != link() ? link() : ProgramCounter.NOWHERE;
    }

    /** The length of an instruction with a first byte, where calls leave the return address in a register. */
    default int length(byte first) {
        return Integer.BYTES;
    }
}
