package org.kvmsh.dsl.script;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;

/** A list of addresses. A number of any type is found in it: {@code 0x3000} has 32 bits in Groovy. */
public final class AddressList extends ArrayList<Long> {
    private static final long serialVersionUID = 1L;

    public AddressList(Collection<Long> addresses) {
        super(addresses);
    }

    @Override
    public boolean contains(Object number) {
        return super.contains(address(number));
    }

    @Override
    public boolean containsAll(Collection<?> numbers) {
        return numbers.stream().allMatch(this::contains);
    }

    @Override
    public int indexOf(Object number) {
        return super.indexOf(address(number));
    }

    @Override
    public int lastIndexOf(Object number) {
        return super.lastIndexOf(address(number));
    }

    @Override
    public boolean remove(Object number) {
        return super.remove(address(number));
    }

    /** An integer of at most 64 bits as a long. Anything else stays as it is, and is not in the list. */
    private static Object address(Object number) {
        boolean whole = number instanceof Integer
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger wide && wide.signum() >= 0 && wide.bitLength() <= Long.SIZE;
        return whole ? (Object) ((Number) number).longValue() : number;
    }

    @Override
    public String toString() {
        return PrintedValue.of(new ArrayList<>(this));
    }
}
