package org.kvmsh.dsl.machine;

import java.util.Locale;
import org.kvmsh.bindings.kvm.Exit;

/** Why a run ended: an exit of the kernel's, or what kvmsh itself ended it for. */
public enum ExitReason {
    IO, MMIO,
    /** KVM_EXIT_PAPR_HCALL. */
    HCALL,
    /** KVM_EXIT_SYSTEM_EVENT. */
    SYSTEM,
    HLT, SHUTDOWN, FAIL_ENTRY, INTERNAL_ERROR, UNKNOWN,
    /** The run's time was over. */
    TIMEOUT,
    /** Ctrl-C, or a call of stop. */
    STOPPED,
    /** The run's own condition came true. */
    CONDITION;

    static ExitReason of(Exit exit) {
        if (exit instanceof Exit.Io) {
            return IO;
        } else if (exit instanceof Exit.Mmio) {
            return MMIO;
        } else if (exit instanceof Exit.PaprHcall) {
            return HCALL;
        } else if (exit instanceof Exit.SystemEvent) {
            return SYSTEM;
        } else if (exit instanceof Exit.Hlt) {
            return HLT;
        } else if (exit instanceof Exit.Shutdown) {
            return SHUTDOWN;
        } else if (exit instanceof Exit.FailEntry) {
            return FAIL_ENTRY;
        } else if (exit instanceof Exit.InternalError) {
            return INTERNAL_ERROR;
        }
        return UNKNOWN;
    }

    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
