package org.kvmsh.repl.known;

import java.util.List;
import org.kvmsh.bindings.kernel.HostFiles;

/**
 * The board of tests that may be known to fail.
 *
 * @param names by which an entry may name it
 * @param release its kernel's; null if it tells none
 * @param files of it
 */
public record KnownBoard(List<String> names, String release, HostFiles files) {
    private static final String VENDOR = "vendor_id";

    /** Whether its kernel lists a module, or a built-in part of that name. */
    boolean hasModule(String module) {
        return files.list("/sys/module").contains(module);
    }

    /** Whether its processor's maker is that of vendor_id in /proc/cpuinfo, which x86 alone has. */
    boolean isBy(String vendor) {
        String processors = files.read("/proc/cpuinfo");
        return processors != null
                && processors
                        .lines()
                        .anyMatch(
                                line -> line.startsWith(VENDOR) && line.strip().endsWith(" " + vendor));
    }
}
