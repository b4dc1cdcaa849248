package org.kvmsh.bindings.kernel;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

/**
 * A kernel's pools of huge pages, from its files. Source: Documentation/admin-guide/mm/hugetlbpage.rst.
 *
 * @param pools the numbers of each pool by file name, by the size of the pages: {@code 2048kB}
 * @param usual the default page size in bytes
 */
public record HugePagePools(Map<String, Map<String, Long>> pools, long usual) implements HugePages {
    private static final String FOLDER = "/sys/kernel/mm/hugepages/hugepages-";
    private static final int KILOBYTE = 1024;

    @Override
    public String whyNot(long size, long page) {
        String name = page / KILOBYTE + "kB";
        Map<String, Long> pool = pools.get(name);
        if (page % KILOBYTE != 0 || pool == null) {
            return pools.isEmpty()
                    ? "its kernel has no huge page pools"
                    : "its kernel has no pool of that size; available pools: "
                            + String.join(", ", new TreeSet<>(pools.keySet()));
        }
        long wanted = size / page;
        long free = number(pool, "free_hugepages")
                - number(pool, "resv_hugepages")
                + number(pool, "nr_overcommit_hugepages")
                - number(pool, "surplus_hugepages");
        return free >= wanted
                ? null
                : wanted + (wanted == 1 ? " is" : " are") + " needed, but only " + Math.max(0, free)
                        + (free == 1 ? " is" : " are")
                        + " free; as root: echo " + (number(pool, "nr_hugepages") + wanted - free) + " > "
                        + Path.of(FOLDER + name, "nr_hugepages");
    }

    private static long number(Map<String, Long> pool, String name) {
        return pool.getOrDefault(name, 0L);
    }
}
