package org.kvmsh.dsl.arch;

import java.util.List;

/** The state of a device of a VM, as a snapshot keeps it. */
public interface SavedDevice {
    /** What of the device's state it does not have, and why. */
    List<String> missing();

    /** Sets the device's state again; what the kernel refuses is reported. */
    List<String> restore();
}
