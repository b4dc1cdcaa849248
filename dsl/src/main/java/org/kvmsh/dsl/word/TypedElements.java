package org.kvmsh.dsl.word;

import java.util.AbstractList;
import java.util.List;

/** The elements of an array whose elements have a width, with the bytes that they are in memory. */
public final class TypedElements extends AbstractList<Object> {
    private final List<Object> elements;
    private final byte[] memory;

    public TypedElements(List<Object> elements, byte[] memory) {
        this.elements = elements;
        this.memory = memory;
    }

    /** The memory of the array. */
    public byte[] bytes() {
        return memory;
    }

    @Override
    public Object get(int index) {
        return elements.get(index);
    }

    @Override
    public int size() {
        return elements.size();
    }
}
