package org.kvmsh.dsl.machine.run;

import org.kvmsh.dsl.config.VmConfig;

/** The machine whose guest runs in the background. */
public interface GuestOwner {
    /** Tells the current run to end, and does not wait; any thread may call it. */
    void endRun();

    /** Sends characters to the guest's devices. */
    void type(String text);

    /** The configuration that was requested for the machine, with what was added. */
    VmConfig config();

    /** Closes the machine. */
    void close();
}
