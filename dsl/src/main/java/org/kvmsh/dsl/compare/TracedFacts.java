package org.kvmsh.dsl.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.trace.TraceFile;
import org.kvmsh.bindings.trace.TracedCall;

/** The facts of a board that a trace shows: the capabilities that were asked for, those that are 0 included. */
public final class TracedFacts {
    private TracedFacts() {}

    /** The facts, in the form that {@code kvmsh boards facts} prints. */
    public static Map<String, Object> of(TraceFile trace) {
        Abi abi = Abi.of(trace.table());
        Map<String, Integer> ofKvm = new TreeMap<>();
        Map<String, Integer> ofVm = new TreeMap<>();
        for (TracedCall call : trace.calls()) {
            if (call.name().equals("KVM_CHECK_EXTENSION") && call.answer() >= 0) {
                (call.on() == FdKind.VM ? ofVm : ofKvm).put(CallAnswers.about(call, abi), call.answer());
            }
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", trace.boardName());
        facts.put("table", trace.table());
        facts.put("capabilities", ofKvm);
        facts.put("vmCapabilities", ofVm);
        return facts;
    }
}
