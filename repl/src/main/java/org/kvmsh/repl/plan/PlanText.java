package org.kvmsh.repl.plan;

import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.session.PlanReader;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.StandardOutput;

/** Prints plans for a person. */
final class PlanText implements PlanReader {
    private final StandardOutput out;

    PlanText(StandardOutput out) {
        this.out = out;
    }

    @Override
    public void plan(PlanOnPaper plan) {
        plan.marked().forEach(out::println);
    }

    @Override
    public void note(MarkedLine line) {
        out.println(line);
    }

    @Override
    public void testBegins(String name) {
        out.println("test " + name);
    }

    @Override
    public void testIsSkipped(String reason) {
        out.println("skipped: " + reason);
    }

    @Override
    public void testStops(Failure why, boolean needsMachine) {
        why.after(needsMachine ? "planned up to " : "").forEach(out::println);
    }
}
