package org.kvmsh.bindings.kvm.rule;

/** What rules ask of a board. */
public interface Facts {
    /** KVM_CHECK_EXTENSION of the file that the call was made on; 0 where it is not there. */
    int capability(String name);

    /** Bytes of a page of the board's kernel. */
    int pageSize();
}
