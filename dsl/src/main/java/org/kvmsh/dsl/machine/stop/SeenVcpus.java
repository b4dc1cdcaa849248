package org.kvmsh.dsl.machine.stop;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** All vCPUs of a machine, each in a line. */
public record SeenVcpus(
        @Word(value = "the vCPUs, in order of id", example = "m.vcpus.all[0].state")
        List<SeenVcpu> all) implements AsJson {
    @Override
    public Object facts() {
        return all;
    }

    @Override
    public String toString() {
        return all.isEmpty() ? "no vCPUs" : all.stream().map(SeenVcpu::toString).collect(Collectors.joining("\n"));
    }
}
