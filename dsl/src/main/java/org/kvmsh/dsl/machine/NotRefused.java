package org.kvmsh.dsl.machine;

/** The result of {@code attempt} if the kernel accepted every call: no errno, and false as a condition. */
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
