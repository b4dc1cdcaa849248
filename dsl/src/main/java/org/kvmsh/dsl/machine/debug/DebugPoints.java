package org.kvmsh.dsl.machine.debug;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** The breakpoints and watchpoints that a script has set. */
public record DebugPoints(
        @Word(
                value = "the breakpoints, then the watchpoints, each sorted by number",
                example = "m.breakpoints.all[0].address")
        List<DebugPoint> all)
        implements AsJson {
    public DebugPoints {
        all = List.copyOf(all);
    }

    @Override
    public Object facts() {
        return all;
    }

    @Override
    public String toString() {
        return all.isEmpty()
                ? "no breakpoints or watchpoints"
                : all.stream().map(DebugPoint::toString).collect(Collectors.joining("\n"));
    }
}
