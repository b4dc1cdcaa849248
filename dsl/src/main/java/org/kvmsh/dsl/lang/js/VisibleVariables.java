package org.kvmsh.dsl.lang.js;

import org.kvmsh.dsl.variable.CArray;
import org.kvmsh.dsl.variable.CPlace;

/** An array of C as an array of JavaScript's: its elements are read and written in guest memory. */
final class VisibleVariables extends VisibleList {
    private final CArray array;
    private final ValueConverter converter;

    VisibleVariables(CArray array, ValueConverter converter) {
        super(array, array.isWide(), (index, value) -> array.element(index).set(value), converter);
        this.array = array;
        this.converter = converter;
    }

    /** The value of a variable for the script. */
    static Object of(CPlace place, ValueConverter converter) {
        return converter.out(place.value(), place.isWide());
    }

    @Override
    public Object get(long index) {
        return of(array.element(index), converter);
    }
}
