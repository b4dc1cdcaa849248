package org.kvmsh.bindings.kernel;

import java.util.Objects;

/**
 * The result of a call that maps memory.
 *
 * @param region the memory; null if the call failed
 * @param errno  0, or the positive error number
 */
public record Mapped(Region region, int errno) {
    public static Mapped to(Region region) {
        return new Mapped(Objects.requireNonNull(region), 0);
    }

    public static Mapped failed(int errno) {
        return new Mapped(null, errno);
    }
}
