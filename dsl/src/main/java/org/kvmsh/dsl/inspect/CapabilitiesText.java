package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.List;

/** The text of capabilities; a start that reads the types of words does not load it. */
final class CapabilitiesText {
    private CapabilitiesText() {}

    /** @param ofVm whether a VM was asked too */
    static String of(Capabilities capabilities, boolean ofVm) {
        List<String> lines = new ArrayList<>();
        List<Capability> there = capabilities.getThere();
        int width = there.stream().mapToInt(cap -> cap.name().length()).max().orElse(0);
        there.forEach(cap -> lines.add(cap.line(width)));
        List<String> absent = capabilities.getAll().stream()
                .filter(cap -> !cap.isThere())
                .map(cap -> cap.name().substring(Capabilities.PREFIX.length()))
                .toList();
        if (!absent.isEmpty()) {
            lines.add("not supported: " + String.join(" ", absent));
        }
        return String.join("\n", lines) + (ofVm ? "" : "\nvalues for /dev/kvm; a VM may report different ones");
    }
}
