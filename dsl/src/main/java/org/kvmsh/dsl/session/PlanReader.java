package org.kvmsh.dsl.session;

import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.text.MarkedLine;

/** Receives the plans of a script's VMs, in the script's order. */
public interface PlanReader {
    /** A VM's plan; it is of the test that began last and has not ended. */
    default void plan(PlanOnPaper plan) {}

    /** Receives what the reader of a plan must know besides. */
    default void note(MarkedLine line) {}

    /** A test begins. */
    default void testBegins(String name) {}

    /** The test was followed to its end. */
    default void testEnds() {}

    /** The test would be skipped. */
    default void testIsSkipped(String reason) {}

    /**
     * The test was not followed to its end.
     *
     * @param needsMachine whether it could not be followed further without a machine, and did not fail
     */
    default void testStops(Failure why, boolean needsMachine) {}
}
