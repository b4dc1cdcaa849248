package org.kvmsh.repl.report;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.dsl.session.need.Needs;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.record.ReportedRuns;

/** One board of a run as {@link KernelMatrix} tells it. */
record MatrixBoard(ReportedRuns.OfRun ran) {
    private static final Pattern KERNEL = Pattern.compile("Linux (\\d+\\.\\d+)");
    private static final String ARCH = "arch";

    /** A test of a script. */
    record Test(String script, RanTest ran) {
        boolean isPassed() {
            return ran.verdict() == Verdict.PASSED;
        }

        boolean isFailed() {
            return (ran.verdict() == Verdict.FAILED || ran.verdict() == Verdict.ERROR) && !isEnded();
        }

        /** Whether something is missing that its kernel or board could have. */
        boolean isSkipped() {
            return ran.verdict() == Verdict.SKIPPED && !Needs.isOfOtherBoard(ran.reason());
        }

        /** Whether it gave no verdict. */
        boolean isNotRun() {
            return ran.verdict() == Verdict.NOT_RUN || isEnded();
        }

        /**
         * Whether it was ended from outside. A time limit and a lost board say as much about the load of this host as
         * about the kernel.
         */
        private boolean isEnded() {
            return Stream.of(EndedEarly.INTERRUPTED, EndedEarly.TIMEOUT, EndedEarly.BOARD_LOST)
                    .anyMatch(how -> ran.reason().startsWith(how.reason()));
        }

        /** The call that the kernel refused, and its errno; empty if it was none. */
        String refused() {
            Map<String, Object> refusal =
                    ran.failed() == null ? null : ran.failed().refusal();
            return refusal == null ? "" : refusal.get("call") + " " + refusal.get("errno");
        }

        /** Why it gave no verdict. */
        String whyNotRun() {
            return ran.reason().equals(EndedEarly.TIMEOUT.reason())
                    ? "exceeded the time limit of a test"
                    : ran.reason();
        }
    }

    /** The board as test results show it. */
    String shown() {
        return ran.board().board();
    }

    /** Its name without a release. */
    String name() {
        return shown().replaceFirst("[? ].*", "");
    }

    /** The version of its kernel, as 6.1; empty for a board that did not start. */
    String kernel() {
        Matcher kernel = KERNEL.matcher(ran.board().about());
        return kernel.find() ? kernel.group(1) : "";
    }

    String arch() {
        return ran.facts().getOrDefault(ARCH, "other").toString();
    }

    /** The day of its run. */
    LocalDate day() {
        return LocalDate.ofInstant(ran.board().began(), ZoneOffset.UTC);
    }

    /** Whether the board started, and has a Linux kernel. */
    boolean isStarted() {
        return !kernel().isEmpty();
    }

    /** Why the board did not start. */
    String whyNotStarted() {
        return tests().filter(Test::isNotRun)
                .map(test -> test.ran().reason())
                .findFirst()
                .orElse("it does not report a Linux kernel");
    }

    /** Whether each script gave its verdicts. */
    boolean isWhole() {
        return isStarted() && ran.run().isWhole() && count(Test::isNotRun) == 0;
    }

    Stream<Test> tests() {
        return ran.board().listed().stream()
                .flatMap(script -> script.tests().stream().map(test -> new Test(script.script(), test)));
    }

    /** The number of tests that match. */
    long count(Predicate<Test> what) {
        return tests().filter(what).count();
    }

    /** Why a test was skipped, without what is this board's alone. */
    String whySkipped(Test test) {
        return test.ran()
                .reason()
                .replace(" on " + shown(), "")
                .replaceFirst("; (this board|\\Q" + name() + "\\E\\S*) .*", "");
    }

    /** The boards of some runs. */
    static List<MatrixBoard> of(ReportedRuns runs) {
        return runs.titled().values().stream().map(MatrixBoard::new).toList();
    }
}
