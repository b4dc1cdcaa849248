/**
 * Fault reports in a kernel's log. {@code splats.tsv} has a row for each kind with the kernel's function that prints
 * it, and {@link SplatReader} finds complete reports. {@link KernelWatch} returns a board's new reports, from its log
 * and from /proc/sys/kernel/tainted; {@link FaultsCounted} decides by the kind of board which of them are faults.
 * {@link LogState} is the state of a log that was read up to a {@link LogMark}. {@code KernelFaults} of the dsl turns
 * reports into failures.
 */
package org.kvmsh.bindings.splat;
