package org.kvmsh.repl.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The facts that a board told of itself.
 *
 * @param facts as {@code kvmsh boards facts} prints them
 */
record ToldFacts(Map<String, Object> facts, Source source) {
    /** The facts that are capabilities with their values. */
    static final List<String> MAPS = List.of("capabilities", "vmCapabilities");

    /** The program that asked the board. */
    enum Source {
        /** Everything was probed. */
        BOARD,
        /** Before the first test: no VM was made. */
        RUN,
        /** A script asked for what it needs. */
        TRACE
    }

    /** The board's name. */
    String board() {
        return Objects.toString(facts.get("name"));
    }

    /** Whether there are capabilities: a board that is lost tells none. */
    boolean isAny() {
        return facts.get(MAPS.get(0)) != null;
    }

    /** Whether a capability that is not there is not supported; otherwise nobody asked for it. */
    boolean isWhole() {
        return source != Source.TRACE;
    }

    /** The facts without those that the other does not have: nothing is known of them there. */
    Map<String, Object> besides(ToldFacts other) {
        Map<String, Object> common = new LinkedHashMap<>(facts);
        common.remove("kernel");
        common.keySet().removeIf(name -> facts.get(name) == null || other.facts.get(name) == null);
        for (String name : MAPS) {
            if (!other.isWhole()
                    && common.get(name) instanceof Map<?, ?> all
                    && other.facts.get(name) instanceof Map<?, ?> asked) {
                Map<Object, Object> both = new LinkedHashMap<>(all);
                both.keySet().retainAll(asked.keySet());
                common.put(name, both);
            }
        }
        return common;
    }
}
