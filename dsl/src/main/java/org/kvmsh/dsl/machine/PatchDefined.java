package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.patch.Patch;

/** What {@code rfc} made callable, in words. */
public final class PatchDefined {
    private final Patch patch;

    PatchDefined(Patch patch) {
        this.patch = patch;
    }

    /** What the patch adds. */
    public Patch getPatch() {
        return patch;
    }

    @Override public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(patch.title().isEmpty() ? patch.origin() : patch.title());
        for (Ioctl ioctl : patch.ioctls()) {
            lines.add(String.format(Locale.ROOT, "  %s 0x%08x %s", ioctl.name(), ioctl.request(), ioctl.argument().equals("-") ? "" : ioctl.argument()).stripTrailing());
        }
        patch.structs().forEach(struct -> lines.add("  struct " + struct.name() + ", " + struct.size() + " bytes"));
        if (!patch.constants().isEmpty()) {
            lines.add("  " + String.join(" ", patch.constants().stream().map(constant -> constant.name()).toList()));
        }
        patch.warnings().forEach(warning -> lines.add("  warning: " + warning));
        return String.join("\n", lines);
    }
}
