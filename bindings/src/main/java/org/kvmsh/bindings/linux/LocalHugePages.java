package org.kvmsh.bindings.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.kernel.HostFiles;
import org.kvmsh.bindings.kernel.HugePages;

/** This machine's pools of huge pages. Source: Documentation/admin-guide/mm/hugetlbpage.rst. */
final class LocalHugePages implements HugePages {
    private static final String POOLS = "/sys/kernel/mm/hugepages";
    private static final String POOL = "hugepages-%dkB";
    private static final int KILOBYTE = 1024;

    private final HostFiles files;

    LocalHugePages(HostFiles files) {
        this.files = files;
    }

    @Override public long usual() {
        String meminfo = files.read("/proc/meminfo");
        Matcher size = Pattern.compile("Hugepagesize:\\s+(\\d+) kB").matcher(meminfo == null ? "" : meminfo);
        return size.find() ? Long.parseLong(size.group(1)) * KILOBYTE : 0;
    }

    @Override public String whyNot(long size, long page) {
        String pool = String.format(POOL, page / KILOBYTE);
        List<String> pools = files.list(POOLS);
        if (page % KILOBYTE != 0 || !pools.contains(pool)) {
            return pools.isEmpty() ? "this machine's kernel has none" : "this machine's kernel has none of that size; its pools: " + String.join(", ", pools);
        }
        long wanted = size / page;
        long free = number(pool, "free_hugepages") - number(pool, "resv_hugepages") + number(pool, "nr_overcommit_hugepages") - number(pool, "surplus_hugepages");
        return free >= wanted ? null : "it takes " + wanted + " of them, and " + Math.max(0, free) + " are free; as root: echo " + (number(pool, "nr_hugepages") + wanted - free)
                + " > " + Path.of(POOLS, pool, "nr_hugepages");
    }

    private long number(String pool, String name) {
        String text = files.read(POOLS + "/" + pool + "/" + name);
        return text == null ? 0 : Long.parseLong(text.strip());
    }
}
