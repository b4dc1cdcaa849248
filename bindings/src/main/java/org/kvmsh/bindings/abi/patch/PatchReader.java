package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;

/**
 * Reads what a patch adds to a KVM ABI: a mail with a unified diff, quoted or not, a piece of a header with + before its lines, or
 * the header itself.
 */
public final class PatchReader {
    private static final Pattern GENERIC = Pattern.compile("include/(?:\\w+/){0,3}kvm\\.h");
    private static final Pattern OF_ARCH = Pattern.compile("arch/(\\w+)/include/(?:\\w+/){0,3}kvm\\.h");

    private final FragmentReader reader = FragmentReader.installed();
    private final Abi over;
    private final DiffLines diff;
    private final MailHead head;
    private final List<String> warnings = new ArrayList<>();

    private PatchReader(String text, Abi over) {
        this.over = over;
        this.head = MailHead.of(text);
        this.diff = DiffLines.of(text);
    }

    /** Reads a patch over the ABI that its own names are added to; throws {@link PatchError} where it can't be read. */
    public static Patch read(String text, Abi over) {
        if (text.isBlank()) {
            throw new PatchError(1, "expected a patch, but the text is empty");
        }
        return new PatchReader(text, over).patch();
    }

    private Patch patch() {
        List<ApiDocument.Section> sections = ApiDocument.sections(diff.lines());
        Kept kept = new Kept();
        boolean whole = false;
        if (diff.isDiff()) {
            headers(kept);
        } else {
            PlainText plain = new PlainText(diff.lines(), diff.isPlain());
            HeaderPart.keep(plain.lines(), over, diff.isPlain(), kept, warnings);
            whole = plain.isWholeHeader();
        }
        new DocumentCode(sections, diff.lines(), over, kept, warnings).add();
        if (kept.isEmpty() && sections.isEmpty()) {
            throw nothing();
        }
        Definitions definitions = Definitions.of(reader, kept, over, whole, warnings);
        Map<String, IoctlHelp> help = new LinkedHashMap<>();
        sections.forEach(section -> help.put(section.help().name(), section.help()));
        Assembly assembly = new Assembly(definitions, help, new FileKinds(diff.lines()), diff.lines(), over, head.origin(), warnings);
        return assembly.patch(head, whole);
    }

    private PatchError nothing() {
        if (!warnings.isEmpty()) {
            return new PatchError(1, "a definition is expected: nothing that the patch adds can be kept; " + String.join("; ", warnings));
        }
        int line = diff.lines().isEmpty() ? 1 : diff.lines().get(0).number();
        return new PatchError(line, diff.isDiff()
                ? "lines added to include/…/kvm.h, arch/…/include/…/kvm.h or the API document are expected; the patch changes "
                        + (diff.files().isEmpty() ? "no file that it names" : diff.files().stream().limit(5).collect(Collectors.joining(", ")))
                : "a diff, lines that begin with +, or declarations of a header are expected");
    }

    /** The hunks of KVM's headers; those of other architectures only where the patch has none for this one. */
    private void headers(Kept kept) {
        Set<String> architectures = new LinkedHashSet<>();
        Set<String> headers = new LinkedHashSet<>();
        for (Line line : diff.lines()) {
            var matcher = OF_ARCH.matcher(line.file());
            if (matcher.matches()) {
                architectures.add(matcher.group(1));
            }
            if (matcher.matches() || line.file().isEmpty() || GENERIC.matcher(line.file()).matches()) {
                headers.add(line.file());
            }
        }
        diff.announced().forEach((file, number) -> {
            if ((GENERIC.matcher(file).matches() || OF_ARCH.matcher(file).matches()) && !diff.files().contains(file)) {
                throw new PatchError(number, "a diff of " + file + " is missing below: the patch is cut off");
            }
        });
        String own = reader.headers(over.table());
        // 32-bit arm and arm64 had the same headers' contents while both had KVM.
        Set<String> mine = own.equals("arm64") ? Set.of("arm64", "arm") : Set.of(own);
        boolean some = architectures.stream().anyMatch(mine::contains);
        if (!some && !architectures.isEmpty()) {
            warnings.add("the patch is for " + String.join(", ", architectures) + ", and is read over the ABI of " + over.table());
        }
        Map<Integer, List<Line>> hunks = new LinkedHashMap<>();
        for (Line line : diff.lines()) {
            var matcher = OF_ARCH.matcher(line.file());
            if (headers.contains(line.file()) && !(some && matcher.matches() && !mine.contains(matcher.group(1)))) {
                hunks.computeIfAbsent(line.hunk(), key -> new ArrayList<>()).add(line);
            }
        }
        hunks.values().forEach(hunk -> HeaderPart.keep(hunk, over, false, kept, warnings));
    }
}
