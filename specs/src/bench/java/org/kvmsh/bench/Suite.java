package org.kvmsh.bench;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a small test costs in a suite of a thousand, beside a QEMU that is started for each test. */
final class Suite {
    private static final int SCRIPTS = 100;
    private static final int TESTS = 10;
    private static final int STARTS = 30;
    /** The status of isa-debug-exit for a 0. */
    private static final int EXITED = 1;
    private static final String KERNEL = "QEMU for each test, with a kernel, as kvm-unit-tests starts it";
    private static final String LEAST = "QEMU for each test, without firmware";
    /** mov al, 0; out 0xf4, al; hlt. */
    private static final byte[] EXIT = {(byte) 0xb0, 0, (byte) 0xe6, (byte) 0xf4, (byte) 0xf4};
    private static final int MULTIBOOT = 0x1badb002;
    private static final int ADDRESSES = 1 << 16;
    private static final int LOADED = 0x100000;
    private static final int HEADER_BYTES = 32;
    private static final int ROM_BYTES = 64 * 1024;
    private static final int RESET = 0xfff0;
    private static final String NUMBER = "%.1f";

    private final Report report;

    Suite(Report report) {
        this.report = report;
    }

    void measure() throws IOException, InterruptedException {
        if (!Files.isWritable(Path.of("/dev/kvm"))) {
            report.say("suite: not measured, /dev/kvm is not there");
            return;
        }
        Path folder = Project.TARGET.resolve("bench/suite");
        Path cache = Start.emptied(Project.TARGET.resolve("bench/suite-cache"));
        write(folder);
        // The launcher makes its class archive.
        Start.milliseconds(List.of(kvmsh(), "-e", "1"), cache);
        Map<String, Double> measured = new LinkedHashMap<>();
        measured.put("kvmsh test, for the first time", perTest(cache, folder));
        measured.put("kvmsh test, compiled before", perTest(cache, folder));
        measured.put("kvmsh test -j 2, compiled before", perTest(cache, folder, "-j", "2"));
        Path qemus = Start.emptied(folder.resolveSibling("qemu"));
        List<Double> starts = starts(qemus, KERNEL, kernel(), "-device", "pc-testdev", "-device", "pci-testdev", "-kernel");
        List<Double> least = starts(qemus, LEAST, rom(), "-bios");
        Table table = new Table("", "ms a test", "QEMU's with a kernel by it");
        if (!starts.isEmpty()) {
            measured.put(KERNEL, Figures.of(starts).median());
            measured.put(LEAST, Figures.of(least).median());
        }
        measured.forEach((what, time) -> table.row(what, String.format(NUMBER, time), measured.containsKey(KERNEL) ? String.format(NUMBER, measured.get(KERNEL) / time) : "-"));
        report.say("suite: " + SCRIPTS * TESTS + " tests in " + SCRIPTS + " scripts on kvm, the JVM's start included" + (starts.isEmpty() ? "; there is no qemu-system-x86_64" : "; of QEMU the medians of " + STARTS + " starts"));
        report.say(table);
    }

    private static double perTest(Path cache, Path folder, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(kvmsh(), "test", "-b", "kvm", "--run=none"));
        command.addAll(List.of(options));
        command.add(folder.toString());
        return Start.milliseconds(command, cache) / (SCRIPTS * TESTS);
    }

    private static String kvmsh() {
        return Project.ROOT.resolve("kvmsh").toString();
    }

    private static void write(Path folder) throws IOException {
        Start.emptied(folder);
        for (int script = 0; script < SCRIPTS; script++) {
            StringBuilder text = new StringBuilder();
            for (int test = 0; test < TESTS; test++) {
                int number = script * TESTS + test;
                text.append("""
                        test('sum %d') {
                          def m = vm {
                            memory at: 0, size: 64.KB
                            load at: 0x1000, hex: '01 d8 f4'
                            vcpu(0) { real 0x1000; regs rax: %d, rbx: 2 }
                          }
                          m.run until: hlt
                          expect { m.regs.rax == %d }
                        }
                        """.formatted(number, number, number + 2));
            }
            Files.writeString(folder.resolve(String.format("s%02d.groovy", script)), text);
        }
    }

    private static List<Double> starts(Path folder, String name, byte[] guest, String... options) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve(name.replaceAll("\\W+", "-")), guest);
        List<String> command = new ArrayList<>(List.of("qemu-system-x86_64", "-accel", "kvm", "-nodefaults", "-display", "none", "-device", "isa-debug-exit,iobase=0xf4"));
        command.addAll(List.of(options));
        command.add(file.toString());
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            long start = System.nanoTime();
            int status;
            try {
                status = new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            } catch (IOException e) {
                return List.of();
            }
            times.add((System.nanoTime() - start) / 1e6);
            if (status != EXITED) {
                throw new IllegalStateException(String.join(" ", command) + " ended with status " + status);
            }
        }
        return times;
    }

    /** Instructions at the reset vector. */
    private static byte[] rom() {
        byte[] rom = new byte[ROM_BYTES];
        System.arraycopy(EXIT, 0, rom, RESET, EXIT.length);
        return rom;
    }

    /** A multiboot kernel, as those of kvm-unit-tests are. */
    private static byte[] kernel() {
        ByteBuffer kernel = ByteBuffer.allocate(HEADER_BYTES + EXIT.length).order(ByteOrder.LITTLE_ENDIAN);
        // Magic, flags, checksum; where the header is, where the file is loaded, all of it, without bss; the entry.
        for (int word : new int[] {MULTIBOOT, ADDRESSES, -(MULTIBOOT + ADDRESSES), LOADED, LOADED, 0, 0, LOADED + HEADER_BYTES}) {
            kernel.putInt(word);
        }
        return kernel.put(EXIT).array();
    }
}
