package org.kvmsh.bindings.kvm;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kernel.Region;

/**
 * An array of numbers in kvm_run as a list, unsigned, as it was when it was asked for: what is assigned to one of them is written to kvm_run as well, and the kernel has it
 * at the next KVM_RUN. An array that it does not take back, and that of a kept copy, refuses it.
 */
public final class ExitNumbers extends AbstractList<Number> implements RandomAccess {
    static final String KEPT = "this exit is a kept copy: writing to it would not reach the guest";

    private final Region run;
    private final long from;
    private final int bytes;
    private final long[] values;
    private final String refusal;

    /**
     * @param bytes   of an element
     * @param refusal why nothing can be assigned; null where it can
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

    @Override public Long get(int index) {
        return values[index];
    }

    @Override public Long set(int index, Number value) {
        long before = get(index);
        put(index, bits(value));
        return before;
    }

    /** {@code e.args[0] = 42}, whatever the number's type is. */
    public void putAt(int index, Object value) {
        put(index, bits(value));
    }

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
        boolean whole = value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte
                || value instanceof BigInteger big && big.bitLength() <= Long.SIZE;
        if (!whole) {
            throw new IllegalArgumentException("expected an integer of at most 64 bits, not '" + value + "'");
        }
        return ((Number) value).longValue();
    }

    @Override public int size() {
        return values.length;
    }

    /** Whether an element has 64 bits. */
    public boolean isWide() {
        return bytes >= Long.BYTES;
    }

    @Override public String toString() {
        return stream().map(value -> "0x" + Long.toHexString(value.longValue())).collect(Collectors.joining(", ", "[", "]"));
    }
}
