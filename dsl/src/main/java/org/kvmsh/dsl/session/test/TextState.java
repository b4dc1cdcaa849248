package org.kvmsh.dsl.session.test;

import java.time.Duration;
import java.util.function.Supplier;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.dsl.script.Causes;
import org.kvmsh.dsl.script.Site;

/** The state of the script that runs on a session: whether it was ended from outside, and its remaining time. */
public final class TextState {
    /** The time that a text may take at least before its first statement. */
    private static final Duration COMPILING = Duration.ofSeconds(60);

    private final TestClock clock = new TestClock();
    private final Supplier<BoardLost> lost;
    private volatile boolean interrupted;
    private volatile boolean told;
    private volatile boolean failedFast;
    private volatile Duration limit;
    private TestClock.Limit time;
    private volatile Supplier<Site> here = () -> Site.UNKNOWN;

    /** @param lost why the session's board is lost; null if it is not */
    TextState(Supplier<BoardLost> lost) {
        this.lost = lost;
    }

    TestClock clock() {
        return clock;
    }

    /** The default time limit of a test, and the limit outside of tests; null for none. */
    Duration limit() {
        return limit;
    }

    /** @param each what each test may take from now on, and a text outside of its tests; null for any time */
    public void limit(Duration each) {
        limit = each;
    }

    /** Sets what ends a text that takes too long. */
    public void endsWith(TextEnder ender) {
        clock.endsWith(ender);
    }

    /** @param asked where the script is that runs on a thread */
    public void isAt(Supplier<Site> asked) {
        here = asked;
    }

    /** The current position of the script on this thread. */
    public Site place() {
        return here.get();
    }

    /** A text begins, on the thread that calls this. */
    public void begin() {
        interrupted = false;
        told = false;
        failedFast = false;
        time = clock.begin(limit == null || limit.compareTo(COMPILING) > 0 ? limit : COMPILING, true);
    }

    /** Its first statement is next: until here the language was loaded and the text compiled. */
    public void runs() {
        if (time != null) {
            clock.again(time, limit);
        }
    }

    /** The text has ended. */
    public void end() {
        clock.end(time);
    }

    /** Somebody ends the text; any thread may call it. */
    public void interrupt() {
        interrupted = true;
    }

    /** Why the text has ended, or ends now, before its last line; null if it does not. */
    public EndedEarly endedEarly() {
        return interrupted
                ? EndedEarly.INTERRUPTED
                : clock.endedText()
                        ? EndedEarly.TIMEOUT
                        : lost.get() != null ? EndedEarly.BOARD_LOST : failedFast ? EndedEarly.FAILED_FAST : null;
    }

    /** The same in a few words, with what is known of a board that is lost; null if the text does not end early. */
    public String reason() {
        EndedEarly ended = endedEarly();
        BoardLost why = lost.get();
        return ended == EndedEarly.BOARD_LOST
                ? ended.reason() + ": " + why.why().lines().findFirst().orElse("")
                : ended == null ? null : ended.reason();
    }

    /** Whether something failed since it is of the board as it was before it was started again. */
    public boolean isOfLostBoard(Throwable thrown) {
        return lost.get() == null && Causes.first(thrown, BoardLost.class) != null;
    }

    /** A test's result shows why the text ends early. */
    void tell() {
        told = true;
    }

    /** A failed test is the last one. */
    void failFast() {
        failedFast = true;
        told = true;
    }

    /** Whether the result of a test shows why the text ended early. */
    public boolean isTold() {
        return told;
    }

    /** For how long the text, or its test, has gone on although its time is over; zero where that is not so. */
    public Duration resistance() {
        return clock.resistance();
    }
}
