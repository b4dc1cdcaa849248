package org.kvmsh.dsl.machine.debug;

import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** A breakpoint or a watchpoint that a script has set. */
public record DebugPoint(
        @Word(value = "'breakpoint' or 'watchpoint'", example = "m.breakpoints.all[0].kind")
        String kind,

        @Word(value = "its number, as shown in messages", example = "m.breakpoints.all[0].number")
        int number,

        @Word(value = "its address", example = "m.breakpoints.all[0].address")
        long address,

        @Word(value = "whether it is enabled", example = "m.breakpoints.all[0].enabled")
        boolean enabled,

        @Word(
                value = "the printed line: the address with its symbol; for a breakpoint, how it is implemented"
                        + " and, where they apply, 'disabled', 'once' and 'logs REGISTERS'; for a watchpoint, the"
                        + " size and access; then, where they apply, 'conditional' and how many more hits are"
                        + " ignored",
                example = "m.breakpoints.all[0].text")
        String text)
        implements AsJson {
    @Override
    public String toString() {
        return text;
    }
}
