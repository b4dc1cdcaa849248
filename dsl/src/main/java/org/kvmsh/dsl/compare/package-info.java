/**
 * A script's calls on two boards, compared one by one. {@link Recorder} runs the script in a session and records each
 * call from the trace with the script's position. Exits are recorded too, so none is answered on the board itself.
 * {@link CallAnswers} names each number of a call, and {@link Comparison} finds those that differ and the calls made on
 * only one board. A row of {@code known-differences.tsv} excuses one result of one call. {@link TracedOrder} makes a
 * recording of a trace's calls.
 *
 * <p>Descriptors are compared by what they are, and user-space addresses by being one. Flags that the manual leaves
 * undefined after the guest's instructions are ignored ({@code Kernel.undefinedFlags}), and a call for an MSR that only
 * one board lists counts as a difference of the lists. Nothing else is ignored. A test that one board skips is reported
 * as not compared.
 */
package org.kvmsh.dsl.compare;
