/**
 * Ioctls by name. {@link IoctlByName} checks name, scope, fields and ranges before a call is made. An
 * {@link IoctlScope} is the descriptor: {@code kvm}, a machine, a vCPU or a device; inside {@code vm { }} and
 * {@code vcpu { }} such a call is a step of the plan.
 *
 * <p>{@link StructValue} is a struct with readable and assignable fields, over {@link StructBytes}: a script's own
 * bytes, or memory of a board. {@link OwnMemory} rejects calls that would write to kvmsh's own memory. A
 * {@link ScriptedProposal} is an ioctl that a patch defines and a script implements.
 */
package org.kvmsh.dsl.call;
