package org.kvmsh.bindings.kvm.rules;

/**
 * The result of a check.
 *
 * @param text of a broken rule: what breaks it, with the values; null otherwise
 */
public record Finding(Kind kind, String text) {
    /** Only a rule that is broken refuses a call. */
    public enum Kind {
        BROKEN,
        KEPT,
        UNKNOWN
    }

    static final Finding KEPT = new Finding(Kind.KEPT, null);
    /** kvmsh lacks the information to decide. */
    static final Finding UNKNOWN = new Finding(Kind.UNKNOWN, null);

    static Finding broken(String text) {
        return new Finding(Kind.BROKEN, text);
    }

    boolean isBroken() {
        return kind == Kind.BROKEN;
    }
}
