package org.kvmsh.dsl.machine.stop;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.dsl.text.MarkedListing;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The position of a vCPU, read when a script asked for it. */
public record StopContext(Stops stops, VcpuEngine stopped, StopReport report) implements Fitting {
    /** The position of a vCPU, read now. */
    public static StopContext of(Stops stops, VcpuEngine vcpu, StopParts parts) {
        return new StopContext(stops, vcpu, stops.context(vcpu, parts));
    }

    @Word(value = "the vCPU's number", example = "m.context.vcpu")
    public int getVcpu() {
        return stopped.id();
    }

    @Word(
            value = "read the context again, showing the given parts instead. registers: is 'all', 'changed'"
                    + " or 'none'; code: is a number of instructions, stack: of words, console: of lines",
            example = "m.context.showing stack: 8",
            named = {"registers", "code", "stack", "console"})
    public StopContext showing(Map<String, ?> parts) {
        return of(stops, stopped, StopParts.of(Vocabulary.named(StopContext.class, "showing", parts, Site.UNKNOWN)));
    }

    /** The error of a former form, {@code context stack: 8}. */
    public static ScriptError withArguments() {
        return new ScriptError(
                Site.UNKNOWN,
                "context takes no arguments",
                "to show other parts once, write: context.showing stack: 8",
                "to show them at each stop, write: atStop stack: 8");
    }

    @Override
    public String text(int columns) {
        return report.text(columns);
    }

    @Override
    public List<MarkedLine> marked(int columns) {
        return MarkedListing.of(text(columns));
    }

    @Override
    public String toString() {
        return text(USUAL_COLUMNS);
    }
}
