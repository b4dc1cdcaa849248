package org.kvmsh.bindings.kernel;

import java.util.Objects;

/**
 * The result of a call that maps memory.
 *
 * @param region the memory; null if the call failed
 * @param errno 0, or the positive error number
 */
public record Mapped(Region region, int errno) {
    /**
     * The result of a call that succeeded.
     *
     * @param region the memory, not null
     */
    public static Mapped to(Region region) {
        return new Mapped(Objects.requireNonNull(region), 0);
    }

    /**
     * The result of a call that failed.
     *
     * @param errno the positive error number
     */
    public static Mapped failed(int errno) {
        return new Mapped(null, errno);
    }
}
