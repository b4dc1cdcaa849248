package org.kvmsh.dsl.session.test;

import java.util.List;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.change.MoveTally;
import org.kvmsh.dsl.machine.run.UnreadOutcomes;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.session.call.Failures;
import org.kvmsh.dsl.session.call.SessionTrace;
import org.kvmsh.dsl.session.call.UncheckedCalls;

/** The session that tests run on, as they see it. */
public interface TestedSession {
    /** Its board; a board that was restarted is another one. */
    Board board();

    /** The facts of its board. */
    HostFacts host();

    /** The open machines, in the order of creation. */
    List<Machine> machines();

    /** The way in which it runs tests. */
    TestExecution execution();

    /** The calls made on its board. */
    SessionTrace trace();

    /** The fault reports of the board's kernel. */
    KernelFaults faults();

    /** The calls that are sent against a rule. */
    UncheckedCalls unchecked();

    /** The moves of its machines; null unless each run is moved. */
    MoveTally moves();

    /** The runs whose unexpected end the script has not inspected. */
    UnreadOutcomes unread();

    /** Errors in words, and what failed last. */
    Failures failures();
}
