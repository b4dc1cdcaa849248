package org.kvmsh.bindings.kvm;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kernel.Region;

/**
 * An array in kvm_run as a list of unsigned numbers, as it was when the list was created. Assigning an element also
 * writes it to kvm_run, which the kernel reads at the next KVM_RUN. An array that the kernel does not read back, or
 * that of a kept copy, refuses assignment.
 */
public final class ExitNumbers extends AbstractList<Number> implements RandomAccess {
    static final String KEPT = "this exit is a recorded copy: writing to it would not reach the guest";

    private final Region run;
    private final long from;
    private final int bytes;
    private final long[] values;
    private final String refusal;

    /**
     * @param bytes of an element
     * @param refusal why elements cannot be assigned; null if they can
     */
    ExitNumbers(Region run, long from, int bytes, int count, String refusal) {
        this.run = run;
        this.from = from;
        this.bytes = bytes;
        this.values = new long[count];
        this.refusal = refusal;
        for (int i = 0; i < count; i++) {
            values[i] = run.get(from + (long) i * bytes, Math.min(bytes, Long.BYTES));
        }
    }

    @Override
    public Long get(int index) {
        return values[index];
    }

    @Override
    public Long set(int index, Number value) {
        long before = get(index);
        put(index, bits(value));
        return before;
    }

    /**
     * Assigns an element, {@code e.args[0] = 42}, of any integer type.
     *
     * @throws IllegalArgumentException if the array cannot be assigned, or if the value is no integer of at most 64
     *     bits
     */
    public void putAt(int index, Object value) {
        put(index, bits(value));
    }

    /**
     * Assigns an element whose index is of any integer type.
     *
     * @throws IllegalArgumentException if the array cannot be assigned, or if a number is no integer of at most 64 bits
     */
    public void putAt(Number index, Object value) {
        put(Math.toIntExact(bits(index)), bits(value));
    }

    private void put(int index, long value) {
        Objects.checkIndex(index, values.length);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
        run.put(from + (long) index * bytes, Math.min(bytes, Long.BYTES), value);
        values[index] = value;
    }

    static long bits(Object value) {
        boolean whole = value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger big && big.bitLength() <= Long.SIZE;
        if (!whole) {
            throw new IllegalArgumentException("expected an integer of at most 64 bits, not '" + value + "'");
        }
        return ((Number) value).longValue();
    }

    @Override
    public int size() {
        return values.length;
    }

    /** Whether an element has 64 bits. */
    public boolean isWide() {
        return bytes >= Long.BYTES;
    }

    @Override
    public String toString() {
        return stream()
                .map(value -> "0x" + Long.toHexString(value.longValue()))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
