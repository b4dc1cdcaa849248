package org.kvmsh.dsl.arch.x86;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.arch.FreeMemory;
import org.kvmsh.dsl.config.StartConfig;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Page tables in guest memory that map the lowest 4 GiB onto themselves: a PML4 table, a page-directory-pointer table
 * and four page directories of 2 MiB pages. Source: Intel SDM volume 3, "4-Level Paging and 5-Level Paging".
 */
final class X86PageTables {
    private static final long PAGE = 0x1000;
    private static final int DIRECTORIES = 4;
    static final long SIZE = (2 + DIRECTORIES) * PAGE;
    /** What a guest's memory map calls them. */
    static final String WHAT = "page tables";

    private static final int ENTRIES = 512;
    private static final int LARGE_PAGE_SHIFT = 21;
    private static final long REACHED = 1L << 32;
    /** Present, writable, for user mode too; in a page directory's entry, PS: it maps a page itself. */
    private static final long ENTRY = 1 << 0 | 1 << 1 | 1 << 2;

    private static final long PS = 1 << 7;

    private final VmConfig config;
    /** The tables' addresses, with the script's position for each. */
    private final Map<Long, Site> places = new LinkedHashMap<>();

    private final FreeMemory free;
    private long chosen = -1;

    X86PageTables(VmConfig config) {
        this.config = config;
        this.free = new FreeMemory(config);
        List<StartConfig> asked = config.vcpus().stream()
                .map(VcpuConfig::start)
                .filter(s -> s != null && s.mode() == StartConfig.Mode.LONG64)
                .toList();
        for (StartConfig start : asked) {
            if (start.tables() != null && !places.containsKey(start.tables())) {
                check(start.tables(), start.site());
                places.put(start.tables(), start.site());
                free.take(start.tables(), SIZE);
            }
        }
        for (StartConfig start : asked) {
            if (start.tables() == null && chosen < 0) {
                chosen = choose(SIZE, "page tables", start.site());
                places.put(chosen, start.site());
            }
        }
    }

    /** Addresses of a vCPU's tables; tables that the script does not place are shared. */
    long of(StartConfig start) {
        return start.tables() == null ? chosen : start.tables();
    }

    /** Allocates an address for a vCPU's descriptor tables. */
    long placeDescriptors(Site site) {
        return choose(X86DescriptorTables.SIZE, "descriptor tables", site);
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        places.forEach((at, site) -> steps.add(new Write(at, site)));
        return steps;
    }

    private void check(long at, Site site) {
        if (at % PAGE != 0) {
            throw new ScriptError(site, "page tables must start at a multiple of 4 KiB; " + Bits64.hex(at) + " is not");
        }
        if (config.memory(0).stream().noneMatch(m -> at >= m.at() && at <= m.end() - SIZE)) {
            throw new ScriptError(
                    site,
                    "page tables at " + Bits64.hex(at) + " need " + Bits64.size(SIZE) + " inside one memslot",
                    "to let the plan choose an address, omit tables:");
        }
        Long end = free.obstacleAt(at, SIZE);
        if (end != null) {
            throw new ScriptError(
                    site,
                    "page tables from " + Bits64.hex(at) + " to " + Bits64.hex(at + SIZE - 1)
                            + " would overwrite what is loaded at " + Bits64.hex(end),
                    "to let the plan choose an address, omit tables:");
        }
    }

    private long choose(long size, String what, Site site) {
        return free.choose(
                size,
                REACHED,
                () -> new ScriptError(
                        site,
                        "no free guest memory for " + what + ": long64 needs " + Bits64.size(size)
                                + " of unused guest memory below 4 GiB",
                        "try: memory at: 0, size: 64.KB"));
    }

    /** The tables at an address, as they are before the guest runs. */
    static ByteBuffer bytes(long at) {
        ByteBuffer tables = ByteBuffer.allocate((int) SIZE).order(ByteOrder.LITTLE_ENDIAN);
        tables.putLong(0, at + PAGE | ENTRY);
        for (int i = 0; i < DIRECTORIES; i++) {
            tables.putLong((int) PAGE + i * Long.BYTES, at + (2 + i) * PAGE | ENTRY);
        }
        for (int i = 0; i < DIRECTORIES * ENTRIES; i++) {
            tables.putLong((int) (2 * PAGE) + i * Long.BYTES, (long) i << LARGE_PAGE_SHIFT | ENTRY | PS);
        }
        return tables;
    }

    private record Write(long at, Site site) implements Step {
        @Override
        public String text() {
            return "page tables that identity-map the lowest 4 GiB, " + Bits64.size(SIZE) + " at " + Bits64.hex(at);
        }

        @Override
        public String why() {
            return "64-bit mode requires page tables (Intel SDM volume 3, 4-Level Paging and 5-Level Paging)";
        }

        @Override
        public List<GuestRange> ranges() {
            return List.of(GuestRange.chosen(at, SIZE, WHAT));
        }

        @Override
        public void perform(Bringup machine) {
            machine.write(at, bytes(at).array());
        }
    }
}
