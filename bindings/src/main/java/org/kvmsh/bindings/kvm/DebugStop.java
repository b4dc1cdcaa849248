package org.kvmsh.bindings.kvm;

/** A way in which KVM_SET_GUEST_DEBUG stops a guest (api.rst 4.87). */
public enum DebugStop {
    /** After each instruction. */
    STEP("steps", "single steps"),
    /** At an address that the processor watches for. */
    HARDWARE_BREAKPOINT("hardwareBreakpoints", "hardware breakpoints"),
    /** At a breakpoint instruction in guest memory. */
    SOFTWARE_BREAKPOINT("softwareBreakpoints", "software breakpoints"),
    /** At a write to an address that the processor watches. */
    WATCHPOINT("watchpoints", "watchpoints");

    private final String key;
    private final String phrase;

    DebugStop(String key, String phrase) {
        this.key = key;
        this.phrase = phrase;
    }

    /** The name in a board's facts. */
    public String key() {
        return key;
    }

    /** The name in messages, plural: {@code single steps}. */
    public String phrase() {
        return phrase;
    }
}
