/**
 * The steps of a plan, and what the planner knows of a board. A {@link Step} is one operation on a kernel, with its
 * reason, its other requirements, and which values are an earlier call's result. {@link Bringup} is what the steps have
 * created so far; closing it removes everything. {@link MemorySlots} are the VM's current memslots, including those of
 * raw ioctls, with the memory of each: every read and write of guest memory goes through it.
 *
 * <p>{@link HostFacts} reads the board's properties from a {@link Probe}: its capabilities, and what no capability
 * reports ({@link org.kvmsh.bindings.kvm.Probing}), which a facts file contains too. A plan that is only shown uses a
 * {@link CapabilityProbe}, which creates no VM, and lists what it assumed; {@code kvmsh plan --probe} queries a VM
 * ({@link BoardProbe}). {@link OtherBoards} names the boards that accept a VM which this board refuses: this host's KVM
 * and the models are asked directly, boards in QEMU by their {@link RecordedFacts}, so no QEMU is started.
 * {@code RecordedFactsSpec} compares the recorded answers with the boards' own.
 */
package org.kvmsh.dsl.plan.step;
