package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;

/** The hunks of KVM's headers in a diff; those of other architectures only if it has none for this one. */
final class HeaderHunks {
    private static final Pattern KERNEL =
            Pattern.compile("\\s*#\\s*(?:ifdef\\s+__KERNEL__|if\\s+defined\\s*\\(?\\s*__KERNEL__\\s*\\)?\\s*(?:/|$))");
    private static final Pattern IF = Pattern.compile("\\s*#\\s*if");
    private static final Pattern TAG =
            Pattern.compile("\\s*(?:typedef\\s+)?(struct|union|enum)\\b\\s*(\\w+)?\\s*(?:\\{.*)?");
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
            KvmHeader header = line.file().isEmpty() ? new KvmHeader("", false, false) : KvmHeader.of(line.file());
            if (header != null) {
                headers.put(line.file(), header);
            }
        }
        if (headers.size() > 1 && headers.containsKey("")) {
            NamelessHunks nameless = new NamelessHunks(diff.lines(), over);
            if (!nameless.isHeader()) {
                headers.remove("");
                warnings.add("line " + nameless.firstLine()
                        + ": the hunks before the first file name are ignored: they are not a header's");
            }
        }
        // A copy repeats the kernel's own header if the diff has both.
        Map<String, KvmHeader> own = new LinkedHashMap<>(headers);
        own.values()
                .removeIf(header ->
                        header.copy() && headers.containsValue(new KvmHeader(header.architecture(), false, false)));
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
            } else if (header != null && (!KvmHeader.isInternal(line.file()) || Define.number(line.text()) != null)) {
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
        hunks.values().forEach(into::nested);
        hunks.values().forEach(hunk -> HeaderPart.keep(grown.take(hunk), over, false, into, warnings));
        grown.keep(into);
        new CopiedHeaders(diff.lines(), warnings)
                .keep(
                        file -> own.containsKey(file),
                        file -> headers.containsKey(file)
                                && !own.containsKey(file)
                                && (headers.get(file).architecture().isEmpty()
                                        || mine.contains(headers.get(file).architecture())),
                        into);
        return grown;
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
                } else if (line.added() && defined(text) != null) {
                    warnings.add("line " + line.number() + ": " + defined(text)
                            + " is skipped: it is for the kernel alone (__KERNEL__)");
                }
            }
        }
        return kept;
    }

    /** What a line begins to define: a macro, or a struct, a union or an enum; null for any other line. */
    private static String defined(String text) {
        Matcher tag = TAG.matcher(text.length() < Kept.LONGEST ? text : "");
        return tag.matches() ? (tag.group(1) + " " + tag.group(2)).replace(" null", "") : Define.name(text);
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
