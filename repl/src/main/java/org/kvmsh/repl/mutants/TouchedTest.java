package org.kvmsh.repl.mutants;

import java.time.Duration;
import java.util.Set;
import org.kvmsh.repl.runner.TestScript;

/**
 * A test that passes on the undamaged board, with the damages that its calls can have.
 *
 * @param damages their ids, with those of the script outside of its tests
 * @param isAlone whether it has a VM of its own; any other may check what an earlier test has made
 */
record TouchedTest(TestScript script, String name, Duration took, Set<String> damages, boolean isAlone) {
    /** Its name among those of other scripts. */
    String title() {
        return name.equals(script.name()) ? name : script.name() + ": " + name;
    }
}
