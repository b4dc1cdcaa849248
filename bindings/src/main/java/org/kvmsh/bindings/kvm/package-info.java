/**
 * KVM's descriptors: {@link Kvm}, {@link Vm}, {@link Vcpu} and {@link Device}, one class for each kind. A call returns
 * an {@link IoctlResult}: a value, or a {@link Refusal} with the errno, the argument in words and the rules, or a note
 * that no rule is known. Only KVM_RUN returns a raw int.
 *
 * <p>An {@link Exit} is a view of kvm_run that knows its {@link Vcpu}. {@link KeyedExit} has a row for each exit whose
 * handlers are selected by a number. {@link RuleComparison} finds the rules that a call breaks before the call is made,
 * for all descriptors of a board but never for KVM_RUN.
 */
package org.kvmsh.bindings.kvm;
