package org.kvmsh.dsl.session;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.CallLines;
import org.kvmsh.dsl.inspect.CallText;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.inspect.MadeStep;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.plan.Plan;
import org.kvmsh.dsl.plan.Planner;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.need.Needs;
import org.kvmsh.dsl.session.test.TestRequest;
import org.kvmsh.dsl.text.MarkedLine;

/** A session's VMs are created on its board, and its tests run there. */
record OnBoard(Session session) implements Execution {
    @Override
    public Machine bringUp(VmConfig config) {
        Board board = session.board();
        Plan plan = Planner.plan(config, session.host(), session.unchecked().strictness());
        int heard = session.unchecked().heard();
        Bringup made = new Bringup(board);
        List<MadeStep> steps = new ArrayList<>();
        CallLines lines = new CallLines();
        try {
            for (Step step : plan.steps()) {
                steps.add(new MadeStep(steps.size() + 1, step, perform(step, made, lines)));
            }
        } catch (RuntimeException | Error e) {
            made.close();
            throw e;
        }
        session.unchecked().made(plan.unchecked(), heard);
        return session.add(plan.config(), made, steps, board.name() + " (" + board.kindInWords() + ")");
    }

    @Override
    public VmConfig add(VmConfig before, VmConfig added, List<MadeStep> steps, Bringup made, Consumer<MadeStep> done) {
        List<Step> earlier = new AbstractList<>() {
            @Override
            public Step get(int index) {
                return steps.get(index).step();
            }

            @Override
            public int size() {
                return steps.size();
            }
        };
        Plan plan = Planner.adding(
                before,
                added,
                earlier,
                made.vm().slots(),
                session.host(),
                session.unchecked().strictness());
        int heard = session.unchecked().heard();
        CallLines lines = new CallLines();
        for (Step step : plan.steps()) {
            done.accept(new MadeStep(steps.size() + 1, step, perform(step, made, lines)));
        }
        session.unchecked().made(plan.unchecked(), heard);
        return plan.config();
    }

    @Override
    public MadeStep make(Step step, int number, Bringup made) {
        return new MadeStep(number, step, perform(step, made, new CallLines()));
    }

    private List<Call> perform(Step step, Bringup made, CallLines lines) {
        if (!step.warning().isEmpty()) {
            session.echo(() -> CallText.aside("warning: " + step.warning()));
        }
        List<Call> calls = new ArrayList<>();
        Consumer<Call> listener = call -> {
            calls.add(call);
            if (!session.trace().isShown()) {
                session.echo(() -> lines.of(call));
            }
        };
        session.board().kernel().tell(listener);
        session.place().step(step.site());
        try {
            step.perform(made);
        } catch (KvmException e) {
            throw ScriptError.refused(step.site(), e.explained());
        } catch (BoardLost | NotModelled e) {
            throw new ScriptError(step.site(), e.getMessage(), e);
        } finally {
            session.board().kernel().forget(listener);
            session.place().step(Site.UNKNOWN);
        }
        if (calls.isEmpty()) {
            session.echo(() -> CallText.aside(step.text()));
        }
        return calls;
    }

    @Override
    public HostFacts planningFacts() {
        return session.host().onPaper();
    }

    @Override
    public void test(
            TestRequest asked, Runnable body, Function<Throwable, Failure> explain, Consumer<? super MarkedLine> out) {
        session.tests().run(asked, body, explain, out);
    }

    @Override
    public void needs(Map<String, ?> asked, Site site) {
        new Needs(session.board(), session.host()).check(asked, site);
    }

    @Override
    public boolean takesProposals() {
        return false;
    }

    @Override
    public void kernelTookWhatItMayRefuse() {}

    @Override
    public boolean isOnPaper() {
        return false;
    }

    @Override
    public boolean isFailed() {
        return false;
    }
}
