package org.kvmsh.repl.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a board told of itself.
 *
 * @param facts   as {@code kvmsh boards facts} prints them
 * @param isWhole whether a capability that is not there is not supported; otherwise nobody asked for it
 */
record ToldFacts(Map<String, Object> facts, boolean isWhole) {
    /** The facts that are capabilities with their values. */
    static final List<String> MAPS = List.of("capabilities", "vmCapabilities");

    /** The facts without those that the other does not have: nothing is known of them there. */
    Map<String, Object> besides(ToldFacts other) {
        Map<String, Object> common = new LinkedHashMap<>(facts);
        common.remove("kernel");
        common.keySet().removeIf(name -> facts.get(name) == null || other.facts.get(name) == null);
        for (String name : MAPS) {
            if (!other.isWhole && common.get(name) instanceof Map<?, ?> all && other.facts.get(name) instanceof Map<?, ?> asked) {
                Map<Object, Object> both = new LinkedHashMap<>(all);
                both.keySet().retainAll(asked.keySet());
                common.put(name, both);
            }
        }
        return common;
    }
}
