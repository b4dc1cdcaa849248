package org.kvmsh.dsl.machine;

import java.util.Locale;
import org.kvmsh.bindings.kvm.Exit;

/** Why a run ended: an exit of the kernel's, or what kvmsh itself ended it for. */
public enum ExitReason {
    IO, MMIO,
    /** KVM_EXIT_PAPR_HCALL, or another architecture's hypercall. */
    HCALL,
    /** An MSR was read or written. */
    MSR,
    /** A breakpoint, or the last of the steps that were asked for. */
    DEBUG,
    /** KVM_EXIT_SYSTEM_EVENT. */
    SYSTEM,
    HLT, SHUTDOWN, FAIL_ENTRY, INTERNAL_ERROR, UNKNOWN,
    /** The guest wrote its code to a debug-exit port. */
    DEBUG_EXIT,
    /** The run's time was over. */
    TIMEOUT,
    /** Ctrl-C, or a call of stop. */
    STOPPED,
    /** The run's own condition came true. */
    CONDITION;

    static ExitReason of(Exit exit) {
        return switch (exit.name()) {
            case "io" -> IO;
            case "mmio" -> MMIO;
            case "papr_hcall", "hypercall" -> HCALL;
            case "x86_rdmsr", "x86_wrmsr" -> MSR;
            case "debug" -> DEBUG;
            case "system_event" -> SYSTEM;
            case "hlt" -> HLT;
            case "shutdown" -> SHUTDOWN;
            case "fail_entry" -> FAIL_ENTRY;
            case "internal_error" -> INTERNAL_ERROR;
            default -> UNKNOWN;
        };
    }

    /** Whether a run may well end so, unasked. */
    boolean isUsual() {
        return this == HLT || this == SYSTEM || this == DEBUG || this == DEBUG_EXIT || this == STOPPED || this == CONDITION;
    }

    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
