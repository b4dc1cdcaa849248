package org.kvmsh.dsl.lang.js;

import com.oracle.truffle.js.runtime.JSAgent;
import com.oracle.truffle.js.runtime.JSRealm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The promises of a script: one that nothing settles is an error, as what waits for it is never done. GraalJS runs what
 * waits for promises when the outermost evaluation leaves; for each test it runs before and at the end of the test.
 */
final class Promises {
    private final Value nothing;
    private final Map<Integer, Site> pending = new LinkedHashMap<>();
    private int made;

    /** @param prelude of prelude.js */
    Promises(Value prelude, Supplier<Site> here) {
        nothing = prelude.getMember("object");
        prelude.invokeMember("promises", (ProxyExecutable) none -> begun(here.get()), (ProxyExecutable)
                number -> pending.remove(number[0].asInt()) != null);
    }

    private int begun(Site site) {
        made++;
        pending.put(made, site);
        return made;
    }

    /** A text begins. */
    void begin() {
        pending.clear();
    }

    /** @throws ScriptError if a promise of the text is pending at its end */
    void check() {
        check(0, "script");
    }

    private void check(int before, String whole) {
        Site first = pending.entrySet().stream()
                .filter(promise -> promise.getKey() > before)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        if (first != null) {
            throw new ScriptError(
                    first,
                    "this promise is still pending at the end of the " + whole
                            + ": the code that waits for it did not run");
        }
    }

    /**
     * Calls the function of a test, and runs what waits for the promises that it settles.
     *
     * @throws PolyglotException also for a promise that was rejected and that nothing handles
     */
    <T> T test(Supplier<T> body) {
        int before = made;
        try {
            T result = ofBody(body);
            settle();
            check(before, "test");
            return result;
        } finally {
            // None of the test's own counts against the script.
            pending.keySet().removeIf(number -> number > before);
        }
    }

    private <T> T ofBody(Supplier<T> body) {
        try {
            return body.get();
        } catch (RuntimeException e) {
            abandon();
            throw e;
        }
    }

    /** Settles the promises of a test that has failed: what they throw belongs to no other test. */
    private void abandon() {
        try {
            settle();
        } catch (PolyglotException e) {
            if (e.isInterrupted() || e.isCancelled()) {
                throw e;
            }
        }
    }

    /** Runs what waits for settled promises, as GraalJS does where the interop call that it counts is the outermost. */
    void settle() {
        JSAgent agent = JSRealm.get(null).getAgent();
        int depth = 1;
        while (!agent.interopBoundaryExit()) {
            depth++;
        }
        try {
            nothing.executeVoid();
        } finally {
            for (; depth > 0; depth--) {
                agent.interopBoundaryEnter();
            }
        }
    }
}
