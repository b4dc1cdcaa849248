package org.kvmsh.bindings.code;

/**
 * A name of an ELF file's symbol table.
 *
 * @param address where it is linked, which is the address that the guest has for it
 * @param physical where its segment is loaded
 * @param end the first address behind it; for a symbol without a size the end of its section
 * @param sized whether the file gives its size
 * @param code whether its section is executable
 */
public record Symbol(String name, long address, long physical, long end, boolean sized, boolean code) {
    /** The same, moved. */
    Symbol plus(long offset) {
        return new Symbol(name, address + offset, physical + offset, end + offset, sized, code);
    }

    /** The number of bytes that the symbol has. */
    public long size() {
        return end - address;
    }
}
