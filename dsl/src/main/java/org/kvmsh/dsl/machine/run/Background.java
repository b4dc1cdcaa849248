package org.kvmsh.dsl.machine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The runs of one session that go on while the script continues. */
public final class Background {
    private final List<StartedRun> going = new CopyOnWriteArrayList<>();
    private volatile BackgroundWatch watch;
    private int last;

    /** Tells what runs print, and how they end. */
    public void watch(BackgroundWatch told) {
        watch = told;
    }

    /** Whether a person types while they run. */
    boolean isWatched() {
        return watch != null;
    }

    /** Whoever watches; null for nobody. */
    BackgroundWatch watch() {
        return watch;
    }

    synchronized int nextNumber() {
        return ++last;
    }

    void began(StartedRun run) {
        going.add(run);
    }

    void printed(StartedRun run, String text) {
        BackgroundWatch told = watch;
        if (told != null) {
            told.printed(run, text);
        }
    }

    void ended(StartedRun run) {
        going.remove(run);
        BackgroundWatch told = watch;
        if (told != null && run.isNews()) {
            told.ended(run);
        }
    }

    /** The runs that have not ended, in the order in which they began. */
    public List<StartedRun> going() {
        return new ArrayList<>(going);
    }
}
