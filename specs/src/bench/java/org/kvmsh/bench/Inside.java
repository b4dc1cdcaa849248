package org.kvmsh.bench;

import java.util.List;
import org.kvmsh.bindings.board.Boards;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Where an exit's time goes: only the parts of kvmsh, each in its own JVM, with the bytes that it allocates. */
final class Inside {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final TimeValue EACH = TimeValue.seconds(1);
    private static final double ONE_DECIMAL_BELOW = 1000;
    private static final int WARM_UPS = 3;
    private static final int MEASUREMENTS = 5;

    private final Report report;
    private final Table table = new Table("", "board", "ns", "+-", "bytes");

    Inside(Report report) {
        this.report = report;
    }

    void measure() throws RunnerException {
        String whyNot = Device.whyNot();
        report.say("inside: one call of each part and what it allocates, mean of " + MEASUREMENTS + " times " + EACH + " with the 99.9 % interval");
        if (whyNot != null) {
            report.say("  What needs this machine's KVM is not measured: " + whyNot + ".");
        }
        List<String> boards = whyNot == null ? List.of(Boards.MODEL, Boards.KVM) : List.of(Boards.MODEL);
        run(DecodeBenchmark.class, "decode an exit, call its handler", Boards.MODEL);
        for (String board : boards) {
            run(ExitBenchmark.class, "exit through a machine", board);
        }
        if (whyNot == null) {
            run(IoctlBenchmark.class, "KVM_CHECK_EXTENSION at the seam", Boards.KVM);
        }
        for (String board : boards) {
            run(MachineBenchmark.class, "machine made, run to hlt, closed", board);
        }
        report.say(table);
    }

    private void run(Class<?> benchmark, String what, String board) throws RunnerException {
        Options options = new OptionsBuilder().include(benchmark.getName() + "\\.").param("board", board).forks(1).warmupIterations(WARM_UPS)
                .warmupTime(EACH).measurementIterations(MEASUREMENTS).measurementTime(EACH).addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT).shouldFailOnError(true).build();
        for (RunResult result : new Runner(options).run()) {
            add(result, what, board);
        }
    }

    private void add(RunResult result, String what, String board) {
        BenchmarkParams params = result.getParams();
        String handler = params.getParamsKeys().contains("handler") ? ", " + params.getParam("handler") + " handler" : "";
        Result<?> time = result.getPrimaryResult();
        table.row(what + handler, board, figure(time.getScore()), figure(time.getScoreError()),
                figure(result.getSecondaryResults().get(ALLOCATED).getScore()));
    }

    private static String figure(double value) {
        return String.format(value < ONE_DECIMAL_BELOW ? "%.1f" : "%.0f", value);
    }
}
