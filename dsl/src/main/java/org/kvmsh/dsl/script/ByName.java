package org.kvmsh.dsl.script;

/** Has members whose names come from the kernel or the guest, not from kvmsh. */
public interface ByName {
    /** The value of a member; an unknown name is an error. */
    Object get(String name);

    /** Sets a member. */
    void set(String name, Object value);
}
