package org.kvmsh.dsl.arch;

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
     */
    record Frame(long pc, long pointer) {}

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
}
