package org.kvmsh.bindings.model.x86;

/** The model does not execute this instruction. */
final class X86Unknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    X86Unknown() {
        super(null, null, false, false);
    }
}
