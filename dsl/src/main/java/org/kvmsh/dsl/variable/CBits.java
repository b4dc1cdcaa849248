package org.kvmsh.dsl.variable;

import java.nio.ByteOrder;

/**
 * Some bits of memory as a number. In little-endian memory bit 0 is the lowest of the first byte, in big-endian memory
 * the highest; bit-fields are counted like that in DWARF 5, 5.7.6, and whole bytes follow from it.
 */
final class CBits {
    private CBits() {}

    static long get(byte[] bytes, long bit, int bits, ByteOrder order) {
        long value = 0;
        for (int i = 0; i < bits; i++) {
            long each = bytes[byteOf(bit + i)] >> shift(bit + i, order) & 1;
            value |= order == ByteOrder.BIG_ENDIAN ? each << bits - 1 - i : each << i;
        }
        return value;
    }

    static void put(byte[] bytes, long bit, int bits, ByteOrder order, long value) {
        for (int i = 0; i < bits; i++) {
            long each = value >> (order == ByteOrder.BIG_ENDIAN ? bits - 1 - i : i) & 1;
            int shift = shift(bit + i, order);
            bytes[byteOf(bit + i)] = (byte) (bytes[byteOf(bit + i)] & ~(1 << shift) | each << shift);
        }
    }

    private static int byteOf(long bit) {
        return (int) (bit / Byte.SIZE);
    }

    private static int shift(long bit, ByteOrder order) {
        int within = (int) (bit % Byte.SIZE);
        return order == ByteOrder.BIG_ENDIAN ? Byte.SIZE - 1 - within : within;
    }
}
