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

    /** A zeroed struct. */
    public static Argument of(Kernel kernel, String struct) {
        return of(kernel, kernel.abi().struct(struct), 0);
    }

    /** @param tail bytes of a flexible array after the struct */
    public static Argument of(Kernel kernel, Struct layout, long tail) {
        Mapped mapped = kernel.allocate(Math.max(1, layout.size() + tail));
        if (mapped.region() == null) {
            throw new KvmException(Refusal.ofSystemCall(kernel.abi(), "mmap", "mmap for struct " + layout.name(), mapped.errno()));
        }
        return new Argument(kernel, layout, mapped.region());
    }

    /** A struct in existing memory, which keeps its owner. */
    public static Argument in(Kernel kernel, Struct layout, Region memory) {
        return new Argument(kernel, layout, memory);
    }

    /** The same memory as another struct. */
    Argument as(Struct other) {
        return new Argument(kernel, other, region);
    }

    /** Whose memory it is in. */
    public Kernel kernel() {
        return kernel;
    }

    public Struct struct() {
        return struct;
    }

    public Region region() {
        return region;
    }

    /** The field's unsigned value. */
    public long get(String field) {
        Field f = struct.field(field);
        return region.get(f.offset(), f.bytes());
    }

    public Argument set(String field, long value) {
        Field f = struct.field(field);
        region.put(f.offset(), f.bytes(), value);
        return this;
    }

    @Override public void close() {
        region.close();
    }
}
