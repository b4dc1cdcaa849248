package org.kvmsh.bindings.abi.patch;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a diff is that adds nothing to KVM's ABI: comments, documents, the build, or code that is no header of KVM's. */
final class NothingAdded {
    private static final Pattern BUILD = Pattern.compile("(?:.*/)?(?:Kconfig|Makefile|Kbuild)[^/]*|.*\\.config|.*_defconfig");
    private static final Pattern DOCUMENT = Pattern.compile("Documentation/.*|.*\\.(?:rst|txt|md)|(?:.*/)?MAINTAINERS");
    private static final int FILES = 5;

    private final DiffLines diff;

    NothingAdded(DiffLines diff) {
        this.diff = diff;
    }

    String message() {
        Set<String> kinds = new LinkedHashSet<>();
        diff.files().forEach(file -> kinds.add(kind(file)));
        String files = diff.files().isEmpty() ? "no file that it names" : diff.files().stream().limit(FILES).collect(Collectors.joining(", "));
        return kinds.isEmpty() || kinds.contains("")
                ? "expected lines added to include/…/kvm.h, arch/…/include/…/kvm.h or the API document; the patch changes " + files
                : "the patch adds nothing to KVM's ABI: it only changes " + String.join(" and ", kinds) + ", in " + files;
    }

    /** Empty for code. */
    private String kind(String file) {
        if (KvmHeader.of(file) == null) {
            return BUILD.matcher(file).matches() ? "the build" : DOCUMENT.matcher(file).matches() ? "documentation" : "";
        }
        List<Line> lines = diff.lines().stream().filter(line -> line.file().equals(file)).toList();
        return lines.stream().noneMatch(Line::added) ? "what it removes" : "comments";
    }
}
