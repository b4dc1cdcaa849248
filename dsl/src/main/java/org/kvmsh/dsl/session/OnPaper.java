package org.kvmsh.dsl.session;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.dryrun.DryRunKernel;
import org.kvmsh.bindings.dryrun.NeedsMachine;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.inspect.MadeStep;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Causes;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Skipped;
import org.kvmsh.dsl.session.need.Needs;
import org.kvmsh.dsl.session.test.TestRequest;
import org.kvmsh.dsl.session.test.TextInterrupted;
import org.kvmsh.dsl.text.MarkedLine;

/**
 * A session's VMs are planned and shown, but not created: a script is followed until it needs a value from one of them.
 */
final class OnPaper implements Execution {
    /** The beginning of the names of boards with proposals in front. */
    private static final String PROPOSED = "rfc:";

    private final Session session;
    private final HostFacts facts;
    private final PlanReader reader;
    private boolean failed;

    OnPaper(Session session, HostFacts facts, PlanReader reader) {
        this.session = session;
        this.facts = facts;
        this.reader = reader;
    }

    /** A board that accepts every call and creates nothing. */
    static Board board(String name, BoardKind kind, String caveat, HostFacts facts) {
        DryRunKernel kernel = DryRunKernel.takingAll(facts.abi(), facts);
        Board paper = Board.onPaper(name, kind, caveat, "dry run", kernel);
        kernel.seal();
        return paper;
    }

    @Override
    public Machine bringUp(VmConfig config) {
        PlanOnPaper plan = session.plan(config);
        reader.plan(plan);
        return session.add(
                config,
                plan.sealed(),
                List.of(),
                session.board().name() + " (" + session.board().kindInWords() + "), dry run");
    }

    @Override
    public VmConfig add(VmConfig before, VmConfig added, List<MadeStep> steps, Bringup made, Consumer<MadeStep> done) {
        throw new NeedsMachine("adding to a machine");
    }

    @Override
    public MadeStep make(Step step, int number, Bringup made) {
        throw new NeedsMachine("changing a machine");
    }

    @Override
    public HostFacts planningFacts() {
        return facts;
    }

    @Override
    public boolean takesProposals() {
        return session.board().name().startsWith(PROPOSED);
    }

    @Override
    public void kernelTookWhatItMayRefuse() {
        throw new NeedsMachine("the value that the kernel returns");
    }

    /** Checks needs; those that only a VM can report are assumed to be supported: the reader of a plan decides. */
    @Override
    public void needs(Map<String, ?> asked, Site site) {
        try {
            new Needs(session.board(), session.host()).check(asked, site);
        } catch (NeedsMachine e) {
            reader.note(MarkedLine.of("requirements assumed to be met: 'needs' at " + site));
        }
    }

    /** A test is followed as far as possible, and then the script continues. */
    @Override
    public void test(
            TestRequest asked,
            Runnable body,
            Function<Throwable, Failure> explain,
            Consumer<? super MarkedLine> lines) {
        reader.testBegins(asked.name());
        try {
            session.tests().needBoards(asked);
            body.run();
            reader.testEnds();
        } catch (RuntimeException | AssertionError e) {
            if (TextInterrupted.isBehind(e)) {
                throw e;
            }
            Skipped skipped = Skipped.behind(e);
            boolean followed = Causes.first(e, NeedsMachine.class) != null;
            failed |= skipped == null && !followed;
            if (skipped != null) {
                reader.testIsSkipped(skipped.getMessage());
            } else {
                reader.testStops(explain.apply(e), followed);
            }
        }
    }

    @Override
    public boolean isOnPaper() {
        return true;
    }

    @Override
    public boolean isFailed() {
        return failed;
    }
}
