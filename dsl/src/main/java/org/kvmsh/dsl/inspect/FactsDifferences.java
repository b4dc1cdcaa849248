package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.CapabilityMeanings;

/**
 * The differences between the facts of two boards, of those that scripts depend on.
 *
 * @param first facts as {@code kvmsh boards facts} prints them
 */
record FactsDifferences(Map<String, Object> first, Map<String, Object> second) {
    private static final String CAPABILITIES = "capabilities";
    private static final String OF_VM = "vmCapabilities";
    private static final List<String> SINGLE = List.of("arch", "kernel", "pageSize");
    /** The lists of what a board has. */
    private static final List<String> LISTS = List.of("vmTypes", "devices", "proposals");

    private static final String MODULES = "kvmModules";

    /** All of them: the capabilities first. */
    List<CapabilityDifference> rows() {
        List<CapabilityDifference> rows = new ArrayList<>(capabilities());
        for (String list : LISTS) {
            if (first.get(list) instanceof Collection<?> one && second.get(list) instanceof Collection<?> other) {
                add(rows, present(one), present(other));
            }
        }
        for (String name : SINGLE) {
            add(rows, single(name, first.get(name)), single(name, second.get(name)));
        }
        Map<String, Object> parameters = parameters(first);
        Map<String, Object> others = parameters(second);
        // A software model has no modules, and not every board shows them.
        if (!parameters.isEmpty() && !others.isEmpty()) {
            add(rows, parameters, others);
        }
        return List.copyOf(rows);
    }

    /** The differences between the capabilities of /dev/kvm, and of a VM where a VM's differ otherwise. */
    List<CapabilityDifference> capabilities() {
        Map<String, Integer> one = numbers(first, CAPABILITIES);
        Map<String, Integer> other = numbers(second, CAPABILITIES);
        Map<String, Integer> oneVm = numbers(first, OF_VM);
        Map<String, Integer> otherVm = numbers(second, OF_VM);
        TreeSet<String> names = new TreeSet<>(one.keySet());
        List.of(other, oneVm, otherVm).forEach(more -> names.addAll(more.keySet()));
        boolean vms = first.get(OF_VM) != null && second.get(OF_VM) != null;
        List<CapabilityDifference> rows = new ArrayList<>();
        for (String name : names) {
            int a = one.getOrDefault(name, 0);
            int b = other.getOrDefault(name, 0);
            int ofA = oneVm.getOrDefault(name, 0);
            int ofB = otherVm.getOrDefault(name, 0);
            if (a != b) {
                rows.add(row(name, name, a, b));
            }
            if (vms && ofA != ofB && (a != ofA || b != ofB)) {
                rows.add(row(name + " of a VM", name, ofA, ofB));
            }
        }
        return rows;
    }

    private CapabilityDifference row(String shown, String name, int one, int other) {
        List<String> bits = bits(first, name, one);
        List<String> others = bits(second, name, other);
        return new CapabilityDifference(shown, one, other, without(bits, others), without(others, bits));
    }

    private static List<String> bits(Map<String, Object> facts, String name, int value) {
        String table = Objects.toString(facts.get("table"));
        return Abi.tables().contains(table) ? CapabilityMeanings.bits(Abi.of(table), name, value) : List.of();
    }

    private static List<String> without(List<String> all, List<String> others) {
        return all.stream().filter(each -> !others.contains(each)).toList();
    }

    private static Map<String, Integer> numbers(Map<String, Object> facts, String name) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        if (facts.get(name) instanceof Map<?, ?> values) {
            values.forEach((key, value) -> {
                if (value instanceof Number number) {
                    numbers.put(key.toString(), number.intValue());
                }
            });
        }
        return numbers;
    }

    private static Map<String, Object> present(Collection<?> names) {
        Map<String, Object> present = new TreeMap<>();
        names.forEach(name -> present.put(name.toString(), true));
        return present;
    }

    private static Map<String, Object> single(String name, Object value) {
        return value == null
                ? Map.of()
                : Map.of(name, value instanceof Number number ? number.intValue() : value.toString());
    }

    private static Map<String, Object> parameters(Map<String, Object> facts) {
        Map<String, Object> all = new TreeMap<>();
        if (facts.get(MODULES) instanceof Map<?, ?> modules) {
            modules.forEach((module, parameters) -> {
                if (parameters instanceof Map<?, ?> values) {
                    values.forEach((parameter, value) -> all.put(module + "." + parameter, Objects.toString(value)));
                }
            });
        }
        return all;
    }

    private static void add(List<CapabilityDifference> rows, Map<String, Object> one, Map<String, Object> other) {
        TreeSet<String> names = new TreeSet<>(one.keySet());
        names.addAll(other.keySet());
        names.stream()
                .filter(name -> !Objects.equals(one.get(name), other.get(name)))
                .forEach(name ->
                        rows.add(new CapabilityDifference(name, one.get(name), other.get(name), List.of(), List.of())));
    }
}
