package org.kvmsh.dsl.interrupt;

import java.util.List;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** The interrupts of a VM's in-kernel interrupt controllers. */
public record InterruptsNow(
        @Word(
                value = "all of them: those of each vCPU, then those that vCPUs share",
                example = "interrupts.all*.number",
                js = "interrupts.all.map(i => i.number)")
        List<InterruptNow> all,

        @Word(value = "why there is nothing to read; empty if there is", example = "interrupts.missing")
        String missing)
        implements AsJson {
    public InterruptsNow {
        all = List.copyOf(all);
    }

    @Override
    public String toString() {
        return InterruptTable.of(this);
    }
}
