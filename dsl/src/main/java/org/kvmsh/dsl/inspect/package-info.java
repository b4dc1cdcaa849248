/**
 * The results of inspection words, which print themselves. {@link GuestBytes} is guest memory at the time of reading;
 * writes to it also go to guest memory. {@link Exits} and {@link ExitTable} show a run's exits, {@link Capabilities}
 * and {@link Stats} what the kernel reports, {@link MadeSteps} the steps that created a machine.
 * {@link FactsDifferences} is what differs between the facts of two boards, for {@code caps.diff}.
 *
 * <p>A {@link Failure} is a failure as values and as text: {@code why} returns the last one, a
 * {@link org.kvmsh.dsl.session.test.TestResult} has one, and JSON, JUnit and KTAP are written from it.
 */
package org.kvmsh.dsl.inspect;
