package org.kvmsh.bindings.linux;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.kernel.HostFiles;
import org.kvmsh.bindings.kernel.HugePagePools;
import org.kvmsh.bindings.kernel.HugePages;

/** This machine's huge pages, read at each request. */
final class LocalHugePages implements HugePages {
    private static final String POOLS = "/sys/kernel/mm/hugepages";
    private static final int KILOBYTE = 1024;

    private final HostFiles files;

    LocalHugePages(HostFiles files) {
        this.files = files;
    }

    @Override
    public long usual() {
        String meminfo = files.read("/proc/meminfo");
        Matcher size = Pattern.compile("Hugepagesize:\\s+(\\d+) kB").matcher(meminfo == null ? "" : meminfo);
        return size.find() ? Long.parseLong(size.group(1)) * KILOBYTE : 0;
    }

    @Override
    public String whyNot(long size, long page) {
        Map<String, Map<String, Long>> pools = new HashMap<>();
        for (String pool : files.list(POOLS)) {
            Map<String, Long> numbers = new HashMap<>();
            for (String name : files.list(POOLS + "/" + pool)) {
                String text = files.read(POOLS + "/" + pool + "/" + name);
                if (text != null && text.strip().matches("\\d+")) {
                    numbers.put(name, Long.valueOf(text.strip()));
                }
            }
            pools.put(pool.replace("hugepages-", ""), numbers);
        }
        return new HugePagePools(pools, usual()).whyNot(size, page);
    }
}
