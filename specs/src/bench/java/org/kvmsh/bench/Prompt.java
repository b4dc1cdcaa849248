package org.kvmsh.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long a person waits for the shell's prompt and for its first answer, as ratios to a JVM that does nothing, started just before. */
final class Prompt {
    private static final int RUNS = 15;
    private static final int WARM_UPS = 2;
    private static final String ASK = "40 + 2\r";
    private static final String ANSWER = "42 (0x2a)";

    private final Report report;
    private final Path cache;

    /** @param cache where the launcher keeps its class archive */
    Prompt(Report report, Path cache) {
        this.report = report;
        this.cache = cache;
    }

    void measure(List<String> jvm) throws IOException, InterruptedException {
        List<Double> prompts = new ArrayList<>();
        List<Double> answers = new ArrayList<>();
        List<Double> promptRatios = new ArrayList<>();
        List<Double> answerRatios = new ArrayList<>();
        for (int i = -WARM_UPS; i < RUNS; i++) {
            double nothing = Start.milliseconds(jvm, cache);
            double[] times = shell();
            if (i >= 0) {
                prompts.add(times[0]);
                answers.add(times[1]);
                promptRatios.add(times[0] / nothing);
                answerRatios.add(times[1] / nothing);
            }
        }
        Table table = Table.ofFigures();
        table.row("prompt, ms", prompts, "%.0f");
        table.row("first answer, ms", answers, "%.0f");
        table.row("prompt, ratio to the JVM", promptRatios, "%.1f");
        table.row("first answer, ratio to the JVM", answerRatios, "%.1f");
        report.say("the shell on a terminal, from ./kvmsh on, " + RUNS + " runs by turns with the JVM after " + WARM_UPS + " that don't count");
        report.say(table);
    }

    private double[] shell() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("script", "-qfc", Project.ROOT.resolve("kvmsh") + " -q -b model:x86_64", "/dev/null").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        builder.environment().put("XDG_STATE_HOME", cache.toString());
        builder.environment().put("TERM", "xterm");
        long start = System.nanoTime();
        Process process = builder.start();
        try (OutputStream keys = process.getOutputStream(); InputStream screen = process.getInputStream()) {
            StringBuilder shown = new StringBuilder();
            double prompt = until(screen, shown, "> ", start);
            keys.write(ASK.getBytes(StandardCharsets.UTF_8));
            keys.flush();
            double answer = until(screen, shown, ANSWER, start);
            keys.write("/quit\r".getBytes(StandardCharsets.UTF_8));
            keys.flush();
            screen.transferTo(OutputStream.nullOutputStream());
            process.waitFor();
            return new double[] {prompt, answer};
        }
    }

    private static double until(InputStream screen, StringBuilder shown, String text, long start) throws IOException {
        byte[] some = new byte[4096];
        while (shown.indexOf(text) < 0) {
            int count = screen.read(some);
            if (count < 0) {
                throw new IllegalStateException("the shell ended before it showed " + text + ":\n" + shown);
            }
            shown.append(new String(some, 0, count, StandardCharsets.UTF_8));
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
