package org.kvmsh.dsl.inspect;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** The steps that created a machine, in order. */
public final class MadeSteps implements AsJson {
    private final List<MadeStep> steps;

    public MadeSteps(List<MadeStep> steps) {
        this.steps = List.copyOf(steps);
    }

    @Word(value = "the steps, in order", example = "m.steps.all[0].text")
    public List<MadeStep> getAll() {
        return steps;
    }

    @Override
    public Object facts() {
        return steps;
    }

    @Override
    public String toString() {
        return steps.isEmpty()
                ? "no steps"
                : steps.stream().map(MadeStep::toString).collect(Collectors.joining("\n"));
    }
}
