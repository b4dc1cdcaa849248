package org.kvmsh.dsl.inspect;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/**
 * One of KVM's statistics at one moment, or its difference between two.
 *
 * @param unit with its power of ten or of two; empty for a plain count
 */
public record Stat(
        @Word(value = "the statistic's name in the kernel", example = "m.stats.all[0].name")
        String name,

        @Word(value = "the type: cumulative, instant, peak, linear_hist or log_hist", example = "m.stats.all[0].type")
        String type,

        @Word(
                value = "the unit (bytes, seconds, cycles or boolean) with its scale, such as 10^-9 seconds; empty for"
                        + " a count",
                example = "m.stats.all[0].unit")
        String unit,

        @Word(value = "the values: one, or one per histogram bucket", example = "m.stats.all[0].values")
        List<Long> values)
        implements AsJson {
    public Stat {
        values = List.copyOf(values);
    }

    @Word(value = "the value; for a histogram, the sum of all buckets", example = "m.stats.all[0].value")
    public long getValue() {
        return values.stream().mapToLong(Long::longValue).sum();
    }

    /** The increase since an earlier reading; a peak is not subtracted. */
    public Stat since(Stat before) {
        if (type.equals("peak")) {
            return this;
        }
        List<Long> more = IntStream.range(0, values.size())
                .mapToObj(i -> values.get(i) - before.values.get(i))
                .toList();
        return new Stat(name, type, unit, more);
    }

    /** The sum of two. */
    public Stat plus(Stat other) {
        return new Stat(
                name,
                type,
                unit,
                IntStream.range(0, values.size())
                        .mapToObj(i -> values.get(i) + other.values.get(i))
                        .toList());
    }

    boolean isZero() {
        return values.stream().allMatch(value -> value == 0);
    }

    String line(int width) {
        return String.format(
                "%-" + width + "s  %s%s",
                name,
                values.size() == 1 ? values.get(0).toString() : values.toString(),
                unit.isEmpty() ? "" : " " + unit);
    }

    /** Statistics are counts, unlike other values of 64 bits. */
    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("type", type);
        facts.put("unit", unit);
        facts.put("values", values.stream().map(BigInteger::valueOf).toList());
        return facts;
    }

    @Override
    public String toString() {
        return line(name.length());
    }
}
