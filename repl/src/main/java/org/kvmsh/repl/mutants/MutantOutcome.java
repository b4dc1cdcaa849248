package org.kvmsh.repl.mutants;

import java.util.Locale;

/**
 * What became of a damage.
 *
 * @param by the test that turned red first, or the reason for which no test can tell; empty for a survivor
 * @param millis how long its tests ran
 * @param scripts the digest of all scripts that could notice it
 */
record MutantOutcome(String damage, Ended ended, String by, long millis, String scripts) {
    /** Whether it also counts for scripts of another digest: a survivor may be noticed by a new test. */
    boolean isOf(String others) {
        return ended == Ended.KILLED || scripts.equals(others);
    }

    /** How. */
    enum Ended {
        /** A test turned red that is green without it. */
        KILLED,
        /** All tests that touch it stayed green. */
        SURVIVED,
        /** A survivor that no guest and no caller can tell from the undamaged board. */
        EQUIVALENT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
