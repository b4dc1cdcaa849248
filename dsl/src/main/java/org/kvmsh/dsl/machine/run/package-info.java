/**
 * Runs of a machine. {@link Runs} has one at a time; a {@link Run} is the KVM_RUN loops of all vCPUs, and a
 * {@link StartedRun} is one in the background. {@link Outcome} is how a run ended, with its {@link RunEnd}.
 * {@link Watchdog} ends runs at their time limit.
 */
package org.kvmsh.dsl.machine.run;
