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
            if (!defined.contains(ioctl)) {
                List<Line> code = code(section.lines());
                HeaderPart.keep(code, over, false, kept, warnings);
                number(ioctl);
            }
        }
    }

    /** Macros and whole structs that the headers of the text don't define. */
    private List<Line> code(List<Line> section) {
        List<Line> code = new ArrayList<>();
        int depth = 0;
        for (Line line : section) {
            String text = line.text();
            if (text.length() > LONGEST) {
                continue;
            }
            Matcher struct = STRUCT.matcher(text);
            String macro = Define.name(text);
            boolean inside = depth > 0 || struct.matches() && defined.add(struct.group(1));
            if (inside || macro != null && defined.add(macro)) {
                code.add(line);
            }
            if (inside) {
                depth += line.opens();
            }
        }
        return code;
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
