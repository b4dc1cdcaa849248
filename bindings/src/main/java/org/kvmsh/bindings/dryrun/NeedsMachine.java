package org.kvmsh.bindings.dryrun;

/** A call that a script makes on a machine that is only planned. */
public final class NeedsMachine extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NeedsMachine(String what) {
        super(what + " needs a machine that exists; this one is only planned");
    }

    /** What was requested from a planned machine, found in an exception's causes; null if nothing was. */
    public static NeedsMachine behind(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof NeedsMachine asked) {
                return asked;
            }
        }
        return null;
    }
}
