package org.kvmsh.bindings.model.x86;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The accesses of a vCPU that user space answers. As in KVM's emulator, an instruction that reads is executed again
 * with what it has read so far, and one that writes is done when the exit comes. Source: arch/x86/kvm/x86.c,
 * x86_emulate_instruction.
 */
final class X86Outside {
    /** Answers of the instruction that is under way, in the order in which it asks. */
    private final List<Long> answers = new ArrayList<>();
    /** Values of INS that are not stored yet: KVM requests several at once. */
    private final Deque<Long> ahead = new ArrayDeque<>();

    private final Deque<X86Access> written = new ArrayDeque<>();
    private X86Access wanted;
    private int asked;
    private boolean refused;
    private boolean readsAhead;

    /** The answer to a read, or an end of the instruction until there is one. */
    long read(X86Access access) {
        if (asked < answers.size()) {
            return answers.get(asked++);
        }
        wanted = access;
        throw new X86Waits();
    }

    void write(X86Access access) {
        written.add(access);
    }

    /** Whether INS has asked since the instruction began to repeat. */
    boolean isAhead() {
        return readsAhead;
    }

    boolean hasAhead() {
        return !ahead.isEmpty();
    }

    /** One value of a string of INS. */
    long readString(X86Access access) {
        if (ahead.isEmpty()) {
            wanted = access;
            throw new X86Waits();
        }
        readsAhead = true;
        return ahead.remove();
    }

    boolean hasWritten() {
        return !written.isEmpty();
    }

    /** The instruction did not happen. */
    void dropWritten() {
        written.clear();
    }

    /** The next access to report to user space, or null. A read is reported until it is answered. */
    X86Access next() {
        return wanted != null ? wanted : written.poll();
    }

    X86Access wanted() {
        return wanted;
    }

    void answer(long value) {
        (wanted.kind() == X86Access.Kind.INS ? ahead : answers).add(value);
    }

    /** All values are available. */
    void answered() {
        wanted = null;
    }

    /** User space has refused an MSR: the instruction ends in a general protection fault. */
    void refuse() {
        refused = true;
        answer(0);
    }

    boolean isRefused() {
        return refused;
    }

    void begin() {
        asked = 0;
        readsAhead = false;
    }

    void done() {
        answers.clear();
        asked = 0;
        refused = false;
    }
}
