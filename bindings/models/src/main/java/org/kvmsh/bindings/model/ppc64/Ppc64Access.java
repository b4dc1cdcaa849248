package org.kvmsh.bindings.model.ppc64;

/**
 * A load or store of the guest's that met no memory.
 *
 * @param address its effective address
 * @param register the target of a load
 * @param signed whether a load's value is sign-extended
 * @param reversed whether its bytes lie the other way round than the processor's
 * @param value what a store writes
 */
record Ppc64Access(long address, int bytes, boolean write, int register, boolean signed, boolean reversed, long value) {
    /** Converts the loaded bytes to the register's value. */
    static long extended(long value, int bytes, boolean signed, boolean reversed) {
        int unused = Long.SIZE - bytes * Byte.SIZE;
        long inOrder = reversed ? Long.reverseBytes(value) >>> unused : value << unused >>> unused;
        return signed ? inOrder << unused >> unused : inOrder;
    }
}
