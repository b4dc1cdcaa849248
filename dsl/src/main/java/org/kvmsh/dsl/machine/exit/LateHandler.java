package org.kvmsh.dsl.machine.exit;

import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The error of a handler that kvmsh has interrupted. */
final class LateHandler {
    private LateHandler() {}

    static ScriptError error(Site site) {
        return new ScriptError(
                site,
                "the handler was still running when the run's time limit expired",
                "to allow more time: m.run within: 60.s");
    }
}
