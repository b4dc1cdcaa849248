package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;

/**
 * Reads the kept lines without the structs that need a type or a constant of other headers than KVM's, such as
 * {@code pid_t}. A patch that has nothing else is rejected.
 */
final class ReadableLines {
    private static final Pattern TAG = Pattern.compile("\\s*(?:typedef\\s+)?((?:struct|union)\\s+\\w+)\\s*\\{.*");
    private static final int MOST = 32;

    private final FragmentReader reader;
    private final Abi over;
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> skipped = new HashSet<>();
    private Kept kept;
    private Fragment fragment;
    private PatchError first;

    private ReadableLines(FragmentReader reader, Kept kept, Abi over) {
        this.reader = reader;
        this.kept = kept;
        this.over = over;
    }

    /** Throws {@link PatchError} where a line cannot be read for another reason than a missing name. */
    static ReadableLines of(FragmentReader reader, Kept kept, Abi over) {
        ReadableLines lines = new ReadableLines(reader, kept, over);
        while (lines.fragment == null) {
            lines.read();
        }
        return lines;
    }

    private void read() {
        String text = kept.text();
        Surroundings around = new Surroundings(text, over, kept.beside());
        try {
            fragment = reader.read(over, around.before(), around.constants(), text);
        } catch (Fragment.Unreadable e) {
            PatchError error = new PatchError(kept.isEmpty() ? 1 : kept.number(e.line()), e.getMessage(), e);
            first = first == null ? error : first;
            if (e.missing() == null || e.line() < 1 || skipped.size() == MOST || !leaveOut(text, e)) {
                throw first;
            }
        }
    }

    /** Leaves out the struct around a line; false if the line is not in a named struct. */
    private boolean leaveOut(String text, Fragment.Unreadable e) {
        String[] lines = text.split("\n", -1);
        int begin = 0;
        int depth = 0;
        for (int i = 0; i < lines.length; i++) {
            boolean isDirective = lines[i].strip().startsWith("#");
            int opened = isDirective ? 0 : new Line(0, ' ', lines[i], "", 0).opens();
            if (depth == 0 && !isDirective && !lines[i].isBlank()) {
                begin = i;
            }
            depth += opened;
            if (i + 1 >= e.line() && depth <= 0) {
                return leaveOut(lines[begin], begin + 1, i + 1, e.missing());
            }
        }
        return false;
    }

    private boolean leaveOut(String head, int begin, int end, String needed) {
        Matcher tag = TAG.matcher(head.length() < Kept.LONGEST ? head : "");
        if (!tag.matches() || tag.group(1).equals(needed) || skipped.contains(tag.group(1))) {
            return false;
        }
        String name = tag.group(1).replaceAll("\\s+", " ");
        String why = skipped.contains(needed)
                ? ", which is skipped"
                : ", which neither the patch nor the ABI of " + over.table() + " defines";
        String tagName = name.substring(name.indexOf(' ') + 1);
        warnings.add("line " + kept.number(begin) + ": " + name + " is skipped: it needs " + needed + why
                + (over.hasStruct(tagName) ? "; the ABI's layout is kept" : ""));
        skipped.add(name);
        kept = kept.without(begin, end);
        return true;
    }

    Fragment fragment() {
        return fragment;
    }

    /** The lines that the fragment is read from. */
    Kept kept() {
        return kept;
    }

    /** The structs that are left out, such as {@code struct kvm_fresh}. */
    Set<String> skipped() {
        return skipped;
    }

    /** A sentence for each of them. */
    List<String> warnings() {
        return warnings;
    }

    /** Throws the first error, if any struct is left out. */
    void refuse() {
        if (first != null) {
            throw first;
        }
    }
}
