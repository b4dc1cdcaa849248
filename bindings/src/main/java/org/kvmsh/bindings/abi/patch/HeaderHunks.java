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

/** The hunks of KVM's headers in a diff; those of other architectures only if it has none for this one. */
final class HeaderHunks {
    private static final Pattern KERNEL =
            Pattern.compile("\\s*#\\s*(?:ifdef\\s+__KERNEL__|if\\s+defined\\s*\\(?\\s*__KERNEL__\\s*\\)?\\s*(?:/|$))");
    private static final Pattern IF = Pattern.compile("\\s*#\\s*if");
    private static final Pattern ELSE = Pattern.compile("\\s*#\\s*else\\b");
    private static final Pattern END = Pattern.compile("\\s*#\\s*endif\\b");

    private final DiffLines diff;
    private final Abi over;
    private final List<String> warnings;

    HeaderHunks(DiffLines diff, Abi over, List<String> warnings) {
        this.diff = diff;
        this.over = over;
        this.warnings = warnings;
    }

    /** Returns the structs of the ABI that are declared again. */
    GrownStructs keep(Kept into, OtherArchitectures others) {
        complete();
        Set<String> architectures = new LinkedHashSet<>();
        Map<String, KvmHeader> headers = new LinkedHashMap<>();
        for (Line line : diff.lines()) {
            KvmHeader header = line.file().isEmpty() ? new KvmHeader("", false) : KvmHeader.of(line.file());
            if (header != null) {
                headers.put(line.file(), header);
            }
        }
        // A copy repeats the kernel's own header if the diff has both.
        Map<String, KvmHeader> own = new LinkedHashMap<>(headers);
        own.values()
                .removeIf(
                        header -> header.copy() && headers.containsValue(new KvmHeader(header.architecture(), false)));
        own.values().stream()
                .filter(header -> !header.architecture().isEmpty())
                .forEach(header -> architectures.add(header.architecture()));
        String folder = FragmentReader.installed().headers(over.table());
        // 32-bit arm and arm64 had the same headers' contents while both had KVM.
        Set<String> mine = folder.equals("arm64") ? Set.of("arm64", "arm") : Set.of(folder);
        boolean some = architectures.stream().anyMatch(mine::contains);
        if (!some && !architectures.isEmpty()) {
            others.are(String.join(", ", architectures));
            warnings.add("the patch is for " + String.join(", ", architectures) + Patch.USING + over.table());
        }
        Set<String> skipped = new LinkedHashSet<>();
        Map<Integer, List<Line>> hunks = new LinkedHashMap<>();
        for (Line line : diff.lines()) {
            KvmHeader header = own.get(line.file());
            if (header != null && some && !header.architecture().isEmpty() && !mine.contains(header.architecture())) {
                others.skip(header.architecture(), List.of(line));
                skipped.add(header.architecture());
            } else if (header != null) {
                hunks.computeIfAbsent(line.hunk(), key -> new ArrayList<>()).add(line);
            }
        }
        if (!skipped.isEmpty()) {
            warnings.add("skipping the patch's additions for " + String.join(", ", skipped) + ": this is the ABI of "
                    + over.table());
        }
        hunks.replaceAll((number, hunk) -> ofUserSpace(hunk));
        GrownStructs grown = new GrownStructs(over, warnings);
        hunks.values().stream()
                .flatMap(List::stream)
                .filter(line -> line.mark() == ' ')
                .forEach(line -> into.beside(line.text()));
        hunks.values().forEach(hunk -> HeaderPart.keep(grown.take(hunk), over, false, into, warnings));
        grown.keep(into);
        ofCopies(headers, own, mine, into);
        return grown;
    }

    /** Numbers that only the copy of a header gets: the kernel's own has them already. */
    private void ofCopies(Map<String, KvmHeader> headers, Map<String, KvmHeader> own, Set<String> mine, Kept into) {
        Set<String> names = diff.lines().stream()
                .filter(line -> line.added() && own.containsKey(line.file()))
                .map(line -> Define.name(line.text()))
                .collect(Collectors.toSet());
        diff.lines().stream()
                .filter(line -> line.added() && headers.containsKey(line.file()) && !own.containsKey(line.file()))
                .filter(line -> headers.get(line.file()).architecture().isEmpty()
                        || mine.contains(headers.get(line.file()).architecture()))
                .filter(line -> Define.number(line.text()) != null && names.add(Define.name(line.text())))
                .forEach(line -> into.add(line.number(), line.text()));
    }

    /**
     * The hunk without the lines between {@code #ifdef __KERNEL__} and its else or end, which user space does not get.
     */
    private List<Line> ofUserSpace(List<Line> hunk) {
        List<Line> kept = new ArrayList<>();
        // Conditions that are open since the #ifdef, itself included; 0 outside of it.
        int open = 0;
        boolean kernel = false;
        for (Line line : hunk) {
            String text = line.mark() == '-' ? "" : line.text();
            boolean isOwn = open == 1;
            if (open == 0 && KERNEL.matcher(text).lookingAt()) {
                open = 1;
                kernel = true;
            } else if (isOwn && ELSE.matcher(text).lookingAt()) {
                kernel = false;
            } else if (isOwn && END.matcher(text).lookingAt()) {
                open = 0;
                kernel = false;
            } else {
                open += open == 0
                        ? 0
                        : IF.matcher(text).lookingAt() ? 1 : END.matcher(text).lookingAt() ? -1 : 0;
                if (!kernel) {
                    kept.add(line);
                } else if (line.added() && Define.name(text) != null) {
                    warnings.add("line " + line.number() + ": " + Define.name(text)
                            + " is skipped: it is for the kernel alone (__KERNEL__)");
                }
            }
        }
        return kept;
    }

    /** A header that the diffstat names has a diff. */
    private void complete() {
        diff.announced().forEach((file, number) -> {
            if (KvmHeader.of(file) != null && !diff.files().contains(file)) {
                if (!diff.isQuoted()) {
                    throw new PatchError(
                            PatchError.Kind.CUT, number, "a diff of " + file + " is missing: the patch is truncated");
                }
                warnings.add("the quoted patch also changes " + file + ", and that part is not quoted");
            }
        });
    }
}
