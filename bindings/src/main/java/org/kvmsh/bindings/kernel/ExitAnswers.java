package org.kvmsh.bindings.kernel;

import java.util.List;

/**
 * Exits that are answered where the vCPU runs, in the order of the table: the first entry that fits counts.
 *
 * @param sink takes what the guest wrote to entries that collect
 */
public record ExitAnswers(List<Entry> entries, Sink sink) {
    /** The most that a board's agent keeps. */
    public static final int MOST = 64;

    /**
     * One answer.
     *
     * @param reason KVM_EXIT_IO, KVM_EXIT_MMIO or KVM_EXIT_PAPR_HCALL
     * @param reads whether the guest's reads (IN, loads) are answered, with the value
     * @param writes whether its writes are, by going on; a hypercall counts as one
     * @param first port, guest physical address or number of the hypercall
     * @param last the last one, inclusive
     * @param collect whether written values are kept for the sink: the bytes, or the characters of H_PUT_TERM_CHAR
     * @param value the result of a read, in its low bytes, or of a hypercall
     */
    public record Entry(
            int reason, boolean reads, boolean writes, long first, long last, boolean collect, long value) {}

    /**
     * Receives the results of the answers, over all vCPUs of a VM in the order of their exits, on a thread that runs
     * one of them.
     */
    public interface Sink {
        /**
         * Takes what the guest wrote.
         *
         * @param entry the index of the entry in the table
         * @param bytes the bytes written, in the order of guest memory
         */
        void take(int entry, byte[] bytes);

        /**
         * Reports how many exits were answered.
         *
         * @param exits exits answered since the last report
         */
        void answered(long exits);
    }

    /**
     * Copies the table.
     *
     * @throws IllegalArgumentException if it has more than {@link #MOST} entries
     */
    public ExitAnswers {
        if (entries.size() > MOST) {
            throw new IllegalArgumentException(entries.size() + " answers exceed the maximum of " + MOST);
        }
        entries = List.copyOf(entries);
    }
}
