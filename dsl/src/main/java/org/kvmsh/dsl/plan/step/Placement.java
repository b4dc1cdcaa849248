package org.kvmsh.dsl.plan.step;

import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** Refuses parts of interrupt controllers at places that kernels accept, but that are in something else. */
public final class Placement {
    private Placement() {}

    /**
     * Refuses a part of an interrupt controller in guest memory: the kernel accepts it, but then the guest never
     * reaches the part.
     *
     * @param name the part's argument, as dist:
     * @param at null if it was not placed
     */
    public static void inMemory(String name, Long at, long size, VmConfig config, Site site) {
        if (at == null) {
            return;
        }
        for (MemoryConfig memory : config.allMemory()) {
            if (memory.space() == 0 && memory.at() < at + size && at < memory.end()) {
                throw new ScriptError(
                        site,
                        name + " " + Bits64.hex(at) + ", size " + Bits64.size(size) + ", overlaps guest memory at "
                                + Bits64.hex(memory.at()),
                        "that memory is defined at " + memory.site());
            }
        }
    }

    /** Refuses two parts of an interrupt controller that overlap, if a kernel accepts them. */
    public static void overlapping(
            String name, Long at, long size, String other, Long otherAt, long otherSize, Site site) {
        if (at != null && otherAt != null && at < otherAt + otherSize && otherAt < at + size) {
            throw new ScriptError(
                    site,
                    name + " " + Bits64.hex(at) + ", size " + Bits64.size(size) + ", overlaps " + other + " "
                            + Bits64.hex(otherAt) + ", size " + Bits64.size(otherSize));
        }
    }
}
