package org.kvmsh.bindings.kvm.rules;

/**
 * A rule that a request breaks.
 *
 * @param text what breaks it, with the values
 */
public record Violation(Rule rule, String text) {
    /** The violation with the errno of the kernel: {@code EINVAL: TEXT (SOURCE)}. */
    public String withErrnos() {
        return rule.errnosInWords() + ": " + this;
    }

    @Override
    public String toString() {
        return text + " (" + rule.source() + ")";
    }
}
