package org.kvmsh.dsl.arch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.ScriptError;

/** Guest memory in which a plan finds room for what kvmsh adds to a guest. */
public final class FreeMemory {
    private static final long PAGE = 0x1000;

    private final VmConfig config;
    /** What was placed before: sizes by address. */
    private final Map<Long, Long> taken = new LinkedHashMap<>();

    public FreeMemory(VmConfig config) {
        this.config = config;
    }

    /** Addresses that are not free. */
    public void take(long at, long size) {
        taken.put(at, size);
    }

    /**
     * Takes the highest free addresses below a limit, where a guest's code and data are least likely to be.
     *
     * @param none the error if no memory is free
     */
    public long choose(long size, long limit, Supplier<ScriptError> none) {
        List<MemoryConfig> all = config.memory(0);
        for (int i = all.size() - 1; i >= 0; i--) {
            MemoryConfig memory = all.get(i);
            long at = memory.readonly() ? -1 : Math.min(memory.end(), limit) - size;
            while (at >= memory.at()) {
                Long obstacle = obstacleAt(at, size);
                if (obstacle == null) {
                    take(at, size);
                    return at;
                }
                at = (obstacle & -PAGE) - size;
            }
        }
        throw none.get();
    }

    /** The start of what would be overlapped at an address; null if nothing would. */
    public Long obstacleAt(long at, long size) {
        for (LoadConfig load : config.loads()) {
            if (load.space() == 0 && load.at() < at + size && at < load.at() + load.length()) {
                return load.at();
            }
        }
        for (Map.Entry<Long, Long> other : taken.entrySet()) {
            if (other.getKey() < at + size && at < other.getKey() + other.getValue()) {
                return other.getKey();
            }
        }
        return null;
    }

    /** The first address without guest memory that is a multiple of 4 KiB, from an address on. */
    public long gap(long from) {
        long at = from;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (MemoryConfig memory : config.memory(0)) {
                if (at >= memory.at() && at < memory.end()) {
                    at = memory.end() + PAGE - 1 & -PAGE;
                    moved = true;
                }
            }
        }
        return at;
    }
}
