package org.kvmsh.bindings.splat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds reports in the lines of a kernel's log. A report goes from its first line, or the {@code cut here} before it,
 * to its end marker, otherwise to the next report.
 */
final class SplatReader {
    /** Source: include/asm-generic/bug.h, CUT_HERE. */
    private static final String CUT_HERE = "------------[ cut here ]------------";
    /** Source: kernel/panic.c, print_oops_end_marker. */
    private static final String END = "---[ end ";

    private static final int KEPT = 80;

    private final List<Splat> found = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Set<String> titles = new LinkedHashSet<>();
    private final StringBuilder taints = new StringBuilder();
    private boolean oops;
    /** Whether all of the report is that something took too long. */
    private boolean late = true;
    /** The report began with {@link #CUT_HERE}, so that what follows up to the end marker is one. */
    private boolean cut;

    void add(String line) {
        String text = SplatTable.text(line);
        if (text.startsWith(CUT_HERE)) {
            end();
            cut = true;
            lines.add(text);
            return;
        }
        SplatKind kind = SplatTable.kind(text);
        if (kind != null) {
            boolean joins = kind.joins() && oops;
            if (!titles.isEmpty() && !cut && !joins) {
                end();
            }
            if (!joins) {
                titles.add(kind.titleOf(text));
            }
            taints.append(kind.taints());
            oops |= kind.oops();
            late &= kind.late();
        }
        if ((cut || !titles.isEmpty()) && lines.size() < KEPT) {
            lines.add(text);
        }
        if (text.startsWith(END)) {
            end();
        }
    }

    private void end() {
        if (!titles.isEmpty()) {
            found.add(new Splat(String.join("; ", titles), oops, late, lines));
        }
        lines.clear();
        titles.clear();
        cut = false;
        oops = false;
        late = true;
    }

    /** The reports since the last call, including an unfinished one. */
    List<Splat> take() {
        if (!titles.isEmpty()) {
            end();
        }
        List<Splat> taken = List.copyOf(found);
        found.clear();
        return taken;
    }

    /** The letters of the taints that the reports since this was last asked may set. */
    String takeTaints() {
        String letters = taints.toString();
        taints.setLength(0);
        return letters;
    }
}
