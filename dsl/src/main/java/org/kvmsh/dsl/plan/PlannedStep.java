package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.kvm.rules.Violation;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;

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

    List<MarkedLine> lines(int number) {
        List<MarkedLine> lines = new ArrayList<>();
        lines.add(MarkedLine.of(Mark.STEP, number + ". " + step.text()).and(step.site().line() == 0 ? "" : "  (" + step.site() + ")"));
        lines.add(MarkedLine.of(Mark.ASIDE, "     why: " + step.why()));
        if (!step.warning().isEmpty()) {
            lines.add(MarkedLine.of("     ").and(Mark.SKIPPED, "warning").and(": " + step.warning()));
        }
        if (!capabilities.isEmpty()) {
            lines.add(MarkedLine.of("     needs " + String.join(", ", capabilities)));
        }
        calls.forEach(call -> wrapped("     " + call).forEach(line -> lines.add(MarkedLine.of(line))));
        broken.forEach(violation -> lines.add(MarkedLine.of("     ").and(Mark.FAILED, "breaks a rule").and(": " + violation.withErrnos())));
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
