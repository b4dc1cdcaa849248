/**
 * Going back in what a guest has done. A {@link RecordedGuest} has the {@link History} of a machine with one vCPU:
 * {@link Stretch stretches} that each begin with a snapshot and have the {@link AnsweredExit answers} to the exits.
 * {@link Backwards} restores a snapshot and lets the guest do the same again, up to the wanted instruction.
 */
package org.kvmsh.dsl.machine.history;
