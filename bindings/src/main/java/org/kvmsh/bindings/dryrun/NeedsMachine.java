package org.kvmsh.bindings.dryrun;

/** A call that a script makes on a machine that is only planned. */
public final class NeedsMachine extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NeedsMachine(String what) {
        super(what + " needs a machine that exists; this one is only planned");
    }
}
