/**
 * The kernel of another machine: {@link RemoteKernel} is a {@link org.kvmsh.bindings.kernel.Kernel} over a {@link Link}
 * to an agent on the board, a C program (bindings/src/main/c). docs/developers/protocol.md describes the protocol.
 * {@link Exchange} numbers requests, repeats those without a reply, and recovers from bytes that the line loses or
 * changes. {@link Handshake} selects the board's table. {@link AgentProgram} compiles the agent for a board at first
 * use.
 *
 * <p>A {@link ShadowRegion} is a struct: it is sent with its ioctl and returned with the reply
 * ({@link StructsOnBoard}). A {@link DirectRegion} is guest memory: each access is a request. A {@link RunRegion} is a
 * kvm_run: an exit brings the parts that it uses, and writes are sent with the next KVM_RUN. {@link AnswersOnBoard} has
 * the exits that the agent answers itself; {@link CollectedWrites} puts the output of a VM's vCPUs into the order of
 * their exits.
 */
package org.kvmsh.bindings.remote;
