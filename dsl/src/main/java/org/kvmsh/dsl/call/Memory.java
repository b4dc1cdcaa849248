package org.kvmsh.dsl.call;

import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** Memory that a script asked for: its address is what goes into a pointer field. */
public final class Memory implements AutoCloseable {
    private final Region region;

    public Memory(Region region) {
        this.region = region;
    }

    Region region() {
        return region;
    }

    @Word(value = "where the board's kernel sees it", example = "list.address")
    public long getAddress() {
        return region.address();
    }

    @Word(value = "how many bytes it has", example = "list.size")
    public int getSize() {
        return (int) region.size();
    }

    @Word(value = "the bytes from an offset on", example = "list.bytes 0, 8")
    public byte[] bytes(Number offset, Number length) {
        return region.bytes(offset.longValue(), length.intValue());
    }

    @Word(value = "write bytes from an offset on", example = "list.write 0, 'hello'.bytes", js = "list.write(0, bytes('hello'))")
    public void write(Number offset, byte[] bytes) {
        region.write(offset.longValue(), bytes);
    }

    @Override public void close() {
        region.close();
    }

    @Override public String toString() {
        return Bits64.size(region.size()) + " at " + Bits64.hex(region.address()) + " of the board";
    }
}
