package org.kvmsh.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

/** From nothing running to the first answered ioctl, and to the end of the longest script; the launcher's and the JVM's start are in it. */
final class FirstAnswer {
    private static final int RUNS = 9;
    private static final String ASK = "println kvm.ioctl(KVM_GET_API_VERSION)";
    private static final String SCRIPT = "scripts/arm/vgic-v2.groovy";

    private final Report report;

    FirstAnswer(Report report) {
        this.report = report;
    }

    void measure(List<String> boards) throws IOException, InterruptedException {
        Table table = Table.ofFigures();
        for (String board : boards) {
            row(table, board + ", first ioctl answered", List.of("-q", "-b", board, "-e", ASK), "12");
        }
        if (boards.contains("qemu:arm64")) {
            row(table, "qemu:arm64, " + SCRIPT, List.of("-q", "-b", "qemu:arm64", Project.ROOT.resolve(SCRIPT).toString()), null);
        }
        report.say("boards, start: wall time in ms from ./kvmsh on, " + RUNS + " runs after one that doesn't count");
        report.say(table);
    }

    private static void row(Table table, String what, List<String> arguments, String awaited) throws IOException, InterruptedException {
        List<Double> times = new ArrayList<>();
        for (int i = -1; i < RUNS; i++) {
            double time = milliseconds(arguments, awaited);
            if (i >= 0) {
                times.add(time);
            }
        }
        table.row(what, times, "%.0f");
    }

    /** Until a line comes, or until the end. */
    private static double milliseconds(List<String> arguments, String awaited) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Project.ROOT.resolve("kvmsh").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        long start = System.nanoTime();
        Process process = builder.start();
        long end = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(awaited)) {
                    end = System.nanoTime();
                }
            }
        }
        int status = process.waitFor();
        if (awaited == null) {
            end = System.nanoTime();
        }
        if (status != 0 || end == 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with status " + status);
        }
        return (end - start) / 1e6;
    }
}
