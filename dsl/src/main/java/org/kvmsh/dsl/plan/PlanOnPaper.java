package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.Marked;
import org.kvmsh.dsl.text.MarkedLine;

/**
 * A plan for reading: each step with its calls, their requirements, their reasons and the meaning of each errno. The
 * calls are found by executing the steps on a kernel that performs nothing, so that the text matches what would be
 * done.
 */
public final class PlanOnPaper implements Marked, AsJson {
    private final HostFacts host;
    private final DryRunOfSteps dryRun;
    private final List<PlannedStep> steps;
    private final List<ScriptError> unchecked;

    private PlanOnPaper(HostFacts host, Plan plan) {
        this.host = host;
        this.unchecked = plan.unchecked();
        this.dryRun = new DryRunOfSteps(host);
        this.steps = plan.steps().stream().map(dryRun::planned).toList();
    }

    /** Only facts are read from the host. */
    public static PlanOnPaper of(Plan plan, HostFacts host) {
        return new PlanOnPaper(host, plan);
    }

    /** The machine of the plan; it refuses to return values. */
    public Bringup sealed() {
        return dryRun.sealed();
    }

    public List<PlannedStep> steps() {
        return steps;
    }

    @Override
    public List<MarkedLine> marked() {
        List<MarkedLine> lines = new ArrayList<>();
        lines.add(MarkedLine.of("plan for " + host.boardName() + ": " + steps.size()
                + (steps.size() == 1 ? " step" : " steps") + " (dry run, none of these calls is made)"));
        host.assumed().stream()
                .sorted()
                .forEach(assumption -> lines.add(MarkedLine.of("unknown without --probe, " + assumption)));
        unchecked.forEach(error -> ("kvmsh would reject this: " + error.site() + ": " + error.getMessage())
                .lines()
                .forEach(line -> lines.add(MarkedLine.of(line))));
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < steps.size(); i++) {
            lines.addAll(steps.get(i).lines(i + 1));
            steps.get(i).calls().forEach(call -> names.add(call.name()));
        }
        lines.add(MarkedLine.of("what each errno would mean"));
        names.forEach(name -> errnos(name).forEach((errno, rules) -> {
            MarkedLine head = MarkedLine.of("  " + name + " ").and(Mark.ERRNO, errno);
            lines.add(rules.size() == 1 ? head.and(": " + rules.get(0)) : head.and(", one of:"));
            rules.stream().filter(rule -> rules.size() > 1).forEach(rule -> lines.add(MarkedLine.of("    " + rule)));
        }));
        return lines;
    }

    private Map<String, List<String>> errnos(String call) {
        return Rulebook.known(
                host.abi(),
                call,
                dryRun.rules(call).stream()
                        .filter(rule -> rule.releases().mayHold(host.release()))
                        .toList());
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("board", host.boardName());
        facts.put("assumed", host.assumed().stream().sorted().toList());
        facts.put("rejected", unchecked.stream().map(PlanOnPaper::rejected).toList());
        facts.put("steps", steps);
        Map<String, Object> errnos = new LinkedHashMap<>();
        steps.stream()
                .flatMap(step -> step.calls().stream())
                .map(PlannedCall::name)
                .distinct()
                .forEach(name -> errnos.put(name, errnos(name)));
        facts.put("errnos", errnos);
        return facts;
    }

    private static Map<String, Object> rejected(ScriptError error) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("place", error.site().line() == 0 ? null : error.site());
        facts.put("message", error.getMessage());
        return facts;
    }

    @Override
    public String toString() {
        return marked().stream().map(MarkedLine::toString).collect(Collectors.joining("\n"));
    }
}
