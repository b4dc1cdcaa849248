package org.kvmsh.dsl.device;

import java.util.function.ToLongFunction;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/**
 * Addresses without memory that mean a guest's error: an access is an MMIO exit, and is reported as an exception is.
 */
public final class MissingMemory {
    private MissingMemory() {}

    /**
     * The handler of accesses through a null pointer.
     *
     * @param end of the addresses from 0 on that are no memory
     * @param pc of the vCPU of an exit
     */
    public static HandlerConfig ofNullPointer(long end, ToLongFunction<Exit> pc, Site site) {
        return of(0, end - 1, "null pointer", "there is no memory below " + Bits64.hex(end), pc, site);
    }

    /** @param meaning of an access, with a note on the addresses */
    static HandlerConfig of(long first, long last, String meaning, String note, ToLongFunction<Exit> pc, Site site) {
        return new HandlerConfig(
                new ExitPlaces(KeyedExit.MMIO, first, last),
                exit -> RunEnds.Fault.ofAccess(meaning, (Exit.Mmio) exit, pc.applyAsLong(exit), note),
                site);
    }
}
