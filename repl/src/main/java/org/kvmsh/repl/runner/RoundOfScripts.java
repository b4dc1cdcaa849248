package org.kvmsh.repl.runner;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The scripts of one round that have no result yet, in order. Each gets one, whatever happens to the thread that runs
 * it.
 */
final class RoundOfScripts {
    private final Set<TestScript> open = new LinkedHashSet<>();
    private final Set<TestScript> begun = new HashSet<>();

    /** Another round's. */
    synchronized void begin() {
        begun.clear();
    }

    synchronized void add(TestScript script) {
        open.add(script);
    }

    /** Whether a script has no result yet. */
    synchronized boolean has(TestScript script) {
        return open.contains(script);
    }

    /** The first one that has not begun; null if all have. */
    synchronized TestScript next() {
        return open.stream().filter(begun::add).findFirst().orElse(null);
    }

    /** A script gets its result; false if it has one. */
    synchronized boolean end(TestScript script) {
        return open.remove(script);
    }

    synchronized List<TestScript> open() {
        return List.copyOf(open);
    }
}
