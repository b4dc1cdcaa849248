package org.kvmsh.bindings.code;

/** Names addresses. */
public interface SymbolNames {
    /** Has none. */
    SymbolNames NONE = address -> null;

    /** {@code main+0x12}; null for an address without a name. */
    String at(long address);

    /** {@code 0x1012 (main+0x12)}; the address alone if it has no name. */
    default String place(long address) {
        String name = at(address);
        return "0x" + Long.toHexString(address) + (name == null ? "" : " (" + name + ")");
    }
}
