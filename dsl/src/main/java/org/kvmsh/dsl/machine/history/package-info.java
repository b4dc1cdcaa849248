/**
 * Going back in what a guest has done. A {@link RecordedGuest} has the {@link History} of a machine with one vCPU: each
 * {@link Stretch} begins with a snapshot, and has an {@link AnsweredExit} for each exit. {@link Backwards} restores a
 * snapshot, and lets the guest do the same again up to the wanted instruction.
 */
package org.kvmsh.dsl.machine.history;
