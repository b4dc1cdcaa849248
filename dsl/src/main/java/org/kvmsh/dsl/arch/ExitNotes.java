package org.kvmsh.dsl.arch;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;

/** What an architecture's kernels and processors mean by an exit, beyond what all architectures have in common; one fact a line. */
public interface ExitNotes {
    /** Of an architecture that adds nothing. */
    ExitNotes NONE = new ExitNotes() { };

    /**
     * The values that an exit reason can come with on this architecture alone.
     *
     * @param exit KVM_EXIT_FAIL_ENTRY
     */
    default List<String> values(Abi abi, String exit) {
        return List.of();
    }
}
