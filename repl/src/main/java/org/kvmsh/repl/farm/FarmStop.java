package org.kvmsh.repl.farm;

/** The condition that ends the wait for a farm; asked now and then. */
public interface FarmStop {
    /** Whether what was submitted is to be canceled. */
    boolean isCancelling();

    /** Whether what was submitted goes on, and this process does not wait for it. */
    boolean isLeaving();
}
