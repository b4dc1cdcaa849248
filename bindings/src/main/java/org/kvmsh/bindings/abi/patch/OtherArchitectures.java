package org.kvmsh.bindings.abi.patch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;

/**
 * The names that belong to other architectures than the one that a patch is read for: those of their tables, and of the
 * patch parts for them.
 */
final class OtherArchitectures {
    private static final Pattern TAG = Pattern.compile("\\b(?:struct|union|enum)\\s+(\\w+)\\s*\\{");
    private static final int LONGEST = 1000;

    private final Abi over;
    private final Map<String, String> skipped = new HashMap<>();
    private String whole;

    OtherArchitectures(Abi over) {
        this.over = over;
    }

    /** The lines of a header that is another architecture's. */
    void skip(String architecture, List<Line> hunk) {
        for (Line line : hunk) {
            String text = line.added() && line.text().length() < LONGEST ? line.text() : "";
            String macro = Define.name(text);
            Matcher tag = TAG.matcher(text);
            if (macro != null) {
                skipped.put(macro, architecture);
            } else if (tag.find()) {
                skipped.put(tag.group(1), architecture);
            }
        }
    }

    /** The patch changes the headers of these architectures alone. */
    void are(String architectures) {
        whole = architectures;
    }

    /**
     * The architectures of the whole patch; null if the one that it is read for is among them, or if it changes no
     * architecture's header.
     */
    String whole() {
        return whole;
    }

    /**
     * The architecture of a name such as {@code struct kvm_pit_config} or {@code KVM_NR_BANKS}; null if it is unknown.
     */
    String having(String name) {
        String bare = name.replaceFirst("^(?:struct|union|enum) ", "");
        if (skipped.containsKey(bare)) {
            return skipped.get(bare);
        }
        return Abi.tables().stream()
                .filter(table -> !table.equals(over.table()))
                .filter(table -> Abi.of(table).hasStruct(bare) || Abi.of(table).hasConstant(bare))
                .findFirst()
                .orElse(null);
    }
}
