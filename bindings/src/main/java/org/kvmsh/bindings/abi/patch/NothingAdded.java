package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Describes a diff that adds nothing to KVM's ABI: comments, documents, the build, or code outside of KVM's headers.
 */
final class NothingAdded {
    private static final Pattern BUILD =
            Pattern.compile("(?:.*/)?(?:Kconfig|Makefile|Kbuild)[^/]*|.*\\.config|.*_defconfig");
    private static final Pattern DOCUMENT = Pattern.compile("Documentation/.*|.*\\.(?:rst|txt|md)|(?:.*/)?MAINTAINERS");
    private static final int FILES = 5;
    private static final Pattern CODE = Pattern.compile(".*\\.[chS]");
    private static final String COMMENTS = "comments";
    private static final String REMOVED = "removed lines";

    private final DiffLines diff;

    NothingAdded(DiffLines diff) {
        this.diff = diff;
    }

    String message() {
        Set<String> kinds = new LinkedHashSet<>();
        diff.files().forEach(file -> kinds.add(kind(file)));
        String files = diff.files().stream().limit(FILES).collect(Collectors.joining(", "));
        String headers =
                diff.files().stream().filter(file -> KvmHeader.of(file) != null).collect(Collectors.joining(", "));
        if (kinds.contains("") && !headers.isEmpty()) {
            return "the patch adds nothing to KVM's ABI: it changes code, and defines nothing in " + headers;
        }
        if (kinds.isEmpty() || kinds.contains("")) {
            return "expected lines added to include/…/kvm.h, arch/…/include/…/kvm.h or the API document; the patch "
                    + (files.isEmpty() ? "names no file" : "changes " + files);
        }
        boolean removes = kinds.remove(REMOVED);
        String changes = kinds.isEmpty() ? "" : "changes " + String.join(" and ", kinds);
        return "the patch adds nothing to KVM's ABI: it only " + changes
                + (removes && !changes.isEmpty() ? " and " : "") + (removes ? "removes lines" : "") + ", in " + files;
    }

    /** Empty for code. */
    private String kind(String file) {
        List<Line> lines =
                diff.lines().stream().filter(line -> line.file().equals(file)).toList();
        if (KvmHeader.of(file) == null) {
            return BUILD.matcher(file).matches()
                    ? "the build"
                    : DOCUMENT.matcher(file).matches()
                            ? "documentation"
                            : CODE.matcher(file).matches() && isComment(lines) ? COMMENTS : "";
        }
        return lines.stream().noneMatch(Line::added) ? REMOVED : COMMENTS;
    }

    /** Whether only comments differ; a hunk may begin inside one. */
    private static boolean isComment(List<Line> lines) {
        Map<Integer, List<Line>> hunks = new LinkedHashMap<>();
        lines.forEach(line ->
                hunks.computeIfAbsent(line.hunk(), key -> new ArrayList<>()).add(line));
        try {
            return !hunks.isEmpty()
                    && hunks.values().stream().allMatch(hunk -> code(hunk, '-').equals(code(hunk, '+')));
        } catch (PatchError e) {
            return false;
        }
    }

    /** The code of a hunk, without its comments, before or after the patch. */
    private static String code(List<Line> hunk, char mark) {
        List<Line> side = hunk.stream()
                .filter(line -> line.mark() == mark || line.mark() == ' ')
                .map(line -> new Line(line.number(), ' ', line.text(), line.file(), line.hunk()))
                .toList();
        return Code.of(side, new ArrayList<>()).texts().stream()
                .map(text -> text.replaceAll("\\s+", " ").strip())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
