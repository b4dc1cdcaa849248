package org.kvmsh.dsl.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.Step;

/** The steps that give a configuration on one board, in order. */
public record Plan(VmConfig config, List<Step> steps) {
    public Plan {
        steps = List.copyOf(steps);
    }

    @Override public String toString() {
        return steps.stream().map(Step::text).collect(Collectors.joining("\n"));
    }
}
