package org.kvmsh.bindings.kvm.rules;

/**
 * A rule that a request breaks.
 *
 * @param text what breaks it, with the values
 */
public record Violation(Rule rule, String text) {
    @Override public String toString() {
        return text + " (" + rule.source() + ")";
    }
}
