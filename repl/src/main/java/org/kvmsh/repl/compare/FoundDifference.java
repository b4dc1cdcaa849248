package org.kvmsh.repl.compare;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing that is not the same on both sides.
 *
 * @param heading of the differences that are listed with it
 * @param what its name, as a row of expected differences has it: a capability, {@code SCRIPT: TEST},
 *     {@code KVM_GET_SREGS cs.type}
 * @param script the script with the difference; null if it is in none
 * @param place where that script or trace has it; may be empty
 * @param words the whole of it in a line; empty of a call, whose lines depend on their length
 * @param details lines below it
 * @param counts whether the sides are not equal for it; a test that passes again is told and does not count
 */
record FoundDifference(
        Aspect aspect,
        String heading,
        String what,
        Path script,
        String place,
        String a,
        String b,
        String words,
        List<String> details,
        boolean counts) {
    FoundDifference {
        details = List.copyOf(details);
    }

    /** Whether the sides are not equal, even if that does not count: a test that failed on both is told too. */
    boolean differs() {
        return !a.equals(b);
    }

    Map<String, Object> json() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("aspect", aspect.toString());
        facts.put("what", what);
        facts.put("script", script == null ? null : script.toString());
        facts.put("place", place);
        facts.put("a", a);
        facts.put("b", b);
        facts.put("counts", counts);
        return facts;
    }
}
