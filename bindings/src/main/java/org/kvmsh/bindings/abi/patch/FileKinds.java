package org.kvmsh.bindings.abi.patch;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.FdKind;

/** The kind of file descriptor of an ioctl that no document names: from the function in which the patch handles it. */
final class FileKinds {
    private static final Pattern FUNCTION = Pattern.compile("\\bkvm_\\w*?(vm|vcpu|dev|device)_(?:async_|compat_)?ioctl\\(");
    private static final Map<FdKind, String> HEADINGS = new EnumMap<>(Map.of(FdKind.SYSTEM, "ioctls for /dev/kvm", FdKind.VM, "ioctls for VM fds",
            FdKind.VCPU, "ioctls for vcpu fds"));
    private static final int LONGEST = 1000;

    private final List<Line> lines;

    FileKinds(List<Line> lines) {
        this.lines = lines;
    }

    /** The kinds of descriptor that take an ioctl; empty if the patch shows no function that handles it. */
    Set<FdKind> of(String ioctl) {
        Set<FdKind> found = EnumSet.noneOf(FdKind.class);
        FdKind function = null;
        FdKind heading = null;
        int hunk = -1;
        for (Line line : lines) {
            if (line.hunk() != hunk) {
                hunk = line.hunk();
                function = null;
                heading = null;
            }
            if (line.text().length() > LONGEST) {
                continue;
            }
            function = function(line.text(), function);
            heading = heading(line.text(), heading);
            if (line.added() && function != null && line.text().contains("case " + ioctl + ":")) {
                found.add(function);
            } else if (line.added() && heading != null && ioctl.equals(Define.name(line.text()))) {
                found.add(heading);
            }
        }
        return found;
    }

    private static FdKind function(String text, FdKind before) {
        Matcher function = FUNCTION.matcher(text);
        if (!function.find()) {
            return before;
        }
        return switch (function.group(1)) {
            case "vm" -> FdKind.VM;
            case "vcpu" -> FdKind.VCPU;
            case "dev" -> FdKind.SYSTEM;
            default -> FdKind.DEVICE;
        };
    }

    /** linux/kvm.h puts its ioctls under a heading for each kind. */
    private static FdKind heading(String text, FdKind before) {
        for (Map.Entry<FdKind, String> heading : HEADINGS.entrySet()) {
            if (text.contains(heading.getValue())) {
                return heading.getKey();
            }
        }
        return before;
    }
}
