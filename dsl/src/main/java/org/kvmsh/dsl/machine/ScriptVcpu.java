package org.kvmsh.dsl.machine;

import java.util.Map;

/** A vCPU as the words of its machine use it. */
public interface ScriptVcpu {
    /** What makes its calls. */
    VcpuEngine engine();

    Registers getRegs();

    /** What a register holds. */
    long reg(String name);

    /** Writes a register. */
    void reg(String name, Number value);

    /** Writes registers. */
    void reg(Map<String, ?> values);

    /** Executes one instruction. */
    Outcome step();

    /** Everything about where it is. */
    StopContext getContext();

    /** Some parts of that. */
    StopContext context(Map<String, ?> parts);

    /** The calls that led to where it is. */
    Backtrace getBacktrace();
}
