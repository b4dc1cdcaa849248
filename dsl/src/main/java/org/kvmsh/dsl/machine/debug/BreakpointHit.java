package org.kvmsh.dsl.machine.debug;

import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** The breakpoint that ended a run. */
public record BreakpointHit(
        @Word(
                value = "the breakpoint's number, as shown in messages; the machine's first one is 1",
                example = "m.run().breakpoint.number")
        int number,

        @Word(value = "its address", example = "m.run().breakpoint.address")
        long address)
        implements AsJson {
    @Override
    public String toString() {
        return "breakpoint " + number + " at " + Bits64.hex(address);
    }
}
