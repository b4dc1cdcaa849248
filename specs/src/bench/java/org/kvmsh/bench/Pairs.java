package org.kvmsh.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;

/** kvmsh next to a program in C that does the same: pair by pair, since the machine's own speed changes meanwhile. */
final class Pairs {
    static final int COUNT = 21;
    static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    /** Opens a side of kvmsh's. */
    interface Opening {
        Side open() throws BoardUnavailable;
    }

    private final Report report;
    private final Duration warmUp;
    private final Table table = Table.ofFigures();
    private final Path program;

    /** @param program the name of the program in C */
    Pairs(Report report, String program) throws InterruptedException {
        this(report, program, WARM_UP);
    }

    /** @param warmUp how long kvmsh runs before anything is measured */
    Pairs(Report report, String program, Duration warmUp) throws InterruptedException {
        this.report = report;
        this.warmUp = warmUp;
        Path compiled = null;
        try {
            compiled = CProgram.compile(program);
        } catch (IOException e) {
            report.say("  C is not measured: " + e.getMessage() + ".");
        }
        this.program = compiled;
    }

    /** Measures one side of kvmsh's, next to C where there is C. */
    void measure(String name, Opening opening) throws IOException, BoardUnavailable {
        if (program == null) {
            alone(name, opening);
            return;
        }
        try (Side c = CProgram.side(program); Side kvmsh = opening.open()) {
            c.run(WARM_UP);
            kvmsh.run(warmUp);
            List<Double> ofC = new ArrayList<>();
            List<Double> ofKvmsh = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                double base = c.run(EACH);
                double rate = kvmsh.run(EACH);
                ofC.add(base);
                ofKvmsh.add(rate);
                ratios.add(rate / base);
            }
            table.row("C", ofC, "%.0f");
            table.row(name, ofKvmsh, "%.0f");
            table.row("  ratio to C", ratios, "%.3f");
        }
    }

    private void alone(String name, Opening opening) throws BoardUnavailable {
        try (Side kvmsh = opening.open()) {
            kvmsh.run(warmUp);
            List<Double> rates = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                rates.add(kvmsh.run(EACH));
            }
            table.row(name, rates, "%.0f");
        }
    }

    void say() {
        report.say(table);
    }
}
