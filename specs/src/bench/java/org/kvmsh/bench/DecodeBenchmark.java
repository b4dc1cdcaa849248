package org.kvmsh.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.plan.Planner;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.session.Session;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Java's own part of an exit: a kvm_run filled by one KVM_RUN is read repeatedly and passed to a handler. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
    private final Handler handler = exit -> ((Exit.Io) exit).getValue();
    private Session session;
    private Bringup made;
    private Vcpu vcpu;

    @Setup public void runToTheFirstExit() throws BoardUnavailable {
        session = Device.session(Boards.MODEL);
        made = new Bringup(session.board());
        for (Step step : Planner.plan(Guest.config(Guest.ENDLESS, handler), new HostFacts(session.board(), List::of)).steps()) {
            step.perform(made);
        }
        vcpu = made.vcpus().get(0);
        if (vcpu.run() != 0) {
            throw new IllegalStateException("the guest did not leave");
        }
    }

    @Benchmark public Object decode() {
        return handler.handle(vcpu.exit());
    }

    @TearDown public void close() {
        made.close();
        session.close();
    }
}
