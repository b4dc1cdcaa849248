/**
 * Software models of boards: the part that all of them have. {@link ModelKernel} has the descriptors and the memory and
 * checks the rules of {@code kvm.rules} before a call ({@link ModelFile}), like a kernel; a {@link ModelBoard} is one
 * model's ABI, capabilities and VMs. A model adds only its own limits, each with a comment, and every rule names its
 * mail, document or kernel file.
 *
 * <p>The models are a separate Maven module (bindings/models), with a subpackage for each architecture. Nothing is
 * compiled against them: {@link org.kvmsh.bindings.board.Boards} loads them with ServiceLoader. They use nothing above
 * bindings.
 */
package org.kvmsh.bindings.model;
