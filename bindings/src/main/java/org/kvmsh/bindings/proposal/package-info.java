/**
 * Ioctls that a kernel does not have yet. {@link ProposalKernel} is in front of any kernel ({@code rfc:BOARD}), knows
 * the kind of each descriptor, and answers the ioctls of its {@link Proposal}s, by number, direction, size and kind of
 * descriptor; all other ioctls go to the kernel. When the first VM is created, or earlier if a caller needs to know, it
 * probes whether the kernel below has the ioctl, and if so passes the calls through; opening a board creates no VM.
 *
 * <p>{@link SetPlatform}, {@link AllocateRma} and {@link SetDeviceAddress} implement the patch mails that they cite.
 * Their calls on the kernel below go through {@link org.kvmsh.bindings.trace.LayerCalls}, so that every trace shows
 * their origin ({@link org.kvmsh.bindings.kernel.CallOrigin}). A script's own proposal is a {@code ScriptedProposal} of
 * the dsl. {@code questions.tsv} has the reviewers' questions.
 */
package org.kvmsh.bindings.proposal;
