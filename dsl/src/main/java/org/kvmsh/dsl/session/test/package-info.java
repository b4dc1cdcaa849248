/**
 * The tests of a session: {@link SessionTests}. {@link TestRunner} runs one after the other, closes its machines and
 * keeps its {@link TestResult}; {@link TestEvidence} explains a result. {@link TextState} is the state of the script
 * that runs, with its limits of time, and {@link RecordedFailures} are the failures that it cannot lose.
 *
 * <p>{@link KernelFaults} fails a test during which the board's kernel reports a fault; {@link LastLook} checks the
 * board when its scripts are over, or when a script closes a board that it has opened. The session is known as a
 * {@link TestedSession}.
 */
package org.kvmsh.dsl.session.test;
