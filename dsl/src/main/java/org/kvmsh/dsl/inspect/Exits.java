package org.kvmsh.dsl.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.Word;

/**
 * The exits of a machine's last run: how many there were of each reason, and the last of them.
 *
 * @param all the last ones, in order
 * @param counts all of them, by the names of their reasons
 * @param answered how many more were answered where the guest runs
 * @param table all of them by reason and place
 */
public record Exits(
        @Word(value = "the recorded exits in order, at most the last 256", example = "exits.all[0].exit.port")
        List<SeenExit> all,

        Map<String, Long> counts,
        long answered,

        @Word(
                value = "the exits by reason and place: count, share and rate. After a run with timed: true, also the"
                        + " time in KVM_RUN and in handlers, and the exits over time",
                example = "exits.table")
        ExitTable table)
        implements AsJson, Fitting {
    private static final int SHOWN = 16;

    public Exits {
        all = List.copyOf(all);
        counts = Map.copyOf(counts);
    }

    @Word(value = "the run's last exit", example = "exits.last.exit")
    public SeenExit getLast() {
        if (all.isEmpty()) {
            throw new ScriptError(Site.UNKNOWN, "the machine has had no exit yet");
        }
        return all.get(all.size() - 1);
    }

    @Word(value = "the number of exits in the run, including those handled on the board", example = "exits.total")
    public int getTotal() {
        return Math.toIntExact(handled() + answered);
    }

    @Word(value = "the number of exits with the given reason that reached kvmsh", example = "exits.of 'io'")
    public int of(String reason) {
        return Math.toIntExact(counts.getOrDefault(reason.toLowerCase(Locale.ROOT), 0L));
    }

    private long handled() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The last ones alone, a line each: what a run that ended badly shows. */
    public String lastLines(int most) {
        return all.stream()
                .skip(Math.max(0, all.size() - most))
                .map(exit -> "  " + exit)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("total", getTotal());
        Map<String, Object> reasons = new LinkedHashMap<>();
        counts.forEach((reason, count) -> reasons.put(reason, of(reason)));
        facts.put("counts", reasons);
        facts.put("table", table);
        facts.put("all", all);
        return facts;
    }

    @Override
    public String text(int columns) {
        long handled = handled();
        if (handled + answered == 0) {
            return "no exits";
        }
        StringBuilder text =
                new StringBuilder().append(handled + answered).append(handled + answered == 1 ? " exit" : " exits");
        String reasons = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
        text.append(reasons.isEmpty() ? "" : ": " + reasons)
                .append(answered == 0 ? "" : ", " + answered + " answered on the board");
        if (table.getTimed()) {
            text.append("\n")
                    .append(table.text(columns))
                    .append(all.isEmpty() ? "" : "\n" + (handled > SHOWN ? "the last " + SHOWN + ":" : "in order:"));
        } else if (handled > SHOWN) {
            text.append("; the last ").append(SHOWN);
        }
        return text.append(all.isEmpty() ? "" : "\n" + lastLines(SHOWN)).toString();
    }

    @Override
    public String toString() {
        return text(USUAL_COLUMNS);
    }
}
