package org.kvmsh.dsl.call;

import java.nio.ByteOrder;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The storage of a struct's bytes: a script's own, apart from every board, or memory of a board. */
public interface StructBytes {
    /** The byte order of the board that the struct is of. */
    ByteOrder order();

    long size();

    /** An unsigned value of 1 to 8 bytes. */
    long get(long offset, int bytes);

    void put(long offset, int bytes, long value);

    byte[] bytes(long offset, int length);

    void write(long offset, byte[] from);

    /** Resizes the array at its end; memory of a board has a fixed size. */
    default void resize(long size) {
        if (size > size()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "this struct in board memory is " + size() + " bytes long: " + size + " bytes do not fit",
                    "copy it first and pass the copy to the ioctl");
        }
    }

    /** The bytes of a region, read and written there. */
    static StructBytes of(Region region) {
        return new RegionBytes(region);
    }

    /** A script's own bytes. */
    static StructBytes own(byte[] bytes, ByteOrder order) {
        return new OwnBytes(bytes, order);
    }
}
