package org.kvmsh.bindings.check;

/** A value of a call that can be given again on another run: a number, or what that run has in its place. */
public sealed interface Operand {
    /** The number itself, as many bits as its field has. */
    record Plain(long value) implements Operand {}

    /**
     * An address in the memory of the sequence.
     *
     * @param offset from its start; it may be odd
     */
    record Address(long offset) implements Operand {
        /** The size of guests' memory; behind it is what the kernel reads and writes. */
        static final int MEMORY = 0x10000;

        static final int DATA = 0x4000;

        /** The size of all of it. */
        public static final int ALL = MEMORY + DATA;
    }

    /** The descriptor of a file of the sequence; -1 if it was not opened. */
    record Descriptor(Part part) implements Operand {}
}
