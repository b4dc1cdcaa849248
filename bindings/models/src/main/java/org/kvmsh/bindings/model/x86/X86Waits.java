package org.kvmsh.bindings.model.x86;

/** An instruction waits for user space's answer, and restarts when it is available. */
final class X86Waits extends RuntimeException {
    private static final long serialVersionUID = 1L;

    X86Waits() {
        super(null, null, false, false);
    }
}
