package org.kvmsh.dsl.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.dsl.inspect.CapabilityDifference;
import org.kvmsh.dsl.inspect.CapabilityDifferences;

/**
 * The facts of a board that a script depends on.
 *
 * @param facts some of those that {@code kvmsh boards facts} prints: those that are found out in no time
 */
public record BoardFeatures(Map<String, Object> facts) {
    private static final int SHOWN = 4;
    private static final String PREFIX = "KVM_CAP_";

    /** Asks a board for them. */
    public static BoardFeatures of(Board board) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("arch", board.arch().toString());
        facts.put("kernel", board.kernel().release());
        facts.put(
                "capabilities",
                CallOrigin.PROBING.during(
                        () -> BoardFacts.capabilities(board.kernel().abi(), board.kvm())));
        return new BoardFeatures(facts);
    }

    /** The differences from another board's, in a few lines; none if they do not differ. */
    public List<String> differencesFrom(BoardFeatures other) {
        List<CapabilityDifference> all =
                CapabilityDifferences.of(facts, other.facts, null).all();
        List<String> lines = new ArrayList<>();
        all.stream()
                .filter(each -> each.name().equals("arch"))
                .forEach(arch -> lines.add(arch.first() + " instead of " + arch.second()));
        all.stream()
                .filter(each -> each.name().equals("kernel"))
                .forEach(kernel ->
                        lines.add("kernel " + known(kernel.first()) + " instead of " + known(kernel.second())));
        list(lines, "supported here only", all, each -> each.second().equals(0), BoardFeatures::shortName);
        list(lines, "not supported here", all, each -> each.first().equals(0), BoardFeatures::shortName);
        list(
                lines,
                "with other values",
                all,
                each -> !each.first().equals(0) && !each.second().equals(0),
                each -> shortName(each) + " " + each.first() + " instead of " + each.second());
        return lines;
    }

    private static String known(Object kernel) {
        return kernel == null ? "unknown" : kernel.toString();
    }

    private static String shortName(CapabilityDifference capability) {
        return capability.name().substring(PREFIX.length());
    }

    private static void list(
            List<String> lines,
            String what,
            List<CapabilityDifference> all,
            Predicate<CapabilityDifference> wanted,
            Function<CapabilityDifference, String> shown) {
        List<CapabilityDifference> some = all.stream()
                .filter(each -> each.name().startsWith(PREFIX))
                .filter(wanted)
                .toList();
        if (!some.isEmpty()) {
            String first = some.stream().limit(SHOWN).map(shown).collect(Collectors.joining(", "));
            lines.add(some.size() + (some.size() == 1 ? " capability " : " capabilities ") + what + ": " + first
                    + (some.size() > SHOWN ? ", ..." : ""));
        }
    }
}
