package org.kvmsh.bindings.model.x86;

/**
 * An instruction's request to user space.
 *
 * @param at the port, the guest physical address or the MSR
 * @param bytes of one value
 * @param count values of a string of INS; otherwise 1
 * @param value the written value
 */
record X86Access(Kind kind, long at, int bytes, int count, long value) {
    enum Kind {
        IN,
        INS,
        OUT,
        MMIO_READ,
        MMIO_WRITE,
        RDMSR,
        WRMSR;

        /** Whether the instruction cannot go on without an answer. */
        boolean isAnswered() {
            return this != OUT && this != MMIO_WRITE;
        }
    }
}
