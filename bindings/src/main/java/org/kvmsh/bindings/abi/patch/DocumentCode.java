package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;

/**
 * The part of an ioctl that only the document shows: a page may have the document's part of a patch alone. Its struct
 * is in the section, and its number perhaps on a line that another patch of the same text leaves as it is.
 */
final class DocumentCode {
    private static final Pattern STRUCT = Pattern.compile("\\s*(?:struct|union) (\\w+)\\s*\\{.*");
    private static final Pattern ARGUMENT = Pattern.compile("\\b_IO[RW]+\\s*\\([^)]*\\bstruct\\s+(\\w+)");
    /** A line of text in the first column: the code before it has ended. */
    private static final Pattern TEXT = Pattern.compile("(?!union\\b|struct\\b|enum\\b|__)\\w");

    /** Members that the document leaves out. */
    private static final Pattern PART = Pattern.compile("\\s*(?:/\\*\\s*)?(?:\\.\\.\\.|\u2026)(?:\\s*\\*/)?[\\s;,]*");

    private static final int LONGEST = 1000;

    private final List<ApiDocument.Section> sections;
    private final List<Line> lines;
    private final Abi over;
    private final Kept kept;
    private final List<String> warnings;
    private final Set<String> defined = new HashSet<>();

    DocumentCode(List<ApiDocument.Section> sections, List<Line> lines, Abi over, Kept kept, List<String> warnings) {
        this.sections = sections;
        this.lines = lines;
        this.over = over;
        this.kept = kept;
        this.warnings = warnings;
        kept.text().lines().forEach(line -> {
            Matcher struct = STRUCT.matcher(line.length() < LONGEST ? line : "");
            defined.add(struct.matches() ? struct.group(1) : Define.name(line));
        });
    }

    void add() {
        for (ApiDocument.Section section : sections) {
            String ioctl = section.help().name();
            boolean isOwn = !defined.contains(ioctl);
            Set<String> needed = isOwn ? Set.of() : needed();
            if (isOwn || !needed.isEmpty()) {
                List<Line> code = code(section.lines(), needed);
                HeaderPart.keep(code, over, false, kept, warnings);
            }
            if (isOwn) {
                number(ioctl);
            }
        }
    }

    /** The structs of the headers' ioctls that only the document has. */
    private Set<String> needed() {
        Set<String> needed = new HashSet<>();
        ARGUMENT.matcher(kept.text()).results().map(found -> found.group(1)).forEach(needed::add);
        needed.removeIf(name -> defined.contains(name) || over.hasStruct(name));
        return needed;
    }

    /**
     * Macros and whole structs that the headers of the text don't define.
     *
     * @param needed the structs that are wanted; empty for all, and the macros
     */
    private List<Line> code(List<Line> section, Set<String> needed) {
        List<Line> code = new ArrayList<>();
        for (int i = 0; i < section.size(); i++) {
            String text = section.get(i).text();
            if (text.length() > LONGEST) {
                continue;
            }
            Matcher struct = STRUCT.matcher(text);
            String macro = Define.name(text);
            int end = i;
            if (struct.matches() && (needed.isEmpty() || needed.contains(struct.group(1)))) {
                end = end(section, i);
                if (end < 0) {
                    warnings.add("line " + section.get(i).number() + ": struct " + struct.group(1)
                            + " is skipped: the document shows only a part of it");
                    continue;
                }
            } else if (macro != null && needed.isEmpty()) {
                while (section.get(end).text().endsWith("\\") && end + 1 < section.size()) {
                    end++;
                }
            } else {
                continue;
            }
            if (defined.add(macro != null ? macro : struct.group(1))) {
                code.addAll(section.subList(i, end + 1));
            }
            i = end;
        }
        return code;
    }

    /** The last line of a struct; -1 if the document breaks it off, or shows only some of its members. */
    private static int end(List<Line> section, int first) {
        int depth = 0;
        boolean isWhole = true;
        for (int i = first; i < section.size(); i++) {
            String text = section.get(i).text();
            if (i > first && TEXT.matcher(text).lookingAt()) {
                return -1;
            }
            isWhole &= !PART.matcher(text.length() > LONGEST ? "" : text).matches();
            depth += section.get(i).opens();
            if (depth <= 0) {
                return isWhole ? i : -1;
            }
        }
        return -1;
    }

    private void number(String ioctl) {
        for (Line line : lines) {
            if (line.added() && ioctl.equals(Define.name(line.text()))) {
                // Another mail of the series defines it.
                return;
            }
            if (line.mark() == ' '
                    && ioctl.equals(Define.name(line.text()))
                    && line.text().contains("_IO")) {
                kept.add(line.number(), line.text());
                return;
            }
        }
        if (!over.hasIoctl(ioctl)) {
            warnings.add("the document describes " + ioctl + ", but neither the patch's headers nor the ABI of "
                    + over.table() + " defines its number");
        }
    }
}
