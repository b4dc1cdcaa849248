package org.kvmsh.dsl.call;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * An array of a struct as a list: what is assigned to an element is written to the struct, and one at the struct's end
 * grows and shrinks.
 *
 * @param <T> what its elements are: Long, a wider number, or a struct
 */
public final class StructArray<T> extends AbstractList<T> implements RandomAccess {
    private final StructValue struct;
    private final Field field;

    StructArray(StructValue struct, Field field) {
        this.struct = struct;
        this.field = field;
    }

    @SuppressWarnings("unchecked")
    @Override
    public T get(int index) {
        return (T) struct.element(field, checked(index));
    }

    @Override
    public T set(int index, Object value) {
        T before = kept(get(index));
        put(index, value);
        return before;
    }

    /** {@code s.interrupt_bitmap[0]}. */
    public T getAt(int index) {
        return get(index(index));
    }

    /** {@code s.interrupt_bitmap[0] = 1}. */
    public void putAt(int index, Object value) {
        put(index(index), value);
    }

    /** {@code s.interrupt_bitmap[n]}, with a number of any type; one below 0 counts from the end. */
    public T getAt(Number index) {
        return get(index(index));
    }

    /** {@code s.interrupt_bitmap[n] = 1}. */
    public void putAt(Number index, Object value) {
        put(index(index), value);
    }

    private void put(int index, Object value) {
        struct.put(field, checked(index), value);
    }

    @Override
    public int size() {
        return struct.count(field);
    }

    /** The length, under an array's name for it. */
    public int getLength() {
        return size();
    }

    /** Whether its elements have 64 bits or more. */
    public boolean isWide() {
        return field.isScalar() && field.bytes() >= Long.BYTES && field.width() == 0;
    }

    @Override
    public void add(int index, Object value) {
        if (field.count() != 0) {
            checked(field.count());
        }
        modCount++;
        struct.insert(field, index, value);
    }

    @Override
    public boolean add(Object value) {
        add(size(), value);
        return true;
    }

    /** {@code l.entries << [function: 1]}. */
    public StructArray<T> leftShift(Object value) {
        add(size(), value);
        return this;
    }

    @Override
    public T remove(int index) {
        modCount++;
        T before = kept(get(index));
        struct.remove(field, index);
        return before;
    }

    /** A struct in it is a view of bytes that change. */
    @SuppressWarnings("unchecked")
    private static <T> T kept(T element) {
        return element instanceof StructValue value ? (T) value.copy() : element;
    }

    private int index(Number number) {
        long index = Bits64.of(number, "an index", Site.UNKNOWN);
        return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, index < 0 ? index + size() : index));
    }

    private int checked(int index) {
        int size = size();
        if (index < 0 || index >= size) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    struct.layout().name() + "." + field.name() + " has "
                            + (size == 0
                                    ? "no elements"
                                    : size == 1 ? "1 element, [0]" : size + " elements, [0] to [" + (size - 1) + "]")
                            + (index < 0 ? "" : ": there is no [" + index + "]"),
                    field.count() == 0 ? "append an element: s." + field.name() + ".add(value)" : "");
        }
        return index;
    }
}
