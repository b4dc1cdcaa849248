package org.kvmsh.dsl.arch.ppc64;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.arch.ExceptionVectors;
import org.kvmsh.dsl.arch.FreeMemory;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The interrupt vectors below 0x1000. Each saves r3 in SPRG0 and stores to an address without memory, whose lowest 16
 * bits are its offset. LPCR.ILE chooses the byte order of interrupt handlers, and may be set later, so each vector is
 * there in both: {@code tdi 0, 0, 0x48} never traps, and is {@code b .+8} in the other byte order.
 *
 * <p>Source: Power ISA book III, "Interrupt Definitions", "Logical Partitioning Control Register".
 */
final class Ppc64Vectors {
    /** The interrupts by the offsets of their vectors (Power ISA book III, "Interrupt Definitions"). */
    static final Map<Long, String> NAMES = new TreeMap<>(Map.ofEntries(
            Map.entry(0x100L, "system reset"),
            Map.entry(0x200L, "machine check"),
            Map.entry(0x300L, "data storage"),
            Map.entry(0x380L, "data segment"),
            Map.entry(0x400L, "instruction storage"),
            Map.entry(0x480L, "instruction segment"),
            Map.entry(0x500L, "external"),
            Map.entry(0x600L, "alignment"),
            Map.entry(0x700L, "program"),
            Map.entry(0x800L, "floating point unavailable"),
            Map.entry(0x900L, "decrementer"),
            Map.entry(0xa00L, "directed privileged doorbell"),
            Map.entry(0xc00L, "system call"),
            Map.entry(0xd00L, "trace"),
            Map.entry(0xf00L, "performance monitor"),
            Map.entry(0xf20L, "vector unavailable"),
            Map.entry(0xf40L, "VSX unavailable"),
            Map.entry(0xf60L, "facility unavailable")));

    private static final int PAGE = 0x1000;
    private static final int EITHER_ORDER = 0x08000048;
    private static final int BRANCH = 0x48000000;
    private static final int BRANCH_OFFSET = 0x3fffffc;
    /** {@code mtsprg0 r3; lis r3, HIGH; stb r3, VECTOR(r3); b .}. */
    private static final int[] CALL = {0x7c7043a6, 0x3c600000, 0x98630000, BRANCH};

    /** Vectors from here on are 32 bytes apart; their code is below the first vector. */
    private static final long NARROW = 0xf00;

    private static final int HEAD = 16;
    private static final int HALF = CALL.length * Integer.BYTES;
    /** The highest address that lis makes without its sign is tried first. */
    private static final long HIGHEST = 0x7fff0000L;

    private Ppc64Vectors() {}

    static ExceptionVectors place(VmConfig config, Site site) {
        FreeMemory free = new FreeMemory(config);
        boolean isMemory = config.powerpc().rma() != null
                || config.memory(0).stream().anyMatch(memory -> memory.at() == 0 && memory.end() >= PAGE);
        Long obstacle = free.obstacleAt(0, PAGE);
        if (!isMemory || obstacle != null) {
            throw new ScriptError(
                    site,
                    "exception vectors are at 0x100 to 0xfff, "
                            + (isMemory
                                    ? "but the script loads something at " + Bits64.hex(obstacle)
                                    : "where this VM has no memory"),
                    isMemory ? "load it at 0x1000 or above" : "try: memory at: 0, size: 1.MB");
        }
        long outside = outside(free);
        ByteBuffer code = ByteBuffer.allocate(PAGE);
        int narrow = 0;
        for (long vector : NAMES.keySet()) {
            int at = (int) vector;
            int calls = vector < NARROW ? at + HEAD : narrow;
            narrow += vector < NARROW ? 0 : 2 * HALF;
            code.putInt(at, EITHER_ORDER);
            branch(code, at + Integer.BYTES, calls, false);
            branch(code, at + 2 * Integer.BYTES, calls + HALF, true);
            for (int i = 0; i < CALL.length; i++) {
                int word = CALL[i] | (i == 1 ? (int) (outside >>> 16) : i == 2 ? at : 0);
                code.putInt(calls + i * Integer.BYTES, word);
                code.putInt(calls + HALF + i * Integer.BYTES, Integer.reverseBytes(word));
            }
        }
        return new ExceptionVectors(
                0,
                code.array(),
                new ExitPlaces(KeyedExit.MMIO, outside, outside + PAGE - 1),
                (vcpu, exit, memory) -> Ppc64Exceptions.of(vcpu, ((Exit.Mmio) exit).address() - outside, memory),
                "Power ISA book III, Interrupt Definitions",
                site);
    }

    private static void branch(ByteBuffer code, int at, int to, boolean reversed) {
        int word = BRANCH | to - at & BRANCH_OFFSET;
        code.putInt(at, reversed ? Integer.reverseBytes(word) : word);
    }

    private static long outside(FreeMemory free) {
        return Stream.iterate(HIGHEST, at -> at > 0, at -> at - 0x10000)
                .filter(at -> free.gap(at) == at)
                .findFirst()
                .orElse(HIGHEST);
    }
}
