package org.kvmsh.dsl.session;

import org.kvmsh.bindings.abi.patch.Patch;
import org.kvmsh.bindings.abi.patch.PatchText;

/** The names added by {@code rfc}, in words. */
public final class PatchDefined {
    private final Patch patch;

    PatchDefined(Patch patch) {
        this.patch = patch;
    }

    /** {@code rfc('some.patch').help}: what the patch adds to the API document. */
    public String getHelp() {
        return String.join("\n", PatchText.help(patch));
    }

    @Override public String toString() {
        return String.join("\n", PatchText.summary(patch));
    }
}
