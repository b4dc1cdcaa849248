package org.kvmsh.dsl.machine;

/** The exits as words of the language: {@code run until: hlt}. */
public final class ExitWords {
    public static final ExitReason io = ExitReason.IO;
    public static final ExitReason mmio = ExitReason.MMIO;
    public static final ExitReason hcall = ExitReason.HCALL;
    public static final ExitReason msr = ExitReason.MSR;
    public static final ExitReason debug = ExitReason.DEBUG;
    public static final ExitReason debug_exit = ExitReason.DEBUG_EXIT;
    public static final ExitReason system = ExitReason.SYSTEM;
    public static final ExitReason hlt = ExitReason.HLT;
    public static final ExitReason shutdown = ExitReason.SHUTDOWN;
    public static final ExitReason fail_entry = ExitReason.FAIL_ENTRY;
    public static final ExitReason internal_error = ExitReason.INTERNAL_ERROR;
    public static final ExitReason timeout = ExitReason.TIMEOUT;
    public static final ExitReason stopped = ExitReason.STOPPED;

    private ExitWords() { }
}
