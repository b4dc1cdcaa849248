package org.kvmsh.bench;

import java.io.IOException;
import java.time.Duration;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.session.Session;

/** Machines per second that are planned, created, run to their first halt and closed, next to the same calls in C. */
final class Lives {
    /** A JVM compiles well what was called ten thousand times, and there are less than a thousand lives a second. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private final Report report;

    Lives(Report report) {
        this.report = report;
    }

    void measure() throws IOException, InterruptedException, BoardUnavailable {
        String whyNot = Device.whyNot();
        if (whyNot != null) {
            report.say("lives: not measured, since it needs this machine's KVM: " + whyNot + ".\n");
            return;
        }
        report.say("lives: machines a second made, run to hlt and closed, " + Pairs.COUNT + " times " + Pairs.EACH.toSeconds() + " s each side by turns");
        Pairs pairs = new Pairs(report, "lives", WARM_UP);
        pairs.measure("kvmsh", () -> new KvmshLives(Device.session(Boards.KVM)));
        pairs.say();
    }

    private record KvmshLives(Session session, VmConfig config) implements Side {
        KvmshLives(Session session) {
            this(session, Guest.config(Guest.HALT, exit -> null));
        }

        @Override public double run(Duration time) {
            long start = System.nanoTime();
            long lives = 0;
            do {
                try (Machine machine = session.bringUp(config)) {
                    machine.run();
                }
                lives++;
            } while (System.nanoTime() - start < time.toNanos());
            return lives * 1e9 / (System.nanoTime() - start);
        }

        @Override public void close() {
            session.close();
        }
    }
}
