package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.Ioctl;

/** The additions of a patch, in words. */
public final class PatchText {
    private PatchText() {}

    /** Its names with their numbers, and what a reader should be warned of. */
    public static List<String> summary(Patch patch) {
        List<String> lines = new ArrayList<>();
        lines.add(patch.title().isEmpty() ? patch.origin() : patch.title());
        for (Ioctl ioctl : patch.ioctls()) {
            lines.add(String.format(
                            Locale.ROOT,
                            "  %s 0x%08x %s",
                            ioctl.name(),
                            ioctl.request(),
                            ioctl.argument().equals("-") ? "" : ioctl.argument())
                    .stripTrailing());
        }
        // An unnamed struct is a part of the struct that contains it.
        patch.structs().stream()
                .filter(struct -> !struct.name().contains("."))
                .forEach(struct -> lines.add("  struct " + struct.name() + ", " + struct.size() + " bytes"
                        + (patch.grown().containsKey(struct.name())
                                ? ", with " + String.join(", ", patch.grown().get(struct.name()))
                                : "")));
        if (!patch.constants().isEmpty()) {
            lines.add("  "
                    + String.join(
                            " ", patch.constants().stream().map(Constant::name).toList()));
        }
        patch.warnings().forEach(warning -> lines.add("  warning: " + warning));
        return lines;
    }

    /** The patch's additions to the API document of its ioctls, their errors included. */
    public static List<String> help(Patch patch) {
        List<String> lines = new ArrayList<>();
        for (IoctlHelp help : patch.documented()) {
            lines.add(help.name());
            help.text().lines().forEach(line -> lines.add("  " + line));
            help.errors().forEach((errno, rule) -> lines.add("  " + errno + ": " + rule));
            help.places().forEach((errno, rule) -> lines.add("  " + errno + " in the code: " + rule));
        }
        // The errors of a capability are those of KVM_ENABLE_CAP.
        for (Constant capability : patch.capabilities()) {
            IoctlHelp said = patch.help().get(capability.name());
            if (said != null) {
                lines.add(said.name());
                lines.addAll(entry("parameters", said.parameters()));
                lines.addAll(entry("returns", said.returns()));
                said.text().lines().forEach(line -> lines.add("  " + line));
            }
        }
        return lines;
    }

    private static List<String> entry(String name, String text) {
        return text.isEmpty() ? List.of() : List.of("  " + name + ": " + text);
    }
}
