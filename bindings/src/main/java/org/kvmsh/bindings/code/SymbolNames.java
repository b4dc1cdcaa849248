package org.kvmsh.bindings.code;

/** Names addresses. */
public interface SymbolNames {
    /** Has none. */
    SymbolNames NONE = address -> null;

    /** Follows the symbol in the name of an address behind its first one. */
    String OFFSET = "+0x";

    /** {@code main+0x12}; null for an address without a name. */
    String at(long address);

    /** {@code main}, the symbol that has an address, without the offset in it; null for an address without a name. */
    default String function(long address) {
        String name = at(address);
        int end = name == null ? -1 : name.lastIndexOf(OFFSET);
        return end < 0 ? name : name.substring(0, end);
    }

    /** Names an address after a call: a call that never returns may be the last instruction of its function. */
    default String afterCall(long address) {
        String name = at(address);
        String call = at(address - 1);
        if (call == null || name != null && name.contains(OFFSET)) {
            return name;
        }
        int end = call.lastIndexOf(OFFSET);
        long offset = end < 0 ? 0 : Long.parseLong(call, end + OFFSET.length(), call.length(), 16);
        return (end < 0 ? call : call.substring(0, end)) + OFFSET + Long.toHexString(offset + 1);
    }

    /** {@code x.c:12}; null for an address whose line is not known. */
    default String line(long address) {
        return null;
    }

    /** {@code 0x1012 (main+0x12, x.c:12)}; the address alone if it has no name. */
    default String place(long address) {
        return place(address, at(address), line(address));
    }

    /** The same with another name and line; null for none. */
    static String place(long address, String name, String line) {
        String words =
                (name == null ? "" : name) + (name == null || line == null ? "" : ", ") + (line == null ? "" : line);
        return "0x" + Long.toHexString(address) + (words.isEmpty() ? "" : " (" + words + ")");
    }
}
