package org.kvmsh.dsl.machine;

import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.Word;

/** Where a vCPU is, read when a script asked for it. */
public final class StopContext implements Fitting {
    private final MachineVcpu vcpu;
    private final StopReport report;

    private StopContext(MachineVcpu vcpu, StopReport report) {
        this.vcpu = vcpu;
        this.report = report;
    }

    static StopContext of(MachineVcpu vcpu, StopParts parts) {
        return new StopContext(vcpu, StopReport.ofContext(vcpu, parts));
    }

    @Word(value = "the vCPU's number", example = "m.context.vcpu")
    public int getVcpu() {
        return vcpu.getId();
    }

    @Override public String text(int columns) {
        return report.text(columns);
    }

    @Override public String toString() {
        return text(USUAL_COLUMNS);
    }
}
