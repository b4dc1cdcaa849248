package org.kvmsh.dsl.session.test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.dsl.script.Site;

/** The tests of a session, in order. */
public final class TestResults {
    private final List<TestResult> all = new ArrayList<>();
    private final List<Site> sites = new ArrayList<>();
    /** The positions of tests that were not to run. */
    private final List<Site> leftOut = new ArrayList<>();

    private boolean sealed;

    /** Keeps one and returns its number, from 1; 0 once this is sealed. */
    synchronized int add(TestResult result, Site site) {
        if (sealed) {
            return 0;
        }
        all.add(result);
        sites.add(site);
        return all.size();
    }

    synchronized void leaveOut(Site site) {
        leftOut.add(site);
    }

    /** Whether the script has tests, also if none of them was to run. */
    public synchronized boolean hasTests() {
        return !all.isEmpty() || !leftOut.isEmpty();
    }

    /**
     * Keeps a last one.
     *
     * @param last the last one, or null
     * @return its number, or 0
     */
    synchronized int seal(TestResult last, Site site) {
        int number = last == null ? 0 : add(last, site);
        sealed = true;
        return number;
    }

    /** Whether a line of a script defined a test. */
    public synchronized boolean isFrom(String source, int line) {
        return Stream.concat(sites.stream(), leftOut.stream()).anyMatch(site -> isAt(site, source, line));
    }

    /**
     * Whether an expectation would have been reached, if its text were ever run: its test passed, or all tests of a
     * script that has it outside of them.
     */
    public synchronized boolean hasPassed(ExpectationPlace place) {
        boolean any = place.test() == 0 && leftOut.isEmpty();
        for (int i = 0; i < all.size(); i++) {
            if (place.test() == 0 || isAt(sites.get(i), place.site().source(), place.test())) {
                any |= place.test() != 0;
                if (all.get(i).verdict() != Verdict.PASSED) {
                    return false;
                }
            }
        }
        return any;
    }

    public synchronized List<TestResult> all() {
        return List.copyOf(all);
    }

    /** Whether a line of a script defined the last one. */
    public synchronized boolean isLastFrom(String source, int line) {
        return !sites.isEmpty() && isAt(sites.get(sites.size() - 1), source, line);
    }

    private static boolean isAt(Site site, String source, int line) {
        return site.source().equals(source) && site.line() == line;
    }

    public synchronized boolean isEmpty() {
        return all.isEmpty();
    }

    public TestCounts counts() {
        return TestCounts.of(all());
    }

    @Override
    public String toString() {
        return counts().inWords();
    }
}
