package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.script.ScriptError;

/**
 * The runs that ended as nobody asked for and whose outcome the script has not looked at. A test that has one fails, and so does a script: what it
 * checks afterwards may hold by accident.
 */
public final class UnreadOutcomes {
    /** The first one is told; others are kept since a script may look at that one later. */
    private static final int MOST = 1000;

    private final List<Outcome> ofText = new ArrayList<>();
    private final List<Outcome> ofTest = new ArrayList<>();
    private boolean inTest;

    synchronized void add(Outcome outcome) {
        List<Outcome> unread = inTest ? ofTest : ofText;
        unread.removeIf(Outcome::isRead);
        if (unread.size() < MOST) {
            unread.add(outcome);
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

    /** @throws ScriptError of the first one of the test under way, or else of the text */
    public synchronized void check() {
        (inTest ? ofTest : ofText).stream().filter(outcome -> !outcome.isRead()).findFirst().ifPresent(first -> {
            throw error(first);
        });
    }

    private static ScriptError error(Outcome outcome) {
        String end = outcome.asWish();
        return new ScriptError(outcome.site(), "this run ended with " + outcome.inWords() + ", which the script neither asked for nor looked at",
                "state:", outcome.unreadReport(), "if " + end + " is the right end, name it; otherwise name the right one, or check the outcome", "try: run until: " + end);
    }
}
