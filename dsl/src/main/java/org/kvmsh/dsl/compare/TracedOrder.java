package org.kvmsh.dsl.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.trace.TraceFile;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.script.Site;

/**
 * The calls of a trace in the orders in which they are compared. Where several vCPUs ran, each has an order of its own:
 * which of them returned first is chance. kvmsh's own calls and a proposal's are left out, since they depend on what it
 * knew already.
 */
final class TracedOrder {
    private static final String SCRIPT = "";

    private TracedOrder() {}

    static List<List<RecordedCall>> of(TraceFile trace, Abi abi) {
        boolean several = trace.calls().stream()
                        .filter(call -> call.name().equals(TracedCall.RUN))
                        .map(TracedCall::fd)
                        .distinct()
                        .count()
                > 1;
        Descriptors descriptors = new Descriptors();
        Map<String, List<RecordedCall>> orders = new LinkedHashMap<>();
        for (int i = 0; i < trace.calls().size(); i++) {
            TracedCall call = trace.calls().get(i);
            String on = descriptors.name(call);
            Map<String, String> named = descriptors.seen(call, abi);
            if (!call.origin().isOwn() && call.origin() != CallOrigin.PROPOSAL_MADE) {
                orders.computeIfAbsent(several && call.on() == FdKind.VCPU ? on : SCRIPT, order -> new ArrayList<>())
                        .add(new RecordedCall(call, new Site("call " + (i + 1), 0, 0), on, named, 0));
            }
        }
        return List.copyOf(orders.values());
    }
}
