package org.kvmsh.dsl.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.spec.VmSpec;

/** The steps that give a spec on one board, in order. */
public record Plan(VmSpec spec, List<Step> steps) {
    public Plan {
        steps = List.copyOf(steps);
    }

    @Override public String toString() {
        return steps.stream().map(Step::text).collect(Collectors.joining("\n"));
    }
}
