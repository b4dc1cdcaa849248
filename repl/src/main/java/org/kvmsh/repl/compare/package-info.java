/**
 * {@code kvmsh compare}. A {@link Side} is a board, a run, a trace or a file of facts; it gives what it has of each
 * {@link Aspect}. One class compares each aspect ({@link CapabilitiesCompared}, {@link TestsCompared},
 * {@link TimesCompared}, {@link CallsCompared}), {@link Judged} separates what an {@link ExpectedRow} expects from the
 * rest, and {@link SidesCompared} reports it. The comparison of calls is {@link org.kvmsh.dsl.compare.Comparison} of
 * the dsl.
 */
package org.kvmsh.repl.compare;
