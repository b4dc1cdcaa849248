package org.kvmsh.bindings.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.bindings.kvm.Kvm;

/** Sequences of calls on one opened board, each from nothing open to nothing open. */
public final class CallSequences {
    private static final int CALLS = 30;

    private final Kvm kvm;
    private final SystemFacts facts;
    private final CallDraw.Coverage coverage;
    private final boolean isCareful;

    /**
     * Sequences on a board, of which none was drawn before.
     *
     * @param isCareful whether the rules choose every argument: it breaks one of them or none
     */
    public CallSequences(Kvm kvm, boolean isCareful) {
        this(kvm, new CallDraw.Coverage(), isCareful);
    }

    private CallSequences(Kvm kvm, CallDraw.Coverage coverage, boolean isCareful) {
        this.kvm = kvm;
        this.isCareful = isCareful;
        this.facts = new SystemFacts(kvm);
        this.coverage = coverage;
    }

    /** Sequences on the restarted board, which remember what was drawn before. */
    public CallSequences on(Kvm other) {
        return new CallSequences(other, coverage, isCareful);
    }

    /**
     * Draws a sequence, makes its calls meanwhile, and judges them.
     *
     * @param begun receives each call before it is made
     */
    public List<Answered> draw(long seed, Consumer<CheckedCall> begun) {
        List<Answered> answers = new ArrayList<>();
        try (CheckedMachine machine = new CheckedMachine(kvm, facts)) {
            CallDraw draw = new CallDraw(machine, coverage, isCareful, seed);
            for (int i = 0; i < CALLS; i++) {
                CheckedCall call = draw.next();
                begun.accept(call);
                Answered answered = machine.make(call);
                if (answered != null) {
                    answers.add(answered.drawnByRules(draw.isByRules()));
                    if (call.call().equals(CheckedCall.GUEST)
                            && answered.judgement().isJudged()) {
                        see(machine, call.on(), answers);
                    }
                }
            }
        }
        return answers;
    }

    /** What a kernel took before a guest of the VM runs is seen. */
    private static void see(CheckedMachine machine, Part vm, List<Answered> answers) {
        answers.replaceAll(answered -> answered.judgement() == Judgement.TAKEN
                        && vm.equals(machine.owner(answered.call().on()))
                ? answered.as(Judgement.TAKEN_AND_SEEN)
                : answered);
    }

    /**
     * Makes the calls of a sequence, and judges them.
     *
     * @param begun receives each call before it is made
     * @return the answers, without those of calls on files that were not opened
     */
    public List<Answered> repeat(List<CheckedCall> calls, Consumer<CheckedCall> begun) {
        List<Answered> answers = new ArrayList<>();
        try (CheckedMachine machine = new CheckedMachine(kvm, facts)) {
            for (CheckedCall call : calls) {
                begun.accept(call);
                Answered answered = machine.make(call);
                if (answered != null) {
                    answers.add(answered);
                }
            }
        }
        return answers;
    }
}
