package org.kvmsh.bindings.kvm.rules;

/** Checks one rule against a request; makes no calls except KVM_CHECK_EXTENSION, through {@link Facts}. */
@FunctionalInterface
public interface Check {
    /** Checks a request: the rule is kept, broken, or cannot be decided. */
    Finding of(Request request);

    /** Whether a request is one that the rule is about. */
    default boolean concerns(Request request) {
        return true;
    }
}
