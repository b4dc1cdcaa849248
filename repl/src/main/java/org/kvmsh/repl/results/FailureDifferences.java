package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.code.Disassembly;

/** What a failure does not share with an earlier one of the same {@link RanTest.Cause}. */
final class FailureDifferences {
    private static final String CARET = "^";

    private FailureDifferences() {}

    /** Its place, message and compared value, each after a semicolon. */
    static List<String> inShort(RanTest first, RanTest later) {
        Failed before = first.failed();
        Failed now = later.failed();
        List<String> own = new ArrayList<>();
        if (before == null || now == null) {
            return own;
        }
        if (!now.place().isEmpty() && !now.place().equals(before.place())) {
            own.add("; " + now.place());
        }
        if (!later.timeless().equals(first.timeless())) {
            own.add("; "
                    + (now.place().isEmpty() ? now.message() : now.message().replace(now.place() + ": ", "")));
        } else if (!now.value().equals(before.value())) {
            own.add(now.value());
        }
        return own;
    }

    /**
     * The argument and rules of its refused call; the values of its condition, if one line cannot name the one that was
     * compared; the instruction that its guest had reached; and the rules that its board did not follow.
     */
    static List<String> lines(RanTest first, RanTest later) {
        List<String> own = new ArrayList<>();
        if (first.failed() != null && later.failed() != null) {
            List<String> before = details(first.failed());
            List<String> now = details(later.failed());
            List<String> changed =
                    now.stream().filter(line -> !before.contains(line)).toList();
            if (!refused(later).equals(refused(first))) {
                own.addAll(changed);
            } else if (!changed.isEmpty() && later.failed().isConditionWithoutValue()) {
                own.addAll(now);
            } else {
                changed.stream()
                        .filter(line -> line.strip().startsWith(Disassembly.MARK))
                        .forEach(own::add);
            }
        }
        later.noted().stream()
                .filter(line -> !first.noted().contains(line) && !line.equals(String.valueOf(later.moves())))
                .forEach(own::add);
        return own;
    }

    private static Map<String, Object> refused(RanTest test) {
        Map<String, Object> refused = new HashMap<>();
        if (test.failed().refusal() != null) {
            refused.putAll(test.failed().refusal());
            refused.remove(TestFacts.PLACE);
        }
        return refused;
    }

    /** The lines below the message and the place in the script's text. */
    private static List<String> details(Failed failed) {
        List<String> text = failed.text();
        int caret = text.stream().map(String::strip).toList().indexOf(CARET);
        return text.subList(Math.min(text.size(), caret < 0 ? 1 : caret + 1), text.size());
    }
}
