package org.kvmsh.bench;

import java.util.concurrent.TimeUnit;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.session.Session;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** KVM_RUN and the handler through a machine's own loop. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ExitBenchmark {
    @Param({"model:x86_64", "kvm"})
    public String board;

    @Param({Counted.JAVA, Counted.TIMED, Counted.GROOVY})
    public String handler;

    private Session session;
    private Counted counted;

    @Setup public void open() throws BoardUnavailable {
        session = Device.session(board);
        counted = Counted.of(handler, session, Guest.COUNTED);
    }

    @Benchmark
    @OperationsPerInvocation(Guest.COUNTED_EXITS)
    public Outcome exit() {
        Outcome outcome = counted.run().apply(null);
        if (outcome.exits() != Guest.COUNTED_EXITS) {
            throw new IllegalStateException("the guest ended otherwise than it should: " + outcome);
        }
        return outcome;
    }

    @TearDown public void close() {
        session.close();
    }
}
