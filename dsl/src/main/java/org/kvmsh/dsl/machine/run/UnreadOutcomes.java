package org.kvmsh.dsl.machine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kvmsh.dsl.script.ScriptError;

/**
 * Unexpected ends of runs whose outcome the script has not inspected. A test with one fails, and so does a script: its
 * later checks may pass by accident.
 */
public final class UnreadOutcomes {
    /** The first one is reported; others are kept since a script may inspect that one later. */
    private static final int MOST = 1000;

    private final Kept ofText = new Kept(new ArrayList<>(), new ArrayList<>());
    private final Kept ofTest = new Kept(new ArrayList<>(), new ArrayList<>());
    private boolean inTest;

    private record Kept(List<Outcome> outcomes, List<StartedRun> started) {
        void clear() {
            outcomes.clear();
            started.clear();
        }
    }

    private Kept kept() {
        return inTest ? ofTest : ofText;
    }

    synchronized void add(Outcome outcome) {
        add(kept().outcomes(), outcome, Outcome::isRead);
    }

    synchronized void add(StartedRun run) {
        add(kept().started(), run, StartedRun::isJoined);
    }

    private static <T> void add(List<T> kept, T one, Predicate<T> isSeen) {
        kept.removeIf(isSeen);
        if (kept.size() < MOST) {
            kept.add(one);
        }
    }

    /** A text begins. */
    public synchronized void textBegins() {
        ofText.clear();
    }

    /** A test begins, whose runs are its own. */
    public synchronized void testBegins() {
        inTest = true;
    }

    /** The test is over. */
    public synchronized void testEnded() {
        ofTest.clear();
        inTest = false;
    }

    /**
     * @param isTest whether a started run must have been awaited
     * @throws ScriptError for the first one of the current test, otherwise of the text
     */
    public void check(boolean isTest) {
        started().forEach(run -> run.check(isTest));
        unread().filter(outcome -> !outcome.isRead()).findFirst().ifPresent(first -> {
            throw error(first);
        });
    }

    private synchronized List<StartedRun> started() {
        return List.copyOf(kept().started());
    }

    private synchronized Stream<Outcome> unread() {
        return List.copyOf(kept().outcomes()).stream();
    }

    private static ScriptError error(Outcome outcome) {
        String end = outcome.asWish();
        return new ScriptError(
                outcome.site(),
                "this run ended with " + outcome.inWords()
                        + ", but the script neither asked for that nor checked the outcome",
                "state:",
                outcome.unreadReport(),
                "if you expected " + end
                        + ", pass it as until:; if you expected something else, pass that, or check the outcome",
                "try: run until: " + end);
    }
}
