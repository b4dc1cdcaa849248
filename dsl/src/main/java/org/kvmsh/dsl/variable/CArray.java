package org.kvmsh.dsl.variable;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.kvmsh.bindings.code.dwarf.DwarfType;
import org.kvmsh.dsl.call.GivenBytes;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/** An array in guest memory as a list; each use of an element reads or writes the memory. */
public final class CArray extends AbstractList<Object> implements RandomAccess {
    private final CPlace place;

    CArray(CPlace place) {
        this.place = place;
    }

    private DwarfType.Array type() {
        return (DwarfType.Array) place.type().plain();
    }

    /** An element, to be read or written. */
    public CPlace element(long index) {
        return place.element(type(), index);
    }

    @Override
    public Object get(int index) {
        return element(index).value();
    }

    @Override
    public Object set(int index, Object value) {
        Object before = get(index);
        element(index).set(value);
        return before;
    }

    /** {@code m.symbols.a[3]}; an index below 0 counts from the end. */
    public Object getAt(Number index) {
        return element(index(index)).value();
    }

    /** {@code m.symbols.a[3] = 7}. */
    public void putAt(Number index, Object value) {
        element(index(index)).set(value);
    }

    /** An int index, for which Groovy's own method of lists would add elements behind the last. */
    public Object getAt(int index) {
        return getAt((Number) index);
    }

    /** {@code m.symbols.a[3] = 7}. */
    public void putAt(int index, Object value) {
        putAt((Number) index, value);
    }

    private long index(Number number) {
        long index = Bits64.of(number, "an index", Site.UNKNOWN);
        return index < 0 && index >= -size() ? index + size() : index;
    }

    @Override
    public int size() {
        return Math.toIntExact(type().count());
    }

    /** The length, under an array's name for it. */
    public int getLength() {
        return size();
    }

    /** The string that an array of characters holds, up to its zero. */
    public String getText() {
        return GivenBytes.text(place.bytes());
    }

    /** Whether its elements are numbers of 64 bits. */
    public boolean isWide() {
        return size() > 0 && element(0).isWide();
    }

    @Override
    public String toString() {
        return size() == 0 ? "[]" : place.text();
    }
}
