package org.kvmsh.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Collectors;

/** What a reader must know of the machine before comparing its figures with another's. */
final class Facts {
    private static final String UNKNOWN = "of an unknown kind";

    private Facts() { }

    static String text() throws IOException {
        return line("date", LocalDate.now(ZoneOffset.UTC))
                + line("CPUs", Runtime.getRuntime().availableProcessors() + ", " + processor())
                + line("load", String.format("%.2f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()))
                + line("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                + line("JDK", System.getProperty("java.vm.name") + " " + Runtime.version())
                + line("flags", ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(argument -> argument.startsWith("-X"))
                        .collect(Collectors.joining(" ")));
    }

    private static String line(String name, Object value) {
        return String.format("%-8s%s%n", name, value);
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return UNKNOWN;
        }
        return Files.readAllLines(file).stream().filter(line -> line.startsWith("model name"))
                .map(line -> line.replaceFirst(".*:\\s*", "")).findFirst().orElse(UNKNOWN);
    }
}
