package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sections of the documents of devices, {@code devices/*.rst}: each is of an attribute or a group of attributes.
 */
final class DeviceDocument {
    private static final Pattern FILE =
            Pattern.compile("Documentation/(?:.*/)?kvm/(?:.*/)?devices/[\\w-]+\\.(?:txt|rst)");
    /** {@code 1.5 ATTRIBUTE: KVM_X}, {@code 2. GROUP: KVM_X}, or the name alone, with the way of access behind it. */
    private static final Pattern HEADING = Pattern.compile(
            "\\s*(?:(?:[\\d.]+\\s+)?(?:ATTRIBUTE|GROUP)S?:\\s*(KVM_\\w+).*|(KVM_\\w+)(?:\\s*\\([^)]{1,40}\\))?:?)\\s*");

    private static final int LONGEST = 1000;

    private DeviceDocument() {}

    /** The lines that a patch adds to each section, by the attribute or group. */
    static Map<String, List<String>> attributes(List<Line> lines) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        String attribute = null;
        int hunk = -1;
        for (Line line : lines) {
            if (!FILE.matcher(line.file()).matches()
                    || line.mark() == '-'
                    || line.text().length() >= LONGEST) {
                continue;
            }
            attribute = line.hunk() == hunk ? attribute : null;
            hunk = line.hunk();
            Matcher heading = HEADING.matcher(line.text());
            if (heading.matches()) {
                attribute = heading.group(1) != null ? heading.group(1) : heading.group(2);
            } else if (attribute != null && line.added()) {
                found.computeIfAbsent(attribute, key -> new ArrayList<>()).add(line.text());
            }
        }
        return found;
    }
}
