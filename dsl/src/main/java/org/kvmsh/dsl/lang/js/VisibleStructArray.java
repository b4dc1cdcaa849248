package org.kvmsh.dsl.lang.js;

import org.kvmsh.dsl.call.StructArray;

/** An array of a struct, which grows: JavaScript's {@code push} assigns the element after the last. */
final class VisibleStructArray extends VisibleList {
    private final StructArray<?> array;

    VisibleStructArray(StructArray<?> array, ValueConverter crossing) {
        super(
                array,
                array.isWide(),
                (index, value) -> {
                    if (index == array.size()) {
                        array.add(value);
                    } else {
                        array.putAt(index, value);
                    }
                },
                crossing);
        this.array = array;
    }

    @Override
    public boolean remove(long index) {
        array.remove(Math.toIntExact(index));
        return true;
    }
}
