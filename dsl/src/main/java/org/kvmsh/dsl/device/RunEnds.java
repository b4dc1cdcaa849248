package org.kvmsh.dsl.device;

/** A handler's result that ends the run. */
public interface RunEnds {
    /** The guest's code. */
    record Code(long code) implements RunEnds {}

    /**
     * An exception that a guest in C has no handler for.
     *
     * @param name in words, with its error code or syndrome
     * @param pc where the guest continues
     * @param address of a page fault or an abort; null for another exception
     * @param frame the address of the saved pc
     */
    record Fault(String name, int vector, long code, long pc, Long address, long frame) implements RunEnds {}
}
