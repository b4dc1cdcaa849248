package org.kvmsh.dsl.inspect;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** The exits of a run with one reason at one place: how many, how often, and what they took. */
public record ExitCount(
        @Word(value = "the kernel's name for the exit reason, in lower case", example = "exits.table.all[0].name")
        String name,

        @Word(
                value = "the port, the address, or the name or number of the call that the guest made; empty if"
                        + " the exit has none",
                example = "exits.table.all[0].place")
        String place,

        long counted,

        @Word(value = "the row's share of all exits, from 0 to 1", example = "exits.table.all[0].share")
        double share,

        @Word(
                value = "the row's exits per second; null if the script called KVM_RUN directly",
                example = "exits.table.all[0].rate")
        Double rate,

        @Word(
                value = "milliseconds in the KVM_RUN calls that returned this row's exits, guest and kernel"
                        + " together; null if the run was not timed",
                example = "exits.table.all[0].kvmRunMs")
        Double kvmRunMs,

        @Word(
                value = "milliseconds from KVM_RUN's return to the handler's return, summed over the row's"
                        + " exits; null if the run was not timed",
                example = "exits.table.all[0].handlerMs")
        Double handlerMs)
        implements AsJson {
    private static final double PERCENT = 100;
    private static final String INDENT = "  ";
    private static final String BETWEEN = ", ";
    private static final double NANOS_PER_MS = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Exits of a run that is not timed.
     *
     * @param place in words; empty if the exit has none
     * @param total the exits of the run
     * @param took its nanoseconds; 0 if they are not known
     */
    public static ExitCount of(String name, String place, long count, long total, long took) {
        return new ExitCount(
                name,
                place,
                count,
                total == 0 ? 0 : (double) count / total,
                took == 0 ? null : (Double) (count * NANOS_PER_SECOND / took),
                null,
                null);
    }

    /** The same with the nanoseconds that they took. */
    public ExitCount timed(long inKvmRun, long handling) {
        return new ExitCount(name, place, counted, share, rate, inKvmRun / NANOS_PER_MS, handling / NANOS_PER_MS);
    }

    @Word(value = "the number of exits in this row", example = "exits.table.all[0].count")
    public Number getCount() {
        return counted == (int) counted ? (Number) (int) counted : (Number) counted;
    }

    boolean isTimed() {
        return kvmRunMs != null;
    }

    /** Count, share, rate and times, as they are in a table. */
    List<String> cells() {
        return List.of(
                name,
                place,
                Long.toString(counted),
                String.format(Locale.ROOT, "%.1f%%", share * PERCENT),
                rate == null ? "" : String.format(Locale.ROOT, "%.0f", rate),
                ms(kvmRunMs),
                ms(handlerMs));
    }

    private static String ms(Double time) {
        return time == null ? "" : String.format(Locale.ROOT, "%.2f", time);
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("place", place);
        facts.put("count", BigInteger.valueOf(counted));
        facts.put("share", share);
        facts.put("rate", rate);
        facts.put("kvmRunMs", kvmRunMs);
        facts.put("handlerMs", handlerMs);
        return facts;
    }

    /** The lines where a table does not fit: the exit, and below it as many of its numbers in a line as fit. */
    List<String> lines(int columns) {
        List<String> lines = new ArrayList<>(List.of(label() + ":"));
        StringBuilder line = new StringBuilder();
        for (String number : numbers()) {
            if (!line.isEmpty() && INDENT.length() + line.length() + BETWEEN.length() + number.length() >= columns) {
                lines.add(INDENT + line + ",");
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : BETWEEN).append(number);
        }
        lines.add(INDENT + line);
        return lines;
    }

    private String label() {
        return (name + " " + place).strip();
    }

    private List<String> numbers() {
        List<String> cells = cells();
        List<String> numbers = new ArrayList<>(cells.subList(2, 4));
        if (rate != null) {
            numbers.add(cells.get(4) + "/s");
        }
        if (isTimed()) {
            numbers.add(cells.get(5) + " ms in KVM_RUN");
            numbers.add(cells.get(6) + " ms in handlers");
        }
        return numbers;
    }

    @Override
    public String toString() {
        return label() + ": " + String.join(BETWEEN, numbers());
    }
}
