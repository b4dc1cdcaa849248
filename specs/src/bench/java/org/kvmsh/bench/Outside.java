package org.kvmsh.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;

/** Exits a second as a user has them, kvmsh next to C: pair by pair, since the machine's own speed changes meanwhile. */
final class Outside {
    private static final int PAIRS = 11;
    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private final Report report;
    private final Table table = new Table("", "min", "median", "max");

    Outside(Report report) {
        this.report = report;
    }

    void measure() throws IOException, InterruptedException, BoardUnavailable {
        String whyNot = Device.whyNot();
        if (whyNot != null) {
            report.say("outside: not measured, since it needs this machine's KVM: " + whyNot + ".\n");
            return;
        }
        report.say("outside: OUT exits a second through a machine, " + PAIRS + " times " + EACH.toSeconds() + " s each side by turns");
        Path program = compiled();
        for (String handler : List.of(Counted.JAVA, Counted.GROOVY)) {
            if (program == null) {
                alone(handler);
            } else {
                pairs(handler, program);
            }
        }
        report.say(table);
    }

    /** The C program; null where it can't be had, which is said. */
    private Path compiled() throws InterruptedException {
        try {
            return CSide.compile();
        } catch (IOException e) {
            report.say("  C is not measured: " + e.getMessage() + ".");
            return null;
        }
    }

    private void alone(String handler) throws BoardUnavailable {
        try (Side kvmsh = KvmshSide.of(handler)) {
            kvmsh.run(WARM_UP);
            List<Double> rates = new ArrayList<>();
            for (int i = 0; i < PAIRS; i++) {
                rates.add(kvmsh.run(EACH));
            }
            rates(name(handler), rates);
        }
    }

    private void pairs(String handler, Path program) throws IOException, BoardUnavailable {
        try (Side c = CSide.of(program); Side kvmsh = KvmshSide.of(handler)) {
            c.run(WARM_UP);
            kvmsh.run(WARM_UP);
            List<Double> ofC = new ArrayList<>();
            List<Double> ofKvmsh = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < PAIRS; i++) {
                double base = c.run(EACH);
                double rate = kvmsh.run(EACH);
                ofC.add(base);
                ofKvmsh.add(rate);
                ratios.add(rate / base);
            }
            rates("C", ofC);
            rates(name(handler), ofKvmsh);
            Figures ratio = Figures.of(ratios);
            table.row("  ratio to C", three(ratio.min()), three(ratio.median()), three(ratio.max()));
        }
    }

    private static String name(String handler) {
        return "kvmsh, " + handler + " handler";
    }

    private void rates(String side, List<Double> measured) {
        Figures rate = Figures.of(measured);
        table.row(side, whole(rate.min()), whole(rate.median()), whole(rate.max()));
    }

    private static String whole(double value) {
        return String.format("%.0f", value);
    }

    private static String three(double value) {
        return String.format("%.3f", value);
    }
}
