package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.kvm.rules.Violation;
import org.kvmsh.dsl.plan.step.Step;

/**
 * A step with the calls that it would make.
 *
 * @param broken the rules that they break, where the plan was not checked
 */
public record PlannedStep(Step step, List<PlannedCall> calls, List<String> capabilities, List<Violation> broken) {
    private static final int LONGEST = 130;
    private static final String CONTINUED = " ".repeat(14);

    public PlannedStep {
        calls = List.copyOf(calls);
        capabilities = List.copyOf(capabilities);
        broken = List.copyOf(broken);
    }

    List<String> lines(int number) {
        List<String> lines = new ArrayList<>();
        lines.add(number + ". " + step.text() + (step.site().line() == 0 ? "" : "  (" + step.site() + ")"));
        lines.add("     why: " + step.why());
        if (!step.warning().isEmpty()) {
            lines.add("     warning: " + step.warning());
        }
        if (!capabilities.isEmpty()) {
            lines.add("     needs " + String.join(", ", capabilities));
        }
        calls.forEach(call -> lines.addAll(wrapped("     " + call)));
        broken.forEach(violation -> lines.add("     breaks a rule: " + violation.withErrnos()));
        return lines;
    }

    /** A register file has more fields than a line has room for. */
    private static List<String> wrapped(String line) {
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String part : line.split("(?<=, )")) {
            if (current.length() + part.length() > LONGEST && !current.toString().isBlank()) {
                lines.add(current.toString().stripTrailing());
                current.setLength(0);
                current.append(CONTINUED);
            }
            current.append(part);
        }
        lines.add(current.toString());
        return lines;
    }
}
