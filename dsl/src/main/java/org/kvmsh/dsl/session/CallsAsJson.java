package org.kvmsh.dsl.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kvm.rules.Diagnosis;
import org.kvmsh.bindings.trace.FollowedCalls;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.inspect.RuleBehind;
import org.kvmsh.dsl.inspect.SeenCall;
import org.kvmsh.dsl.json.FactsJson;
import org.kvmsh.dsl.script.Site;

/** Each call of a session as a JSON object in a line, when it returns; any thread may make calls. */
public final class CallsAsJson {
    private final Session session;
    private final Consumer<String> out;
    private final FollowedCalls followed;
    /** The calls that a thread makes to find out why another was refused; null while it does not. */
    private final ThreadLocal<List<TracedCall>> explaining = new ThreadLocal<>();

    /** @param out takes the lines, one at a time */
    public CallsAsJson(Session session, Consumer<String> out) {
        this.session = session;
        this.out = out;
        this.followed = new FollowedCalls(() -> session.board().kernel().abi(), session::host);
    }

    /** The next call, on the thread that made it. */
    public void take(TracedCall call) {
        List<TracedCall> made = explaining.get();
        if (made != null) {
            made.add(call);
            return;
        }
        List<TracedCall> after = new ArrayList<>();
        explaining.set(after);
        Diagnosis why;
        try {
            why = CallOrigin.EXPLAINING.during(() -> followed.next(call));
        } finally {
            explaining.remove();
        }
        write(call, call.origin().isOwn() ? null : why);
        after.forEach(own -> write(own, null));
    }

    private void write(TracedCall call, Diagnosis why) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.putAll(new SeenCall(call, session.board().kernel().abi()).facts());
        facts.put("rules", why == null ? List.of() : RuleBehind.of(why));
        Site place = session.place().here();
        facts.put("place", place.line() == 0 ? null : place);
        String line = FactsJson.line(facts);
        synchronized (this) {
            out.accept(line);
        }
    }
}
