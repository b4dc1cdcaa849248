package org.kvmsh.bindings.kvm.state;

import java.util.stream.Stream;
import org.kvmsh.bindings.kernel.Region;

/** The memory that pointers in a call's argument lead to. */
@FunctionalInterface
public interface PointedMemory {
    PointedMemory NONE = (address, bytes) -> null;

    /**
     * The region that contains a range of addresses; null if none is known.
     *
     * @param address the first byte, as the board's kernel sees it
     * @param bytes the size of the range
     */
    Region holding(long address, long bytes);

    /**
     * The regions passed with a call.
     *
     * @param reached the targets of pointers in the call's argument
     */
    static PointedMemory of(Region... reached) {
        return reached.length == 0
                ? NONE
                : (address, bytes) -> Stream.of(reached)
                        .filter(region ->
                                address >= region.address() && address - region.address() <= region.size() - bytes)
                        .findFirst()
                        .orElse(null);
    }
}
