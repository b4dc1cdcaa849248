package org.kvmsh.dsl.machine.word;

import java.util.Map;
import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.machine.stop.StopContext;
import org.kvmsh.dsl.machine.stop.StopParts;
import org.kvmsh.dsl.word.Word;

/** The words of a machine about where its first vCPU has stopped. */
public interface StoppedVcpuWords {
    /** The machine that the words act on. */
    MachineParts machineParts();

    @Word(
            value = "everything about where the first vCPU is: registers, flags, code, stack, the exit to complete,"
                    + " the console's last lines; with arguments, this once: registers: 'all', 'changed' or"
                    + " 'none', code: instructions, stack: words, console: lines",
            example = "m.context stack: 8",
            named = {"registers", "code", "stack", "console"})
    default StopContext getContext() {
        return context(Map.of());
    }

    /** {@code m.context()}. */
    default StopContext context() {
        return getContext();
    }

    /** {@code m.context stack: 8}. */
    default StopContext context(Map<String, ?> parts) {
        return StopContext.of(machineParts().stops(), machineParts().firstVcpu(), StopParts.of(parts));
    }
}
