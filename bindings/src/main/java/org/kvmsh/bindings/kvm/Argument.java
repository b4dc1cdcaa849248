package org.kvmsh.bindings.kvm;

import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;

/** An ioctl's struct in memory that the board's kernel sees, its fields by name. */
public final class Argument implements AutoCloseable {
    private final Kernel kernel;
    private final Struct struct;
    private final Region region;

    private Argument(Kernel kernel, Struct struct, Region region) {
        this.kernel = kernel;
        this.struct = struct;
        this.region = region;
    }

    /**
     * Allocates a zeroed struct.
     *
     * @param struct such as kvm_regs
     * @throws java.util.NoSuchElementException if the board's ABI has no such struct
     * @throws KvmException if the board cannot allocate the memory
     */
    public static Argument of(Kernel kernel, String struct) {
        return of(kernel, kernel.abi().struct(struct), 0);
    }

    /**
     * Allocates a zeroed struct with a flexible array.
     *
     * @param tail bytes of the array after the struct; 0 for none
     * @throws KvmException if the board cannot allocate the memory
     */
    public static Argument of(Kernel kernel, Struct layout, long tail) {
        Mapped mapped = kernel.allocate(Math.max(1, layout.size() + tail));
        if (mapped.region() == null) {
            throw new KvmException(
                    Refusal.ofSystemCall(kernel.abi(), "mmap", "mmap for struct " + layout.name(), mapped.errno()));
        }
        return new Argument(kernel, layout, mapped.region());
    }

    /**
     * Makes a view of existing memory as a struct.
     *
     * @param memory at least as large as the struct; closing the argument closes it
     */
    public static Argument in(Kernel kernel, Struct layout, Region memory) {
        return new Argument(kernel, layout, memory);
    }

    /** The same memory as another struct. */
    Argument as(Struct other) {
        return new Argument(kernel, other, region);
    }

    /** The kernel that allocated the memory. */
    public Kernel kernel() {
        return kernel;
    }

    /** The layout. */
    public Struct struct() {
        return struct;
    }

    /** The memory with the struct's bytes. */
    public Region region() {
        return region;
    }

    /**
     * Reads a field as an unsigned number.
     *
     * @param field dotted if it is nested: cs.base
     */
    public long get(String field) {
        Field f = struct.field(field);
        return region.get(f.offset(), f.bytes());
    }

    /**
     * Writes a field, and returns this.
     *
     * @param field dotted if it is nested: cs.base
     * @param value its low bytes count, as many as the field has
     */
    public Argument set(String field, long value) {
        Field f = struct.field(field);
        region.put(f.offset(), f.bytes(), value);
        return this;
    }

    @Override
    public void close() {
        region.close();
    }
}
