package org.kvmsh.dsl.config;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An immutable list, to which another one is appended without copying: the new list shares its elements. A script that
 * adds thousands of memslots one by one creates as many configurations.
 */
final class AppendedList<E> extends AbstractList<E> implements RandomAccess {
    private final Object[] elements;
    private final int size;
    /** The number of elements in use by any list that shares them. */
    private final AtomicInteger used;

    private AppendedList(Object[] elements, int size, AtomicInteger used) {
        this.elements = elements;
        this.size = size;
        this.used = used;
    }

    static <E> List<E> of(List<E> first, List<E> second) {
        if (second.isEmpty()) {
            return unchanging(first);
        }
        if (first.isEmpty()) {
            return unchanging(second);
        }
        int size = first.size() + second.size();
        if (first instanceof AppendedList<E> list && size <= list.elements.length) {
            if (list.used.compareAndSet(list.size, size)) {
                return list.with(second, list.elements, list.used);
            }
            if (list.isFollowedBy(second)) {
                return new AppendedList<>(list.elements, size, list.used);
            }
        }
        Object[] copy = first.toArray(new Object[size + (size >> 1)]);
        return new AppendedList<E>(copy, first.size(), null).with(second, copy, new AtomicInteger(size));
    }

    /** The list itself where it can't change, otherwise a copy. */
    static <E> List<E> unchanging(List<E> list) {
        return list instanceof AppendedList ? list : List.copyOf(list);
    }

    /** Whether the same list was appended before: a plan creates the configuration that its machine has afterwards. */
    private boolean isFollowedBy(List<E> second) {
        for (int i = 0; i < second.size(); i++) {
            if (elements[size + i] != second.get(i)) {
                return false;
            }
        }
        return true;
    }

    private List<E> with(List<E> second, Object[] shared, AtomicInteger inUse) {
        for (int i = 0; i < second.size(); i++) {
            shared[size + i] = second.get(i);
        }
        return new AppendedList<>(shared, size + second.size(), inUse);
    }

    @SuppressWarnings("unchecked")
    @Override
    public E get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return (E) elements[index];
    }

    @Override
    public int size() {
        return size;
    }
}
