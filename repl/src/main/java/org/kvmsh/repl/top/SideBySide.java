package org.kvmsh.repl.top;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kvmsh.dsl.inspect.Activity;
import org.kvmsh.dsl.inspect.VcpuActivity;
import org.kvmsh.dsl.text.Columns;

/** What guests did on several boards: a column for each board, and a row for each number that one of them has. */
final class SideBySide {
    /** How many functions, and how many statistics, have rows. */
    private static final int MOST = 8;

    private static final double PERCENT = 100;
    private static final double MS_PER_SECOND = 1e3;

    private final List<MeasuredScript> scripts;
    /** Labels at the left, numbers at the right. */
    private final Columns table = new Columns(column -> column > 0);

    private SideBySide(List<MeasuredScript> scripts) {
        this.scripts = scripts;
    }

    /** The lines of the table; for one board, the text of its activity. */
    static List<String> of(List<MeasuredScript> scripts, int columns) {
        if (scripts.size() == 1) {
            MeasuredScript only = scripts.get(0);
            List<String> lines = new ArrayList<>(List.of(only.board() + ": " + state(only)));
            if (only.last() != null) {
                lines.addAll(only.last().text(columns).lines().toList());
            }
            return lines;
        }
        return new SideBySide(scripts).lines();
    }

    private static String state(MeasuredScript script) {
        return script.hasEnded() ? "ended" : script.last() == null ? "no guest has run yet" : "running";
    }

    private List<String> lines() {
        row("", MeasuredScript::board);
        row("script", SideBySide::state);
        rows("%.0f", 1, activity -> Map.of("exits a second", perSecond(activity, activity.getTotal())));
        rows("%.0f%%", 1, activity -> Map.of("in KVM_RUN", mean(activity, VcpuActivity::inKvmRun)));
        rows("%.0f%%", 1, activity -> Map.of("in handlers", mean(activity, VcpuActivity::inHandlers)));
        rows(
                "%.0f",
                Integer.MAX_VALUE,
                activity -> by(
                        activity.exits().all(),
                        exit -> ("exit " + exit.name() + " " + exit.place()).strip(),
                        exit -> perSecond(activity, exit.counted())));
        rows("%.0f%%", MOST, activity -> by(activity.hot(), hot -> "pc " + hot.place(), hot -> PERCENT * hot.share()));
        rows(
                "%.0f",
                MOST,
                activity -> by(
                        activity.stats(), stat -> "stat " + stat.name(), stat -> perSecond(activity, stat.getValue())));
        return table.lines("");
    }

    private static double perSecond(Activity activity, long count) {
        return count * MS_PER_SECOND / activity.ms();
    }

    private static double mean(Activity activity, Function<VcpuActivity, Double> share) {
        return PERCENT
                * activity.vcpus().stream().mapToDouble(share::apply).average().orElse(0);
    }

    private static <T> Map<String, Double> by(List<T> all, Function<T, String> label, Function<T, Double> number) {
        return all.stream().collect(Collectors.toMap(label, number, Double::sum));
    }

    private void row(String label, Function<MeasuredScript, String> cell) {
        List<String> cells = new ArrayList<>(List.of(label));
        scripts.forEach(script -> cells.add(cell.apply(script)));
        table.row(cells.toArray());
    }

    /**
     * Rows of numbers that one board or more has, those with the largest number first.
     *
     * @param most how many of them
     */
    private void rows(String format, int most, Function<Activity, Map<String, Double>> numbers) {
        Map<MeasuredScript, Map<String, Double>> of = new HashMap<>();
        Map<String, Double> largest = new HashMap<>();
        for (MeasuredScript script : scripts) {
            Activity last = script.last();
            of.put(script, last == null ? Map.of() : numbers.apply(last));
            of.get(script).forEach((label, number) -> largest.merge(label, number, Double::max));
        }
        largest.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .forEach(each -> row(each.getKey(), script -> {
                    Double number = of.get(script).get(each.getKey());
                    return number == null ? "" : String.format(Locale.ROOT, format, number);
                }));
    }
}
