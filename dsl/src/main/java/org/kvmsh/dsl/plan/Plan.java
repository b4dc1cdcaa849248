package org.kvmsh.dsl.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;

/**
 * The steps that create a configuration on one board, in order.
 *
 * @param unchecked what the planner would have refused of it where it had checked
 */
public record Plan(VmConfig config, List<Step> steps, List<ScriptError> unchecked) {
    public Plan {
        steps = List.copyOf(steps);
        unchecked = List.copyOf(unchecked);
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::text).collect(Collectors.joining("\n"));
    }
}
