package org.kvmsh.dsl.inspect;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** One of KVM's statistics at one moment, or its difference between two. */
public final class Stat implements AsJson {
    private final String name;
    private final String type;
    private final String unit;
    private final long[] values;

    /** @param unit with its power of ten or of two; empty for a plain count */
    Stat(String name, String type, String unit, long[] values) {
        this.name = name;
        this.type = type;
        this.unit = unit;
        this.values = values.clone();
    }

    @Word(value = "the statistic's name in the kernel", example = "m.stats.all[0].name")
    public String getName() {
        return name;
    }

    @Word(value = "the type: cumulative, instant, peak, linear_hist or log_hist", example = "m.stats.all[0].type")
    public String getType() {
        return type;
    }

    @Word(
            value = "the unit (bytes, seconds, cycles or boolean) with its scale, such as 10^-9 seconds; empty for a"
                    + " count",
            example = "m.stats.all[0].unit")
    public String getUnit() {
        return unit;
    }

    @Word(value = "the value; for a histogram, the sum of all buckets", example = "m.stats.all[0].value")
    public long getValue() {
        return Arrays.stream(values).sum();
    }

    @Word(value = "the values: one, or one per histogram bucket", example = "m.stats.all[0].values")
    public List<Long> getValues() {
        return Arrays.stream(values).boxed().toList();
    }

    /** The increase since an earlier reading; a peak is not subtracted. */
    Stat since(Stat before) {
        if (type.equals("peak")) {
            return this;
        }
        long[] more = values.clone();
        for (int i = 0; i < more.length; i++) {
            more[i] -= before.values[i];
        }
        return new Stat(name, type, unit, more);
    }

    boolean isZero() {
        return Arrays.stream(values).allMatch(value -> value == 0);
    }

    String line(int width) {
        return String.format(
                "%-" + width + "s  %s%s",
                name,
                values.length == 1 ? Long.toString(values[0]) : Arrays.toString(values),
                unit.isEmpty() ? "" : " " + unit);
    }

    /** Statistics are counts, unlike other values of 64 bits. */
    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("type", type);
        facts.put("unit", unit);
        facts.put("values", Arrays.stream(values).mapToObj(BigInteger::valueOf).toList());
        return facts;
    }

    @Override
    public String toString() {
        return line(name.length());
    }
}
