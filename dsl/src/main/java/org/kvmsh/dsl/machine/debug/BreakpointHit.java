package org.kvmsh.dsl.machine.debug;

import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** The breakpoint that ended a run. */
public final class BreakpointHit implements AsJson {
    private final int number;
    private final long address;

    BreakpointHit(int number, long address) {
        this.number = number;
        this.address = address;
    }

    @Word(value = "its number in messages: 1 for the first one of the machine", example = "m.run().breakpoint.number")
    public int getNumber() {
        return number;
    }

    @Word(value = "its address", example = "m.run().breakpoint.address")
    public long getAddress() {
        return address;
    }

    @Override
    public String toString() {
        return "breakpoint " + number + " at " + Bits64.hex(address);
    }
}
