package org.kvmsh.dsl.machine.debug;

import org.kvmsh.bindings.debug.WatchedAccess;
import org.kvmsh.bindings.debug.Watchpoint;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** The watchpoint that ended a run, and the access. */
public final class WatchpointHit implements AsJson {
    private final int number;
    private final Watchpoint watchpoint;
    private final WatchedAccess access;
    private final Long before;
    private final Long after;
    private final String words;

    /**
     * @param before the value before the access; null if it is not known
     * @param words all of it as a message has it
     */
    WatchpointHit(int number, Watchpoint watchpoint, WatchedAccess access, Long before, Long after, String words) {
        this.number = number;
        this.watchpoint = watchpoint;
        this.access = access;
        this.before = before;
        this.after = after;
        this.words = words;
    }

    @Word(value = "its number in messages: 1 for the first one of the machine", example = "m.run().watchpoint.number")
    public int getNumber() {
        return number;
    }

    @Word(value = "the address that it watches", example = "m.run().watchpoint.address")
    public long getAddress() {
        return watchpoint.address();
    }

    @Word(value = "how many bytes it watches", example = "m.run().watchpoint.size")
    public long getSize() {
        return watchpoint.size();
    }

    @Word(
            value = "the access that the guest made: 'read', 'write', or 'access' if the processor does not tell which",
            example = "m.run().watchpoint.access")
    public String getAccess() {
        return access.word();
    }

    @Word(
            value = "the value before the access; null if it has more than 8 bytes or is not in memory",
            example = "m.run().watchpoint.before")
    public Long getBefore() {
        return before;
    }

    @Word(
            value = "the value after the access; null if it has more than 8 bytes or is not in memory",
            example = "m.run().watchpoint.after")
    public Long getAfter() {
        return after;
    }

    @Override
    public String toString() {
        return words;
    }
}
