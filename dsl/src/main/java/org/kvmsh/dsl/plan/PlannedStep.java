package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.rules.Violation;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;

/**
 * A step with the calls that it would make.
 *
 * @param broken the rules that they break, where the plan was not checked
 */
public record PlannedStep(Step step, List<PlannedCall> calls, List<String> capabilities, List<Violation> broken)
        implements AsJson {
    private static final int LONGEST = 130;
    private static final String CONTINUED = " ".repeat(14);

    public PlannedStep {
        calls = List.copyOf(calls);
        capabilities = List.copyOf(capabilities);
        broken = List.copyOf(broken);
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("text", step.text());
        facts.put("why", step.why());
        facts.put("place", step.site().line() == 0 ? null : step.site());
        facts.put("warning", step.warning());
        facts.put("needs", capabilities);
        facts.put("calls", calls);
        facts.put("rules", broken.stream().map(PlannedStep::facts).toList());
        return facts;
    }

    private static Map<String, Object> facts(Violation violation) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("errnos", violation.rule().errnos().stream().map(Errno::name).toList());
        facts.put("text", violation.text());
        facts.put("source", violation.rule().source());
        return facts;
    }

    List<MarkedLine> lines(int number) {
        List<MarkedLine> lines = new ArrayList<>();
        lines.add(MarkedLine.of(Mark.STEP, number + ". " + step.text())
                .and(step.site().line() == 0 ? "" : "  (" + step.site() + ")"));
        lines.add(MarkedLine.of(Mark.ASIDE, "     why: " + step.why()));
        if (!step.warning().isEmpty()) {
            lines.add(MarkedLine.of("     ").and(Mark.SKIPPED, "warning").and(": " + step.warning()));
        }
        if (!capabilities.isEmpty()) {
            lines.add(MarkedLine.of("     needs " + String.join(", ", capabilities)));
        }
        calls.forEach(call -> wrapped("     " + call).forEach(line -> lines.add(MarkedLine.of(line))));
        broken.forEach(violation -> lines.add(
                MarkedLine.of("     ").and(Mark.FAILED, "breaks a rule").and(": " + violation.withErrnos())));
        return lines;
    }

    /** A register file has more fields than a line has room for. */
    private static List<String> wrapped(String line) {
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String part : line.split("(?<=, )")) {
            if (current.length() + part.length() > LONGEST
                    && !current.toString().isBlank()) {
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
