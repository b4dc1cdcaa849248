package org.kvmsh.repl.runner;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.kvmsh.dsl.machine.TestResult;
import org.kvmsh.dsl.machine.TestResult.Ended;

/**
 * What the scripts came to on one board.
 *
 * @param board   the board's name with its kind, as a prompt has it; of one that is not at hand the name that was asked for
 * @param about   what a reader must know of it
 * @param missing why it could not be had, or not again after it was lost; null where it could
 */
record BoardReport(String board, String about, String missing, Instant began, List<ScriptReport> scripts) {
    BoardReport {
        scripts = List.copyOf(scripts);
    }

    int count(Ended ended) {
        return scripts.stream().mapToInt(script -> script.count(ended)).sum();
    }

    /** {@code 3 passed, 1 failed, 2 skipped}. */
    static String counts(List<BoardReport> boards) {
        StringBuilder text = new StringBuilder();
        for (Ended ended : Ended.values()) {
            int count = boards.stream().mapToInt(board -> board.count(ended)).sum();
            text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(ended.name().toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    /** Why tests were skipped, each reason once. */
    Set<String> reasons() {
        Set<String> reasons = new LinkedHashSet<>();
        scripts.forEach(script -> script.tests().stream().filter(test -> test.ended() == Ended.SKIPPED).map(TestResult::why).forEach(reasons::add));
        return reasons;
    }
}
