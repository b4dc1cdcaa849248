package org.kvmsh.dsl.session.patch;

import java.util.stream.Collectors;
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

    /** The other architectures that it is for were told when it was read. */
    @Override
    public String toString() {
        return PatchText.summary(patch).stream()
                .filter(line -> !line.contains(Patch.USING))
                .collect(Collectors.joining("\n"));
    }
}
