/**
 * {@code kvmsh check}: KVM judged by its documented rules. {@link CheckSession} draws sequences of calls on a board,
 * makes each difference again alone, and shrinks it; {@link CheckCounts} has what was judged of each ioctl, and
 * {@link SequenceDifference} one difference with its script ({@link SequenceScript}) and its program
 * ({@link SequenceProgram}).
 */
package org.kvmsh.repl.check;
