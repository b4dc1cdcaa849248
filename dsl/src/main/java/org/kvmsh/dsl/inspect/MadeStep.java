package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.word.Word;

/**
 * A step of a plan that was executed, with its calls.
 *
 * @param number of the machine's steps, from 1
 */
public record MadeStep(int number, Step step, List<Call> made) implements AsJson {
    public MadeStep {
        made = List.copyOf(made);
    }

    /** The guest physical addresses to which it gave a meaning. */
    public List<GuestRange> ranges() {
        return step.ranges();
    }

    @Word(value = "a description of the step", example = "m.steps.all[0].text")
    public String getText() {
        return step.text();
    }

    @Word(value = "why the step is needed, with the source", example = "m.steps.all[0].why")
    public String getWhy() {
        return step.why();
    }

    @Word(value = "source location in the script", example = "m.steps.all[0].place")
    public String getPlace() {
        return step.site().toString();
    }

    @Word(value = "its calls, with their results", example = "m.steps.all[0].calls[0].answer")
    public List<SeenCall> getCalls() {
        return made.stream().map(SeenCall::new).toList();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(number + ". " + step.text() + (step.site().line() == 0 ? "" : "  (" + step.site() + ")"));
        lines.add("     why: " + step.why());
        CallLines texts = new CallLines();
        made.forEach(call -> lines.add("   " + texts.of(call)));
        return lines;
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
