package org.kvmsh.dsl.inspect;

import java.util.HashMap;
import java.util.Map;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.dsl.text.MarkedLine;

/**
 * Calls in order as lines of an echo: of a large struct that an earlier call of the same descriptor used or returned,
 * only the fields that differ.
 */
public final class CallLines {
    private static final String SAME = "unchanged";

    /** The last contents of structs, by descriptor and struct. */
    private final Map<String, byte[]> known = new HashMap<>();

    /** The next call. */
    public String of(Call call) {
        return marked(call).toString();
    }

    /** The next call, its origin and an errno marked. */
    public MarkedLine marked(Call call) {
        Struct struct = call.struct();
        boolean reads = call.name().startsWith("KVM_GET_");
        if (struct == null
                || call.answer() < 0
                || !reads && !call.name().startsWith("KVM_SET_")
                || call.bytes(reads) == null) {
            if (call.name().equals("close")) {
                known.keySet().removeIf(place -> place.startsWith(call.fd() + " "));
            }
            return CallText.marked(call);
        }
        byte[] before = known.put(call.fd() + " " + struct.name(), call.bytes(reads));
        String changes = before == null ? null : call.changes(before, reads);
        if (changes == null) {
            return CallText.marked(call);
        }
        String text = changes.isEmpty() ? SAME : CallText.shortened(changes) + ", other fields " + SAME;
        return reads ? CallText.of(call, "", call.answer() + ", " + text) : CallText.of(call, text, call.answerText());
    }
}
