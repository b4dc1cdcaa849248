package org.kvmsh.bindings.debug;

/** The kind of access that a watchpoint is for, or that a guest has made. */
public enum WatchedAccess {
    READ("read"),
    WRITE("write"),
    /** A read or a write. */
    ACCESS("access");

    private final String word;

    WatchedAccess(String word) {
        this.word = word;
    }

    /** The word for the access in scripts. */
    public String word() {
        return word;
    }

    /** The one of a script's word, or null. */
    public static WatchedAccess of(Object word) {
        for (WatchedAccess each : values()) {
            if (each.word.equals(String.valueOf(word))) {
                return each;
            }
        }
        return null;
    }
}
