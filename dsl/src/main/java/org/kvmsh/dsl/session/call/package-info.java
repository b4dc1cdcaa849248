/**
 * The calls of a session: {@link SessionTrace} keeps the last ones, {@link CallPlace} knows which place of the script
 * they come from, and {@link Failures} explains the refused ones. {@link UncheckedCalls} adds a {@link RuleNote} to the
 * output and the test's result if the board's result for a call under {@code unchecked { }} differs from the rules that
 * it breaks.
 */
package org.kvmsh.dsl.session.call;
