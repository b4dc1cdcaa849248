package org.kvmsh.bindings.abi;

/**
 * A constant that is a value inside an exit: KVM_INTERNAL_ERROR_EMULATION of suberror.
 *
 * @param constant its name
 * @param exit the exit reason
 * @param field its path in the exit's part of kvm_run
 * @param meaning its meaning, without a full stop
 */
public record ExitValue(String constant, String exit, String field, String meaning) {}
