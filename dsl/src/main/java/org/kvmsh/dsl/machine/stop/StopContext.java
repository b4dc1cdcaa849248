package org.kvmsh.dsl.machine.stop;

import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.Word;

/** The position of a vCPU, read when a script asked for it. */
public record StopContext(VcpuEngine vcpu, StopReport report) implements Fitting {
    /** The position of a vCPU, read now. */
    public static StopContext of(Stops stops, VcpuEngine vcpu, StopParts parts) {
        return new StopContext(vcpu, stops.context(vcpu, parts));
    }

    @Word(value = "the vCPU's number", example = "m.context.vcpu")
    public int getVcpu() {
        return vcpu.id();
    }

    @Override
    public String text(int columns) {
        return report.text(columns);
    }

    @Override
    public String toString() {
        return text(USUAL_COLUMNS);
    }
}
