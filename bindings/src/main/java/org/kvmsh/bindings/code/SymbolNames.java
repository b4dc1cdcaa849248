package org.kvmsh.bindings.code;

/** Names addresses. */
public interface SymbolNames {
    /** Has none. */
    SymbolNames NONE = address -> null;

    /** {@code main+0x12}; null for an address without a name. */
    String at(long address);

    /** {@code x.c:12}; null for an address whose line is not known. */
    default String line(long address) {
        return null;
    }

    /** {@code 0x1012 (main+0x12, x.c:12)}; the address alone if it has no name. */
    default String place(long address) {
        return place(address, line(address));
    }

    /** The same with another line. */
    default String place(long address, String line) {
        String name = at(address);
        String words =
                (name == null ? "" : name) + (name == null || line == null ? "" : ", ") + (line == null ? "" : line);
        return "0x" + Long.toHexString(address) + (words.isEmpty() ? "" : " (" + words + ")");
    }
}
