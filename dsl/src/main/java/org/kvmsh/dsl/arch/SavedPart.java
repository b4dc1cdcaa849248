package org.kvmsh.dsl.arch;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.plan.step.Bringup;

/** A part of a VM's state besides its vCPUs and its memory, as a snapshot keeps it. */
public interface SavedPart {
    /** No descriptor. */
    int NONE = -1;

    /** The state's name in the snapshot's text. */
    String name();

    /** The descriptor of the device that it was read from; NONE if it was read from the VM. */
    default int descriptor() {
        return NONE;
    }

    /**
     * Whether it is restored before the vCPUs. The other parts come after them: an interrupt that is pending in a
     * device is one of its vCPU's too.
     */
    default boolean isBeforeVcpus() {
        return false;
    }

    /** The state of this part that is not saved, with the call that does not exist or is not used. */
    List<String> missing();

    /** Whether what is missing is more than a guest could go on without, on another VM. */
    default boolean isLost() {
        return !missing().isEmpty();
    }

    /** The names of what is not the same in a later state of the same part, with both values. */
    default Map<String, String> differences(SavedPart later) {
        return Map.of();
    }

    /**
     * Sets the state of the machine it was read from, or of another one with the same parts; what the kernel refuses is
     * reported.
     */
    List<String> restore(Bringup made);
}
