package org.kvmsh.bindings.abi;

/** What the value of a capability means, if it is more than supported or not. */
public final class CapabilityMeanings {
    private static final AbiTable TABLE = AbiTable.resource("capabilities");

    private CapabilityMeanings() { }

    /** In words, with the source; empty if the table does not describe it, or the capability is 0. */
    public static String of(String capability, int value) {
        if (value == 0) {
            return "";
        }
        String[] exact = TABLE.line("value", capability + ":" + value);
        String[] any = exact == null ? TABLE.line("any", capability) : exact;
        return any == null ? "" : any[2] + " (" + any[3] + ")";
    }
}
