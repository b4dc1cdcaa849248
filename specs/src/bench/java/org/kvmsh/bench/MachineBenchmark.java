package org.kvmsh.bench;

import java.util.concurrent.TimeUnit;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.session.Session;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A machine's whole life: planned, created, run to its first halt, closed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MachineBenchmark {
    @Param({"model:x86_64", "kvm"})
    public String board;

    private final VmConfig config = Guest.config(Guest.HALT, exit -> null);
    private Session session;

    @Setup public void open() throws BoardUnavailable {
        session = Device.session(board);
    }

    @Benchmark public Outcome machine() {
        try (Machine machine = session.bringUp(config)) {
            return machine.run();
        }
    }

    @TearDown public void close() {
        session.close();
    }
}
