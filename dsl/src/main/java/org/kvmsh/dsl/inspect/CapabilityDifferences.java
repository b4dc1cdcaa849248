package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.Word;

/** The capabilities of two boards, and with them other facts, as far as they differ. */
public record CapabilityDifferences(
        @Word(value = "the first board: its name, its kind and its kernel", example = "caps.diff('A', 'B').first")
        String first,

        @Word(value = "the second board", example = "caps.diff('A', 'B').second")
        String second,

        @Word(
                value = "what differs: capabilities by name, then the rest",
                example = "caps.diff('A', 'B').all*.name",
                js = "caps.diff('A', 'B').all.map(d => d.name)")
        List<CapabilityDifference> all)
        implements AsJson, Fitting {
    private static final String BETWEEN = "  ";

    public CapabilityDifferences {
        all = List.copyOf(all);
    }

    /**
     * Compares two boards.
     *
     * @param first facts as {@code kvmsh boards facts} prints them
     * @param wanted which capabilities; null for all facts
     */
    public static CapabilityDifferences of(
            Map<String, Object> first, Map<String, Object> second, Predicate<String> wanted) {
        FactsDifferences differences = new FactsDifferences(first, second);
        List<CapabilityDifference> rows = wanted == null
                ? differences.rows()
                : differences.capabilities().stream()
                        .filter(row -> wanted.test(row.name().replaceFirst(" .*", "")))
                        .toList();
        return new CapabilityDifferences(board(first), board(second), rows);
    }

    private static String board(Map<String, Object> facts) {
        return facts.get("name") + " (" + facts.get("kind") + "), "
                + Objects.toString(facts.get("about"), "kernel " + Objects.toString(facts.get("kernel"), "unknown"));
    }

    @Word(value = "true if nothing differs", example = "caps.diff('A', 'B').empty")
    public boolean getEmpty() {
        return all.isEmpty();
    }

    @Word(value = "one difference by its name", example = "caps.diff('A', 'B').named('NR_VCPUS')")
    public CapabilityDifference named(String name) {
        return all.stream()
                .filter(each -> each.name().equals(name) || each.name().equals(Capabilities.PREFIX + name))
                .findFirst()
                .orElseThrow(() -> new ScriptError(
                        Site.UNKNOWN,
                        name + " does not differ between these boards",
                        Nearest.note(
                                name,
                                all.stream().map(CapabilityDifference::name).toList())));
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("first", first);
        facts.put("second", second);
        facts.put("all", all);
        return facts;
    }

    @Override
    public String text(int columns) {
        List<String> lines = new ArrayList<>(List.of("A: " + first, "B: " + second));
        if (all.isEmpty()) {
            lines.add("no differences");
        } else {
            List<String> rows = rows();
            boolean fits = rows.stream().allMatch(row -> row.length() <= columns);
            if (fits) {
                lines.add(rows.get(0));
            }
            for (int i = 0; i < all.size(); i++) {
                CapabilityDifference each = all.get(i);
                lines.addAll(
                        fits
                                ? List.of(rows.get(i + 1))
                                : List.of(each.name() + ":", "  A " + each.firstText(), "  B " + each.secondText()));
                lines.addAll(each.bits());
            }
        }
        return String.join("\n", lines);
    }

    private List<String> rows() {
        int name = all.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        int one = all.stream().mapToInt(each -> each.firstText().length()).max().orElse(0);
        List<String> rows = new ArrayList<>();
        String format = "%-" + name + "s" + BETWEEN + "%-" + Math.max(1, one) + "s" + BETWEEN + "%s";
        rows.add(String.format(Locale.ROOT, format, "", "A", "B"));
        all.forEach(
                each -> rows.add(String.format(Locale.ROOT, format, each.name(), each.firstText(), each.secondText())));
        return rows;
    }

    @Override
    public String toString() {
        return text(USUAL_COLUMNS);
    }
}
