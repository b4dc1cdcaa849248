package org.kvmsh.dsl.machine.change;

import java.util.List;
import org.kvmsh.dsl.inspect.MoveCount;

/** The moves of a session's machines, and why a machine did not move: in each test, and outside of tests. */
public final class MoveTally {
    private static final String NO_RUN = "no guest ran";

    private MoveCount outside = MoveCount.NONE;
    /** The count of the test that runs; null outside of tests. */
    private MoveCount ofTest;

    void moved() {
        add(1, null);
    }

    void cannot(List<String> why) {
        add(0, why.get(0));
    }

    private synchronized void add(int moves, String why) {
        if (ofTest == null) {
            outside = outside.and(moves, why);
        } else {
            ofTest = ofTest.and(moves, why);
        }
    }

    /** From now on moves are a test's. */
    public synchronized void testBegins() {
        ofTest = MoveCount.NONE;
    }

    /** The count of the test that ended. */
    public synchronized MoveCount testEnded() {
        MoveCount count = ofTest;
        ofTest = null;
        return whole(count);
    }

    /** The count outside of tests. */
    public synchronized MoveCount outside() {
        return whole(outside);
    }

    private static MoveCount whole(MoveCount count) {
        return count.equals(MoveCount.NONE) ? count.and(0, NO_RUN) : count;
    }
}
