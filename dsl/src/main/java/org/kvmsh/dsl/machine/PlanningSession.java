package org.kvmsh.dsl.machine;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.dryrun.DryRunKernel;
import org.kvmsh.bindings.dryrun.NeedsMachine;
import org.kvmsh.bindings.proposal.ProposalKernel.Standing;
import org.kvmsh.dsl.call.ProposalBody;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.script.Site;

/** A session whose VMs are planned and shown, and never made: a script is followed until it asks one of them for an answer. */
public final class PlanningSession extends Session {
    /** How boards with proposals in front are called. */
    private static final String PROPOSED = "rfc:";

    private final Consumer<String> out;
    private final HostFacts facts;
    private boolean failed;

    private PlanningSession(Board paper, HostFacts host, Consumer<String> out) {
        super(paper, host, line -> out.accept(line.get()));
        this.out = out;
        this.facts = host;
    }

    /**
     * @param name   of the board that is planned for
     * @param caveat what stands beside its kind; null where nothing does
     * @param facts  of that board; patches that the script reads are added to its ABI
     * @param out    takes the plans
     */
    public static PlanningSession of(String name, BoardKind kind, String caveat, HostFacts facts, Consumer<String> out) {
        DryRunKernel kernel = DryRunKernel.takingAll(facts.abi(), facts);
        Board paper = Board.onPaper(name, kind, caveat, "on paper", kernel);
        kernel.seal();
        return new PlanningSession(paper, facts.withAbi(() -> paper.kernel().abi()), out);
    }

    @Override HostFacts planningFacts() {
        return facts;
    }

    /** Whether something went wrong that no machine would have changed. */
    public boolean failed() {
        return failed;
    }

    @Override public Machine bringUp(VmConfig config) {
        PlanOnPaper plan = plan(config);
        plan.toString().lines().forEach(out);
        return keep(config, plan.sealed(), List.of(), board().name() + " (" + board().kindInWords() + "), on paper");
    }

    /** What a proposal answers only a machine tells. */
    @Override public ProposalMade proposal(Object ioctl, ProposalBody body, Site site) {
        return board().name().startsWith(PROPOSED) ? new ProposalMade(String.valueOf(ioctl), Standing.ANSWERS) : super.proposal(ioctl, body, site);
    }

    @Override public void kernelTookWhatItMayRefuse() {
        throw new NeedsMachine("what the kernel answers");
    }

    /** What only a VM tells is taken to be there: who reads a plan decides. */
    @Override public void needs(Map<String, ?> asked, Site site) {
        try {
            super.needs(asked, site);
        } catch (NeedsMachine e) {
            out.accept("taken to be there: what needs asks for at " + site);
        }
    }

    /** A test is followed as far as it goes, and then the script goes on. */
    @Override public void test(TestRequest asked, Runnable body, Function<Throwable, String> explain, Consumer<String> lines) {
        lines.accept("test " + asked.name());
        try {
            needBoards(asked);
            body.run();
        } catch (RuntimeException | AssertionError e) {
            if (TextInterrupted.isBehind(e)) {
                throw e;
            }
            Skipped skipped = Skipped.behind(e);
            boolean followed = NeedsMachine.behind(e) != null;
            failed |= skipped == null && !followed;
            lines.accept(skipped != null ? "skipped: " + skipped.getMessage() : (followed ? "followed to " : "") + explain.apply(e));
        }
    }
}
