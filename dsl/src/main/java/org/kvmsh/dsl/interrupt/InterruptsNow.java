package org.kvmsh.dsl.interrupt;

import java.util.List;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** The interrupts of a VM's in-kernel interrupt controllers. */
public record InterruptsNow(
        @Word(
                value = "all interrupts: each vCPU's private interrupts, then the shared ones",
                example = "interrupts.all*.number",
                js = "interrupts.all.map(i => i.number)")
        List<InterruptNow> all,

        @Word(value = "why the interrupts could not be read; empty if they were read", example = "interrupts.missing")
        String missing)
        implements AsJson {
    /** Of a VM without a controller that can be read. */
    public static final InterruptsNow NONE =
            new InterruptsNow(List.of(), "the VM has no interrupt controller whose interrupts kvmsh can read");

    /** What was read, unless something could not be read. */
    public static InterruptsNow of(List<InterruptNow> all, List<String> missing) {
        return missing.isEmpty() ? new InterruptsNow(all, "") : new InterruptsNow(List.of(), missing.get(0));
    }

    public InterruptsNow {
        all = List.copyOf(all);
    }

    @Override
    public String toString() {
        return InterruptTable.of(this);
    }
}
