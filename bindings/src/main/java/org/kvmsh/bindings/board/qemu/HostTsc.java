package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The frequency of the time stamp counter of an emulated x86 processor: the host's (QEMU, cpu_get_host_ticks), or 1 GHz
 * if the host has none.
 */
final class HostTsc {
    private static final Path BASE = Path.of("/sys/devices/system/cpu/cpu0/cpufreq/base_frequency");
    private static final String NANOSECONDS = "1000000";

    private HostTsc() {}

    /** The frequency of the TSC in kHz, as exact as the host reports it; a board's clock is off by the error. */
    static String kilohertz() {
        try {
            if (!System.getProperty("os.arch").equals("amd64")) {
                return NANOSECONDS;
            }
            if (Files.isReadable(BASE)) {
                return Files.readString(BASE).strip();
            }
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("cpu MHz"))
                    .findFirst()
                    .map(line -> new BigDecimal(
                                    line.substring(line.indexOf(':') + 1).strip())
                            .movePointRight(3)
                            .toBigInteger()
                            .toString())
                    .orElse(NANOSECONDS);
        } catch (IOException | NumberFormatException e) {
            return NANOSECONDS;
        }
    }
}
