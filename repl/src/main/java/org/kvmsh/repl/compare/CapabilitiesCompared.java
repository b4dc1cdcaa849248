package org.kvmsh.repl.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.kvmsh.dsl.inspect.CapabilityDifference;
import org.kvmsh.dsl.inspect.CapabilityDifferences;

/**
 * Capabilities with their values, and what only a VM tells: VM types, devices, proposed ioctls; and the parameters of
 * KVM's modules.
 */
final class CapabilitiesCompared {
    private static final List<String> LISTS = List.of("vmTypes", "devices", "proposals");

    private CapabilitiesCompared() {}

    /** Two boards, or those that both sides have by name. */
    static Compared of(List<ToldFacts> a, List<ToldFacts> b) {
        Map<ToldFacts, ToldFacts> pairs = new LinkedHashMap<>();
        boolean isOnePair = a.size() == 1 && b.size() == 1;
        a.forEach(one -> b.stream()
                .filter(other -> isOnePair || other.board().equals(one.board()))
                .findFirst()
                .ifPresent(other -> pairs.put(one, other)));
        if (pairs.isEmpty()) {
            return Compared.not(
                    Aspect.CAPABILITIES, List.of("the sides have no board in common whose capabilities are known"));
        }
        Set<String> names = new TreeSet<>();
        List<FoundDifference> found = new ArrayList<>();
        pairs.forEach((one, other) -> found(one, other, isOnePair ? "" : " on " + one.board(), names, found));
        long others =
                names.stream().filter(name -> !name.startsWith("KVM_CAP_")).count();
        return Compared.of(
                Aspect.CAPABILITIES,
                names.size() + " compared"
                        + (others == 0
                                ? ""
                                : ", " + others + " of them " + (others == 1 ? "another fact" : "other facts"))
                        + (isOnePair ? "" : " on " + Compared.counted(pairs.size(), "board"))
                        + (Stream.of(a, b).flatMap(List::stream).allMatch(ToldFacts::isWhole)
                                ? ""
                                : ", only those queried in a trace"),
                names,
                found,
                List.of());
    }

    private static void found(ToldFacts a, ToldFacts b, String on, Set<String> names, List<FoundDifference> found) {
        Map<String, Object> first = a.besides(b);
        Map<String, Object> second = b.besides(a);
        names.addAll(names(first));
        names.addAll(names(second));
        // One run after another is asked what it has lost, as with tests.
        boolean onlyLosses = a.source() == ToldFacts.Source.RUN && b.source() == ToldFacts.Source.RUN;
        for (CapabilityDifference each :
                CapabilityDifferences.of(first, second, null).all()) {
            names.add(each.name());
            List<String> bits = new ArrayList<>();
            bits("A", each.onlyFirst(), bits);
            bits("B", each.onlySecond(), bits);
            found.add(new FoundDifference(
                    Aspect.CAPABILITIES,
                    heading(each),
                    each.name(),
                    null,
                    "",
                    each.firstText(),
                    each.secondText(),
                    each + on,
                    bits,
                    !onlyLosses || isLoss(each)));
        }
    }

    private static boolean isLoss(CapabilityDifference each) {
        return isCapability(each)
                && (each.secondText().equals(CapabilityDifference.NOT)
                        || !each.onlyFirst().isEmpty());
    }

    private static boolean isCapability(CapabilityDifference each) {
        return each.name().startsWith("KVM_CAP_");
    }

    private static void bits(String side, List<String> names, List<String> lines) {
        if (!names.isEmpty()) {
            lines.add(side + " only: " + String.join(", ", names));
        }
    }

    private static String heading(CapabilityDifference each) {
        return (isCapability(each) ? "capabilities " : "other facts ")
                + (each.secondText().equals(CapabilityDifference.NOT)
                        ? "of A only"
                        : each.firstText().equals(CapabilityDifference.NOT) ? "of B only" : "with other values");
    }

    private static Set<String> names(Map<String, Object> facts) {
        Set<String> names = new TreeSet<>();
        ToldFacts.MAPS.stream()
                .map(facts::get)
                .filter(Map.class::isInstance)
                .forEach(map -> ((Map<?, ?>) map).keySet().forEach(name -> names.add(name.toString())));
        LISTS.stream()
                .map(facts::get)
                .filter(Collection.class::isInstance)
                .forEach(list -> ((Collection<?>) list).forEach(name -> names.add(name.toString())));
        return names;
    }
}
