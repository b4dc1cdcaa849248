/**
 * KVM_SET_GUEST_DEBUG of each architecture: how its vCPUs are stopped at instructions and at accesses to data.
 * {@link GuestDebugging} has those of each architecture; {@link Breakpoints} sets them.
 *
 * <p>KVM accepts breakpoints and watchpoints at which the processor never stops, and no capability reports it.
 * {@link DebugProbe} therefore runs a guest of a few instructions ({@link ProbeGuest}) once for each kind of stop and
 * VM type, when a script first needs it. {@code Board.delivers} keeps the result, and {@code boards facts} includes it.
 * {@code DebugMeans} of the dsl chooses accordingly: the processor, an instruction in guest memory, single steps, or a
 * refusal. A plan runs no guest: it reads the result from a file of facts, or reports it as unknown.
 */
package org.kvmsh.bindings.debug;
