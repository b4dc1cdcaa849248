package org.kvmsh.dsl.machine;

import java.util.Map;
import org.kvmsh.dsl.word.Word;

/** The words of a machine about where its first vCPU has stopped. */
public interface StoppedVcpuWords {
    /** The vCPU with the lowest number; refused without one. */
    ScriptVcpu firstVcpu();

    @Word(value = "everything about where the first vCPU is: registers, flags, code, stack, the exit to complete, the console's last lines; with arguments, this once: registers: 'all', "
            + "'changed' or 'none', code: instructions, stack: words, console: lines", example = "m.context stack: 8", named = {"registers", "code", "stack", "console"})
    default StopContext getContext() {
        return firstVcpu().getContext();
    }

    /** {@code m.context()}. */
    default StopContext context() {
        return getContext();
    }

    /** {@code m.context stack: 8}. */
    default StopContext context(Map<String, ?> parts) {
        return firstVcpu().context(parts);
    }

    @Word(value = "the calls that led to where the first vCPU is, by the guest's frame pointers", example = "m.backtrace")
    default Backtrace getBacktrace() {
        return firstVcpu().getBacktrace();
    }

    /** {@code m.backtrace()}. */
    default Backtrace backtrace() {
        return getBacktrace();
    }
}
