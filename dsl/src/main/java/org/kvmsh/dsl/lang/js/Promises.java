package org.kvmsh.dsl.lang.js;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The promises of a script that nothing has settled: what waits for one of them is never done. */
final class Promises {
    private final Map<Integer, Site> pending = new LinkedHashMap<>();
    private int made;

    /** @param prelude of prelude.js */
    Promises(Value prelude, Supplier<Site> here) {
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
        if (!pending.isEmpty()) {
            throw new ScriptError(
                    pending.values().iterator().next(),
                    "this promise is still pending at the end of the script: the code that waits for it did not run");
        }
    }
}
