package org.kvmsh.dsl.variable;

import java.nio.ByteOrder;
import org.kvmsh.bindings.code.SymbolNames;

/** The guest memory that variables are in. */
public interface VariableMemory {
    /** Reads bytes from a guest physical address on. */
    byte[] read(long at, int length);

    /** Writes bytes from a guest physical address on. */
    void write(long at, byte[] bytes);

    /**
     * The guest physical address of bytes at one of the guest's own.
     *
     * @param pointer that has the address, in errors
     */
    long physical(long address, long size, String pointer);

    /** The byte order of the machine. */
    ByteOrder order();

    /** The names of what pointers point to. */
    SymbolNames names();
}
