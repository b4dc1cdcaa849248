package org.kvmsh.repl.runner;

import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.TestCounts;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;

/** The tests of a script that calls System.exit: its status counts only if none has failed or is unfinished. */
final class UnfinishedTests {
    private UnfinishedTests() {}

    /**
     * Ends the program with the tests' status if that is no success.
     *
     * @param session null before there is one
     */
    static void atExit(Session session, StandardOutput out) {
        if (session == null) {
            return;
        }
        session.tests().abandon(EndedEarly.EXIT, out::println);
        TestCounts counts = session.tests().results().counts();
        if (counts.exitStatus() != ExitStatus.SUCCESS) {
            out.println(counts.inWords());
            out.flush();
            Runtime.getRuntime().halt(counts.exitStatus());
        }
    }
}
