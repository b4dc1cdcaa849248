package org.kvmsh.dsl.arch;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.Exit;

/** An architecture's explanations of exits, beyond what all architectures have in common; one fact a line. */
public interface ExitNotes {
    /** The notes of an architecture without any. */
    ExitNotes NONE = new ExitNotes() {};

    /**
     * The values that an exit reason can come with on this architecture alone.
     *
     * @param exit KVM_EXIT_FAIL_ENTRY
     */
    default List<String> values(Abi abi, String exit) {
        return List.of();
    }

    /**
     * The facts that an exit's own bytes show.
     *
     * @param mode of the vCPU's code; null if it is not known
     */
    default List<String> of(Abi abi, Exit exit, CodeMode mode) {
        return List.of();
    }

    /** The facts that a vCPU's state shows about its end. */
    default List<String> of(StoppedVcpu stopped) {
        return List.of();
    }
}
