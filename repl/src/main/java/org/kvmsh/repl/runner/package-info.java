/**
 * Test runs, and scripts run directly ({@link SingleScript}). {@link TestRun} runs a {@link TestRunRequest} on a
 * {@link TestHost}, which is this host ({@link HostRun}) or a farm ({@link FarmRun}). {@link BoardRun} starts a board
 * once and runs each script in its own session ({@link ScriptRun}), round by round, on one of the {@link Lanes};
 * {@link IsolatedBoardRun} runs each in a process ({@link ScriptProcess}). Scripts run on a {@link Worker}'s thread:
 * the program waits for it, and abandons it if neither a signal nor a time limit ends it. Boards run in parallel as far
 * as {@link HostRoom} allows, each with a {@link HeldOutput}; {@link AloneGate} holds them back while a script runs
 * alone. {@link Turns} lets two boards take turns.
 *
 * <p>{@link Selection} decides which tests run, and a session asks it through
 * {@link org.kvmsh.dsl.session.test.TestPolicy} before each test. A {@link TestScript} is a script with its name in
 * results; {@link UnreachedTests} names from a script's text the tests that it did not reach. {@link BoardResults} has
 * the results so far, {@link TestProgress} shows how many scripts have ended, and {@link Ending} handles Ctrl-C.
 */
package org.kvmsh.repl.runner;
