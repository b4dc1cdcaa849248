package org.kvmsh.dsl.machine.debug;

import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/**
 * The watchpoint that ended a run, and the access.
 *
 * @param before the value before the access; null if it is not known
 * @param words all of it as a message has it
 */
public record WatchpointHit(
        @Word(
                value = "the watchpoint's number, as shown in messages; the machine's first one is 1",
                example = "m.run().watchpoint.number")
        int number,

        @Word(value = "the watched address", example = "m.run().watchpoint.address")
        long address,

        @Word(value = "the number of watched bytes", example = "m.run().watchpoint.size")
        long size,

        @Word(
                value = "the access that the guest made: 'read', 'write', or 'access' if the processor does not report"
                        + " which",
                example = "m.run().watchpoint.access")
        String access,

        @Word(
                value = "the value before the access; null if it is larger than 8 bytes or not in memory",
                example = "m.run().watchpoint.before")
        Long before,

        @Word(
                value = "the value after the access; null if it is larger than 8 bytes or not in memory",
                example = "m.run().watchpoint.after")
        Long after,

        String words)
        implements AsJson {
    @Override
    public String toString() {
        return words;
    }
}
