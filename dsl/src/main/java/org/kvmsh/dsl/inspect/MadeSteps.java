package org.kvmsh.dsl.inspect;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** The steps that created a machine, in order. */
public record MadeSteps(
        @Word(value = "the steps, in order", example = "m.steps.all[0].text")
        List<MadeStep> all) implements AsJson {
    public MadeSteps {
        all = List.copyOf(all);
    }

    @Override
    public Object facts() {
        return all;
    }

    @Override
    public String toString() {
        return all.isEmpty() ? "no steps" : all.stream().map(MadeStep::toString).collect(Collectors.joining("\n"));
    }
}
