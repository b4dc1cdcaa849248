package org.kvmsh.bindings.kvm.rules;

/** Checks one rule against a request; makes no calls except KVM_CHECK_EXTENSION, through {@link Facts}. */
@FunctionalInterface
public interface Check {
    Finding of(Request request);

    /** Whether a request is one that the rule is about. */
    default boolean concerns(Request request) {
        return true;
    }
}
