package org.kvmsh.dsl.script;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;

/** A list of addresses, which a script finds in it whatever number it writes: {@code 0x3000} is 32 bits in Groovy. */
public final class AddressList extends ArrayList<Long> {
    private static final long serialVersionUID = 1L;

    public AddressList(Collection<Long> addresses) {
        super(addresses);
    }

    @Override public boolean contains(Object number) {
        return super.contains(address(number));
    }

    @Override public boolean containsAll(Collection<?> numbers) {
        return numbers.stream().allMatch(this::contains);
    }

    @Override public int indexOf(Object number) {
        return super.indexOf(address(number));
    }

    @Override public int lastIndexOf(Object number) {
        return super.lastIndexOf(address(number));
    }

    @Override public boolean remove(Object number) {
        return super.remove(address(number));
    }

    /** The number's 64 bits; what is no number of so many bits stays, and is not in the list. */
    private static Object address(Object number) {
        boolean whole = number instanceof Integer || number instanceof Short || number instanceof Byte || number instanceof BigInteger wide && wide.signum() >= 0 && wide.bitLength() <= Long.SIZE;
        return whole ? (Object) ((Number) number).longValue() : number;
    }

    @Override public String toString() {
        return PrintedValue.of(new ArrayList<>(this));
    }
}
