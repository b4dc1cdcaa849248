package org.kvmsh.dsl.bits;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.call.StructDifference;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.Word;

/** Registers as they were when they were read, with the names of their bits; they are members by their names. */
public final class NamedBits implements Fitting, AsJson {
    private static final String BETWEEN = "  ";
    private static final String NONE = "none";

    private final String title;
    private final String missing;
    private final Map<String, NamedRegister> registers = new LinkedHashMap<>();

    private NamedBits(String title, String missing, List<NamedRegister> all) {
        this.title = title;
        this.missing = missing;
        all.forEach(register -> registers.put(register.layout().register(), register));
    }

    /** Registers under a title. */
    public static NamedBits of(String title, List<NamedRegister> registers) {
        return new NamedBits(title, "", registers);
    }

    /** State that a machine does not have. */
    public static NamedBits missing(String title, String why) {
        return new NamedBits(title, why, List.of());
    }

    @Word(value = "why the machine lacks this state; empty if the state is present", example = "m.ioapic.missing")
    public String getMissing() {
        return missing;
    }

    @Word(
            value = "the names of the registers",
            example = "m.vcpu(0).control.names",
            js = "m.vcpu(0).control.names.includes('cr0')")
    public List<String> getNames() {
        return List.copyOf(registers.keySet());
    }

    @Word(value = "the registers", example = "m.vcpu(0).control.all[0].names")
    public List<NamedRegister> getAll() {
        return List.copyOf(registers.values());
    }

    /** The layouts of its registers. */
    public List<BitLayout> layouts() {
        return registers.values().stream().map(NamedRegister::layout).toList();
    }

    /** The value of a member. */
    @Word(
            value = "a register by name; ISR, IRR and TMR return the list of vectors that are set; a field's"
                    + " name also works if only one register has that field",
            example = "m.vcpu(0).control.get('cr0')")
    public Object get(String name) {
        if (!missing.isEmpty()) {
            throw new ScriptError(Site.UNKNOWN, missing);
        }
        NamedRegister register = registers.get(name);
        if (register != null) {
            return register.layout().isOfVectors() ? vectors(register) : register;
        }
        String prefix = name + ".";
        List<NamedRegister> group = registers.entrySet().stream()
                .filter(each -> each.getKey().startsWith(prefix))
                .map(each -> each.getValue().called(each.getKey().substring(prefix.length())))
                .toList();
        if (!group.isEmpty()) {
            return of(title + ", " + name, group);
        }
        List<NamedRegister> having = registers.values().stream()
                .filter(each -> each.fields().contains(name))
                .toList();
        if (having.size() == 1) {
            return having.get(0).get(name);
        }
        throw unknown(name, having);
    }

    private ScriptError unknown(String name, List<NamedRegister> having) {
        return having.isEmpty()
                ? new ScriptError(
                        Site.UNKNOWN,
                        title + ": no register or bit " + name,
                        Nearest.note(
                                name,
                                Stream.concat(
                                                registers.keySet().stream(),
                                                registers.values().stream().flatMap(each -> each.fields().stream()))
                                        .toList()),
                        "registers: " + String.join(", ", registers.keySet()))
                : new ScriptError(
                        Site.UNKNOWN,
                        title + ": " + having.size() + " registers have a field " + name,
                        "write: " + having.get(0).layout().register() + "." + name);
    }

    private static List<Integer> vectors(NamedRegister register) {
        return register.bits().signum() == 0
                ? List.of()
                : register.layout().fields().stream()
                        .map(BitField::low)
                        .filter(register.bits()::testBit)
                        .toList();
    }

    @Word(
            value = "the registers that differ from those read earlier, with the bits that were set and cleared",
            example = "m.vcpu(0).control.diff(before)")
    public StructDifference diff(Object other) {
        return difference(other, this);
    }

    /** The registers that differ between two; one that only one of the two has is left out. */
    public static StructDifference difference(Object one, Object other) {
        StructDifference difference = StructDifference.of(Map.of(), Map.of());
        NamedBits before = checked(one);
        NamedBits after = checked(other);
        after.registers.forEach((name, now) -> {
            NamedRegister then = before.registers.get(name);
            if (then != null && !then.bits().equals(now.bits())) {
                String change = now.layout().change(then.bits(), now.bits());
                boolean vectors = now.layout().isOfVectors();
                difference.add(
                        name,
                        vectors ? words(then) : "0x" + then.bits().toString(16),
                        (vectors ? words(now) : "0x" + now.bits().toString(16))
                                + (change.isEmpty() ? "" : ", " + change));
            }
        });
        return difference;
    }

    private static String words(NamedRegister vectors) {
        return vectors.bits().signum() == 0 ? NONE : vectors.toString();
    }

    private static NamedBits checked(Object bits) {
        if (bits instanceof NamedBits known && known.missing.isEmpty()) {
            return known;
        }
        throw new ScriptError(
                Site.UNKNOWN,
                bits instanceof NamedBits known
                        ? known.missing
                        : "diff takes registers read earlier, not " + ValueInWords.of(bits),
                bits instanceof NamedBits
                        ? ""
                        : "try: before = m.vcpu(0).control; m.step(); m.vcpu(0).control.diff before");
    }

    @Override
    public Object facts() {
        return missing.isEmpty() ? registers : Map.of("missing", missing);
    }

    @Override
    public String text(int columns) {
        if (!missing.isEmpty()) {
            return missing;
        }
        Map<String, NamedRegister> rows = rows();
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>(List.of(title + ":"));
        rows.forEach((name, register) ->
                row(name + " ".repeat(width - name.length()) + BETWEEN, register, columns, lines));
        return String.join("\n", lines);
    }

    /** What is shown: equal registers whose names differ in their numbers are one row, {@code pin0..23}. */
    private Map<String, NamedRegister> rows() {
        Map<String, NamedRegister> rows = new LinkedHashMap<>();
        List<String> names = getNames();
        int end;
        for (int i = 0; i < names.size(); i = end) {
            String first = names.get(i);
            NamedRegister register = registers.get(first);
            end = i + 1;
            while (end < names.size()
                    && stem(names.get(end)).equals(stem(first))
                    && registers.get(names.get(end)).isLike(register)) {
                end++;
            }
            // A number without named bits says something only if it is not 0.
            if (!register.fields().isEmpty() || register.bits().signum() != 0) {
                String last = names.get(end - 1);
                rows.put(
                        end == i + 1
                                ? first
                                : first + ".." + last.substring(stem(last).length()),
                        register);
            }
        }
        return rows;
    }

    private static String stem(String name) {
        return name.replaceFirst("\\d+$", "");
    }

    private static void row(String name, NamedRegister register, int columns, List<String> lines) {
        boolean vectors = register.layout().isOfVectors();
        StringBuilder line = new StringBuilder(name).append(vectors ? "" : register.hex() + BETWEEN);
        int indent = line.length();
        List<String> pieces = register.getNames();
        if (pieces.isEmpty() && vectors) {
            line.append(NONE);
        }
        for (int i = 0; i < pieces.size(); i++) {
            String piece = pieces.get(i) + (i == pieces.size() - 1 ? "" : "|");
            if (line.length() > indent && line.length() + piece.length() > columns) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(indent));
            }
            line.append(piece);
        }
        lines.add(line.toString().stripTrailing());
    }

    @Override
    public String toString() {
        return text(USUAL_COLUMNS);
    }
}
