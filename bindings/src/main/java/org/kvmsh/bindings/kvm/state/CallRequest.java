package org.kvmsh.bindings.kvm.state;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;

/**
 * An ioctl as requested by the caller.
 *
 * @param value the plain argument; 0 if the call takes a struct
 * @param struct the argument's layout; null if the call takes no struct, or was given the null pointer
 * @param region the argument's bytes; null if there is no struct
 * @param memory what pointers in the argument lead to
 */
public record CallRequest(
        String call, FdKind on, Abi abi, long value, Struct struct, Region region, PointedMemory memory) {
    /** A call without pointers in its argument. */
    public CallRequest(String call, FdKind on, Abi abi, long value, Struct struct, Region region) {
        this(call, on, abi, value, struct, region, PointedMemory.NONE);
    }

    /** Whether its argument is complete: a call that takes a struct has one. */
    public boolean isWhole() {
        return struct != null || !abi.hasIoctl(call) || abi.ioctl(call).struct() == null;
    }

    /** Whether the struct has a field of this name. */
    public boolean has(String field) {
        return struct != null && struct.has(field);
    }

    /** A field's unsigned value. */
    public long field(String name) {
        Field field = struct.field(name);
        return region.get(field.offset(), field.bytes());
    }

    /**
     * The number of elements passed for a flexible array.
     *
     * @param array the array's field
     */
    public long elements(String array) {
        Field tail = struct.field(array);
        return (region.size() - tail.offset()) / tail.bytes();
    }

    /**
     * The unsigned value at an address that the argument has.
     *
     * @param address as the board's kernel sees it
     * @param bytes the value's size, 1 to 8
     * @return null if that memory is not known
     */
    public Long pointed(long address, int bytes) {
        Region holding = memory.holding(address, bytes);
        return holding == null ? null : (Long) holding.get(address - holding.address(), bytes);
    }

    /** A constant of the headers; 0 if the headers do not have it. */
    public long bits(String constant) {
        return abi.hasConstant(constant) ? abi.constant(constant) : 0;
    }

    /**
     * Whether a flag of the headers is set in some bits; false if the headers do not have it.
     *
     * @param bits the value to test
     * @param flag the name of the flag's constant
     */
    public boolean flagged(long bits, String flag) {
        return (bits & bits(flag)) != 0;
    }

    /** The architecture of the board. */
    public Arch arch() {
        return abi.arch();
    }
}
