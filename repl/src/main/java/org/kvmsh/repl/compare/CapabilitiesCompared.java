package org.kvmsh.repl.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.kvmsh.dsl.inspect.CapabilityDifference;
import org.kvmsh.dsl.inspect.CapabilityDifferences;

/** Capabilities with their values, and what only a VM tells: VM types, devices, proposed ioctls; and the parameters of KVM's modules. */
final class CapabilitiesCompared {
    private static final List<String> LISTS = List.of("vmTypes", "devices", "proposals");

    private CapabilitiesCompared() { }

    static Compared of(ToldFacts a, ToldFacts b) {
        Map<String, Object> first = a.besides(b);
        Map<String, Object> second = b.besides(a);
        Set<String> names = new TreeSet<>(names(first));
        names.addAll(names(second));
        List<FoundDifference> found = new ArrayList<>();
        for (CapabilityDifference each : CapabilityDifferences.of(first, second, null).getAll()) {
            names.add(each.getName());
            List<String> bits = new ArrayList<>();
            bits("A", each.getOnlyFirst(), bits);
            bits("B", each.getOnlySecond(), bits);
            found.add(new FoundDifference(Aspect.CAPABILITIES, heading(each), each.getName(), null, "", each.firstText(), each.secondText(), each.toString(), bits, true));
        }
        return Compared.of(Aspect.CAPABILITIES, names.size() + " compared" + (a.isWhole() && b.isWhole() ? "" : ", those that a trace asked for"), names, found, List.of());
    }

    private static void bits(String side, List<String> names, List<String> lines) {
        if (!names.isEmpty()) {
            lines.add(side + " only: " + String.join(", ", names));
        }
    }

    private static String heading(CapabilityDifference each) {
        return (each.getName().startsWith("KVM_CAP_") ? "capabilities " : "other facts ") + (each.secondText().equals(CapabilityDifference.NOT) ? "of A only" : each.firstText().equals(CapabilityDifference.NOT) ? "of B only" : "with other values");
    }

    private static Set<String> names(Map<String, Object> facts) {
        Set<String> names = new TreeSet<>();
        ToldFacts.MAPS.stream().map(facts::get).filter(Map.class::isInstance).forEach(map -> ((Map<?, ?>) map).keySet().forEach(name -> names.add(name.toString())));
        LISTS.stream().map(facts::get).filter(Collection.class::isInstance).forEach(list -> ((Collection<?>) list).forEach(name -> names.add(name.toString())));
        return names;
    }
}
