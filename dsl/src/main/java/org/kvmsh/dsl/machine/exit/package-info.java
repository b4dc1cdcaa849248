/**
 * The handlers of a machine's exits, and the record of exits. {@link ExitHandling} selects the handler of an exit, the
 * most specific handler or answer, from the {@link HandlerTable}. {@link Console} keeps what a guest writes, and
 * {@link Coalesced} handles its writes to coalesced zones.
 *
 * <p>{@link ExitLog} is a ring that is filled at each exit without allocating; {@link org.kvmsh.bindings.kvm.KeptExit}
 * turns an entry back into an exit when it is read. {@link ExitTally} counts exits by reason and place. In a timed run
 * each vCPU has a {@link VcpuClock}, and {@link ExitSlices} counts exits over time.
 */
package org.kvmsh.dsl.machine.exit;
