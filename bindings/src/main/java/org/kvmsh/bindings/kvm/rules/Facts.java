package org.kvmsh.bindings.kvm.rules;

/** The facts about a board that rules use. */
public interface Facts {
    /** KVM_CHECK_EXTENSION on the file of the call; 0 if the capability is not supported. */
    int capability(String name);

    /** Bytes of a page of the board's kernel. */
    int pageSize();

    /** The release of the board's Linux; null if it is not known. */
    String release();
}
