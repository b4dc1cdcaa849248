package org.kvmsh.dsl.inspect;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.Word;

/** What a machine did during a time: its exits, its vCPUs, the code that they were in, and KVM's statistics. */
public record Activity(
        @Word(value = "the length of the measurement, in milliseconds", example = "m.top(200.ms).ms")
        double ms,

        @Word(
                value = "the exits measured, by reason and place, most frequent first",
                example = "m.top(200.ms).exits.all*.name",
                js = "m.top(ms(200)).exits.all.map(e => e.name)")
        ExitTable exits,

        @Word(value = "the vCPUs, by number", example = "m.top(200.ms).vcpus[0].state")
        List<VcpuActivity> vcpus,

        @Word(
                value = "the functions in which the pc was sampled, most frequent first; for code without a"
                        + " symbol, its address",
                example = "m.top(200.ms).hot*.place",
                js = "m.top(ms(200)).hot.map(h => h.place)")
        List<HotPlace> hot,

        @Word(
                value = "the increase in each KVM statistic that changed, over all vCPUs (KVM_GET_STATS_FD)",
                example = "m.top(200.ms).stats*.name",
                js = "m.top(ms(200)).stats.map(s => s.name)")
        List<Stat> stats)
        implements AsJson, Fitting {
    public Activity {
        vcpus = List.copyOf(vcpus);
        hot = List.copyOf(hot);
        stats = List.copyOf(stats);
    }

    @Word(value = "the number of exits measured", example = "m.top(200.ms).total")
    public int getTotal() {
        return (int) exits.all().stream().mapToLong(ExitCount::counted).sum();
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("ms", ms);
        facts.put("total", BigInteger.valueOf(getTotal()));
        facts.put("exits", exits.all());
        facts.put("vcpus", vcpus);
        facts.put("hot", hot);
        facts.put("stats", stats);
        return facts;
    }

    @Override
    public String text(int columns) {
        return ActivityText.of(this, columns);
    }

    @Override
    public String toString() {
        return text(USUAL_COLUMNS);
    }
}
