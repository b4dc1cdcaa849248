package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A text without a diff: either all of it is a header, or a mail has text around the declarations. */
final class PlainText {
    private static final Pattern CODE = Pattern.compile(
            "\\s*(?:#\\s*(?:define|if|ifdef|ifndef|include|undef|pragma|endif|else|elif)\\b|/\\*|//|(?:struct|union|enum)\\s+\\w+\\s*(?:[{;]|$)|typedef\\b|enum\\s*\\{).*");
    private static final Pattern GUARD = Pattern.compile("\\s*#\\s*ifndef\\s+_\\w+\\s*");
    private static final int LONGEST = 16 << 10;

    private final List<Line> lines;
    private final boolean wholeHeader;

    PlainText(List<Line> given, boolean plain) {
        int first = 0;
        while (first < given.size() && given.get(first).text().isBlank()) {
            first++;
        }
        boolean code = first < given.size() && isCode(given.get(first));
        this.lines = !plain || code ? given : pieces(given);
        this.wholeHeader = plain
                && code
                && given.stream()
                        .limit(100)
                        .anyMatch(line -> line.text().length() < LONGEST
                                && GUARD.matcher(line.text()).matches());
    }

    private static boolean isCode(Line line) {
        return line.text().length() < LONGEST && CODE.matcher(line.text()).matches();
    }

    /** Pieces that begin like code; a piece ends at an empty line that lies in no braces. */
    private static List<Line> pieces(List<Line> given) {
        List<Line> found = new ArrayList<>();
        boolean inside = false;
        int depth = 0;
        for (Line line : given) {
            inside = inside && (depth > 0 || !line.text().isBlank()) || isCode(line);
            if (inside) {
                found.add(line);
                depth = Math.max(0, depth + line.opens());
            }
        }
        return found;
    }

    List<Line> lines() {
        return lines;
    }

    /** Whether it has the guard that a header begins with: then most of it may be in the ABI already. */
    boolean isWholeHeader() {
        return wholeHeader;
    }
}
