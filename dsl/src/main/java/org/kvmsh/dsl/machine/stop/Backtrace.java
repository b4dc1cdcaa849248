package org.kvmsh.dsl.machine.stop;

import java.util.List;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.word.Word;

/** The calls that led to where a vCPU is. */
public final class Backtrace {
    private final List<StackFrame> frames;
    private final String end;
    private final long lowest;

    /** @param lowest the lowest stack pointer that the caller of the innermost function can have after the return */
    Backtrace(List<StackFrame> frames, String end, long lowest) {
        this.frames = frames;
        this.end = end;
        this.lowest = lowest;
    }

    /** The calls to where a vCPU is, read now. */
    public static Backtrace of(LiveMachine machine, VcpuEngine vcpu) {
        return vcpu.touch(() -> {
            CallFinder calls = new CallFinder(machine, vcpu);
            calls.find();
            return new Backtrace(calls.frames(), calls.end(), calls.lowestAfterReturn());
        });
    }

    /** The lowest stack pointer that the caller of the innermost function can have after the return. */
    public long lowestAfterReturn() {
        return lowest;
    }

    @Word(value = "the calls, innermost first", example = "m.backtrace.frames[0].name")
    public List<StackFrame> getFrames() {
        return frames;
    }

    @Word(
            value = "why the list ends before the outermost call; empty if the list is complete",
            example = "m.backtrace.end")
    public String getEnd() {
        return end;
    }

    @Override
    public String toString() {
        return String.join("\n", frames.stream().map(StackFrame::toString).toList())
                + (end.isEmpty() ? "" : "\n" + end);
    }
}
