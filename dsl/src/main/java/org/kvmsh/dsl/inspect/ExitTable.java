package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.Word;

/**
 * A run's exits by reason and place, the most frequent first, with their rates; of a timed run also where the time
 * went, and the exits over time.
 *
 * @param took the nanoseconds of the run; 0 if they are not known
 * @param overTime null if the run was not timed
 * @param unfinished the nanoseconds in KVM_RUNs that returned no exit to kvmsh
 */
public record ExitTable(
        @Word(
                value = "the rows, the most frequent exit first",
                example = "exits.table.all*.name",
                js = "exits.table.all.map(e => e.name)")
        List<ExitCount> all,

        long took,
        ExitsOverTime overTime,
        long unfinished)
        implements AsJson, Fitting {
    private static final List<String> HEAD =
            List.of("exit", "place", "count", "share", "per s", "KVM_RUN ms", "handlers ms");
    /** The columns before it are words, those from it on numbers. */
    private static final int NUMBERS = 2;

    private static final int RATE = 4;
    private static final int TIMES = 5;
    private static final String BETWEEN = "  ";
    private static final double NANOS_PER_MS = 1e6;

    public ExitTable {
        all = List.copyOf(all);
    }

    @Word(
            value = "the run's length in milliseconds; null if the script called KVM_RUN itself",
            example = "exits.table.ms")
    public Double getMs() {
        return took == 0 ? null : (Double) (took / NANOS_PER_MS);
    }

    @Word(value = "whether the run was timed ('run timed: true')", example = "exits.table.timed")
    public boolean getTimed() {
        return overTime != null;
    }

    @Word(value = "the number of exits in each slice of a timed run", example = "exits.table.slices")
    public List<Integer> getSlices() {
        return overTime == null ? List.of() : overTime.all();
    }

    @Word(
            value = "the length of a slice in milliseconds; null if the run was not timed",
            example = "exits.table.sliceMs")
    public Double getSliceMs() {
        return overTime == null ? null : (Double) overTime.sliceMs();
    }

    @Word(
            value = "milliseconds in KVM_RUN calls that a signal interrupted before any exit; null if the"
                    + " run was not timed",
            example = "exits.table.unfinishedMs")
    public Double getUnfinishedMs() {
        return overTime == null ? null : (Double) (unfinished / NANOS_PER_MS);
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("ms", getMs());
        facts.put("timed", getTimed());
        facts.put("all", all);
        facts.put("unfinishedMs", getUnfinishedMs());
        facts.put("sliceMs", getSliceMs());
        facts.put("slices", getSlices());
        return facts;
    }

    @Override
    public String text(int columns) {
        if (all.isEmpty() && overTime == null) {
            return "no exits";
        }
        List<String> lines = new ArrayList<>();
        if (!all.isEmpty()) {
            List<String> rows = rows();
            boolean fits = rows.stream().allMatch(row -> row.length() <= columns);
            lines.addAll(
                    fits
                            ? rows
                            : all.stream()
                                    .flatMap(count -> count.lines(columns).stream())
                                    .toList());
        }
        if (unfinished > 0) {
            lines.add(String.format(Locale.ROOT, "%.2f ms in KVM_RUN without an exit", unfinished / NANOS_PER_MS));
        }
        if (overTime != null && !all.isEmpty()) {
            lines.add(overTime.text(columns));
        }
        return String.join("\n", lines);
    }

    private List<String> rows() {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        all.forEach(count -> rows.add(count.cells()));
        int last = getTimed() ? HEAD.size() : took == 0 ? RATE : TIMES;
        int[] widths = new int[last];
        for (int i = 0; i < last; i++) {
            int column = i;
            boolean empty =
                    all.stream().allMatch(count -> count.cells().get(column).isEmpty());
            widths[i] = empty
                    ? 0
                    : rows.stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0);
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) {
                cells.add(String.format("%" + (i < NUMBERS ? "-" : "") + widths[i] + "s", row.get(i)));
            }
        }
        return cells.stream().collect(Collectors.joining(BETWEEN)).stripTrailing();
    }

    @Override
    public String toString() {
        return text(USUAL_COLUMNS);
    }
}
