package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.plan.step.Step;

/** A step with the calls that it would make. */
public record PlannedStep(Step step, List<PlannedCall> calls, List<String> capabilities) {
    private static final int LONGEST = 130;
    private static final String CONTINUED = " ".repeat(14);

    public PlannedStep {
        calls = List.copyOf(calls);
        capabilities = List.copyOf(capabilities);
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
