/**
 * The conditions that KVM checks, each with its errno and source, to tell which one a refused call broke. An errno can
 * have many reasons: a class for each group of ioctls checks the argument against the VM's state
 * ({@link org.kvmsh.bindings.kvm.state.VmState}, kept by {@link org.kvmsh.bindings.kvm.Vm}) and the board's
 * capabilities, and names the broken rules. Read {@link Rule}, {@link Rulebook} and a class such as
 * {@link DirtyLogRules} first.
 *
 * <p>Rules without a check are rows of {@code unchecked.tsv} and, by device, group and attribute, of
 * {@code attributes.tsv}: the message lists those that apply to the request. Plans ask the same rules before a call,
 * errors after it, and models in place of a kernel.
 */
package org.kvmsh.bindings.kvm.rules;
