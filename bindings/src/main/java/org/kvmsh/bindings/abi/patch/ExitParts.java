package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The members of struct kvm_run that a patch adds for its exits: each is below a comment that names the exit. */
final class ExitParts {
    private static final Pattern EXIT = Pattern.compile("\\bKVM_EXIT_[A-Z0-9_]+\\b");
    private static final Pattern MEMBER = Pattern.compile("(?:.*[\\s}*])?(\\w+)\\s*(?:\\[[^\\]]*\\]\\s*)*;.*");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?(?:\\*/|$)");
    private static final int LONGEST = 1000;

    private final Map<String, String> members = new LinkedHashMap<>();
    private final List<String> exits = new ArrayList<>();
    private int depth;

    private ExitParts() {}

    /** The name of the member of each exit, from the lines of a diff or a header. */
    static Map<String, String> of(List<Line> lines) {
        ExitParts found = new ExitParts();
        int hunk = -1;
        for (Line line : lines) {
            if (line.hunk() != hunk) {
                hunk = line.hunk();
                found.none();
            }
            if (line.text().length() < LONGEST && line.mark() != '-') {
                found.read(line);
            }
        }
        return found.members;
    }

    private void read(Line line) {
        String text = line.text().strip();
        if (text.startsWith("/*") || text.startsWith("*")) {
            if (depth == 0) {
                comment(text, line.added());
            }
        } else if (!exits.isEmpty() && !text.startsWith("#") && !text.isEmpty()) {
            depth += line.opens();
            if (depth <= 0) {
                Matcher member = MEMBER.matcher(COMMENT.matcher(text).replaceAll(""));
                if (member.matches()) {
                    exits.forEach(exit -> members.put(exit, member.group(1)));
                }
                none();
            }
        }
    }

    private void comment(String text, boolean added) {
        if (text.startsWith("/*")) {
            none();
        }
        Matcher named = EXIT.matcher(text);
        while (added && named.find()) {
            exits.add(named.group());
        }
    }

    private void none() {
        exits.clear();
        depth = 0;
    }
}
