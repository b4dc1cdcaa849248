package org.kvmsh.bindings.dryrun;

/** A call that a script makes on a machine that is only planned. */
public final class NeedsMachine extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NeedsMachine(String what) {
        super(what + " needs a machine that exists; this one is only planned");
    }

    /** The request to a planned machine that is found in an exception's causes; null if there was none. */
    public static NeedsMachine behind(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof NeedsMachine asked) {
                return asked;
            }
        }
        return null;
    }
}
