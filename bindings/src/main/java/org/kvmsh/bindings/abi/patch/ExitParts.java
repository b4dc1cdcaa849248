package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The members of struct kvm_run that a patch adds for its exits: each is below a comment that names the exit. */
final class ExitParts {
    /** The names at the beginning of a comment. */
    private static final Pattern NAMED =
            Pattern.compile("(?:[Ff]or )?(KVM_EXIT_[A-Z0-9_]+)\\b[\\s,/&|]*(?:(?:and|or)\\s+)?");

    private static final Pattern MEMBER = Pattern.compile("(?:.*[\\s}*])?(\\w+)\\s*(?:\\[[^\\]]*\\]\\s*)*;.*");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?(?:\\*/|$)");
    private static final int LONGEST = 1000;

    private final Map<String, String> members = new LinkedHashMap<>();
    private final List<String> exits = new ArrayList<>();
    private boolean isListed;
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
        boolean isComment = text.startsWith("/*") || text.startsWith("*");
        int end = isComment ? text.indexOf("*/") : -1;
        if (isComment && depth == 0) {
            comment(end < 0 ? text : text.substring(0, end), line.added());
        }
        if (isComment) {
            text = end < 0 ? "" : text.substring(end + 2).strip();
        }
        if (!exits.isEmpty() && !text.startsWith("#") && !text.isEmpty()) {
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
        if (!added) {
            return;
        }
        String code = text.replaceFirst("^(?:/\\*+|\\*)\\s*", "");
        if (!exits.isEmpty() && !isListed) {
            return;
        }
        Matcher named = NAMED.matcher(code);
        int at = 0;
        while (named.find(at) && named.start() == at) {
            exits.add(named.group(1));
            at = named.end();
        }
        // A name in the comment's sentence is of another exit.
        isListed = code.substring(at).isBlank();
    }

    private void none() {
        exits.clear();
        depth = 0;
    }
}
