package org.kvmsh.dsl.device;

/** A handler's result that ends the run. */
public sealed interface RunEnds {
    /** The guest's code. */
    record Code(long code) implements RunEnds {}

    /**
     * An exception that a guest took, as its handler reports it.
     *
     * @param name in words, with its error code or syndrome
     * @param vector the exception class on arm64, the exception code on riscv64
     * @param code the error code, esr_el1 or scause
     * @param pc where the guest continues
     * @param address of a page fault or an abort; null for another exception
     * @param frame the address of the saved pc
     */
    record Fault(String name, int vector, long code, long pc, Long address, long frame) implements RunEnds {}
}
