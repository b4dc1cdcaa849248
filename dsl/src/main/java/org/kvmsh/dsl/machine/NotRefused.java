package org.kvmsh.dsl.machine;

/** What {@code attempt} gives where the kernel took every call: no errno, and false if a condition is asked for. */
public final class NotRefused {
    public static final NotRefused INSTANCE = new NotRefused();

    private NotRefused() { }

    /** Groovy's truth. */
    public boolean asBoolean() {
        return false;
    }

    @Override public String toString() {
        return "no call was refused";
    }
}
