package org.kvmsh.dsl.arch.ppc64;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An architecture's level as it is passed to a kernel.
 *
 * @param logicalPvr PAPR's number of it: arch/powerpc/include/asm/reg.h, "Logical PVR values defined in PAPR"
 * @param pvr the first processor that had it, without a revision: arch/powerpc/include/asm/reg.h, "Processor Version
 *     Numbers"
 */
record LogicalProcessor(long logicalPvr, long pvr) {
    private static final Map<Integer, LogicalProcessor> LEVELS = new TreeMap<>(Map.of(
            205, new LogicalProcessor(0x0f000002L, 0x003e0000L),
            206, new LogicalProcessor(0x0f000003L, 0x003f0000L),
            207, new LogicalProcessor(0x0f000004L, 0x004d0000L),
            300, new LogicalProcessor(0x0f000005L, 0x004e0000L),
            310, new LogicalProcessor(0x0f000006L, 0x00800000L)));

    static boolean has(int arch) {
        return LEVELS.containsKey(arch);
    }

    static LogicalProcessor of(int arch) {
        return LEVELS.get(arch);
    }

    /** Every level that there is, for a message. */
    static String levels() {
        return LEVELS.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
