package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The constants that a hunk defines inside structs. */
final class NestedDefines {
    private NestedDefines() {}

    static Set<String> of(List<Line> hunk) {
        Set<String> nested = new HashSet<>();
        // A struct that begins before the hunk is seen only where it ends.
        List<String> before = new ArrayList<>();
        int depth = 0;
        for (Line line : hunk) {
            if (line.mark() != '+' && line.mark() != ' ' || line.text().length() > Kept.LONGEST) {
                continue;
            }
            String name = Define.name(line.text());
            if (name != null) {
                (depth > 0 ? nested : before).add(name);
                continue;
            }
            for (char c : line.text().toCharArray()) {
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                if (depth < 0) {
                    nested.addAll(before);
                    before.clear();
                    depth = 0;
                }
            }
        }
        return nested;
    }
}
