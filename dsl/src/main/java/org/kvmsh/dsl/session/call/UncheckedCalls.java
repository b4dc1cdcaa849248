package org.kvmsh.dsl.session.call;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.kvm.UnfollowedRule;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.dsl.plan.Strictness;
import org.kvmsh.dsl.script.ScriptError;

/**
 * {@code unchecked}: calls that break a rule of kvmsh's are issued anyway, since the kernel under test may be right and
 * the rule wrong. If the board's result differs from the rule, a note is kept, once for each source location.
 */
public final class UncheckedCalls {
    private final UncheckedCalls owner;
    private final Supplier<Board> board;
    private final Supplier<? extends Facts> facts;
    private final CallPlace place;
    private final List<RuleNote> outside = new ArrayList<>();
    /** The notes of the test that runs; null outside of tests. */
    private List<RuleNote> ofTest;

    private Consumer<RuleNote> listener;
    private Strictness strictness = Strictness.PLANNER;
    private boolean always;
    private boolean inBlock;
    private int heard;

    /**
     * The unchecked calls of a session.
     *
     * @param owner of the session that decides what is checked; null for that session itself
     */
    public UncheckedCalls(
            Supplier<Board> board, Supplier<? extends Facts> facts, CallPlace place, UncheckedCalls owner) {
        this.owner = owner;
        this.board = board;
        this.facts = facts;
        this.place = place;
    }

    /** @param told receives each note outside of tests at once; may be null */
    public synchronized void tell(Consumer<RuleNote> told) {
        listener = told;
    }

    /** From now on no call of the session is checked. */
    public void always() {
        always = true;
        listen();
    }

    boolean isOn() {
        return owner == null ? always || inBlock : owner.isOn();
    }

    /** Compares the answers of the session's board, where no call is checked. */
    public void listen() {
        if (isOn()) {
            board.get().kvm().comparison().begin(facts.get(), this::hear);
        }
    }

    /** Whether kvmsh or the kernel refuses an invalid call. */
    public Strictness strictness() {
        return owner != null ? owner.strictness() : isOn() ? Strictness.UNCHECKED : strictness;
    }

    /** Runs a part that tests the kernel's own refusals. */
    public <T> T upToTheKernel(Supplier<T> part) {
        Strictness before = strictness;
        strictness = Strictness.KERNEL;
        try {
            return part.get();
        } finally {
            strictness = before;
        }
    }

    /** {@code unchecked { }}: runs a block whose calls are not checked. */
    public <T> T during(Supplier<T> block) {
        boolean before = inBlock;
        inBlock = true;
        listen();
        try {
            return block.get();
        } finally {
            inBlock = before;
            if (!isOn()) {
                board.get().kvm().comparison().end();
            }
        }
    }

    private void hear(UnfollowedRule rule) {
        synchronized (this) {
            heard++;
        }
        add(RuleNote.ofCall(name(), place.here(), rule));
    }

    /** The number of calls so far whose answers differ from what a rule has. */
    public synchronized int heard() {
        return heard;
    }

    /**
     * A machine was created that the planner would have refused.
     *
     * @param before {@link #heard} at its start: what the rule of a call has reported is not repeated
     */
    public void made(List<ScriptError> refused, int before) {
        if (heard() == before) {
            refused.forEach(error -> add(RuleNote.ofPlan(name(), error)));
        }
    }

    private String name() {
        return board.get().name() + " (" + board.get().kindInWords() + ")";
    }

    private synchronized void add(RuleNote note) {
        List<RuleNote> notes = ofTest == null ? outside : ofTest;
        if (notes.stream().noneMatch(note::isSame)) {
            notes.add(note);
            if (ofTest == null && listener != null) {
                listener.accept(note);
            }
        }
    }

    /** From now on notes are a test's. */
    public synchronized void testBegins() {
        ofTest = new ArrayList<>();
    }

    /** The notes of the test that ended. */
    public synchronized List<RuleNote> testEnded() {
        List<RuleNote> notes = ofTest == null ? List.of() : List.copyOf(ofTest);
        ofTest = null;
        return notes;
    }

    /** The notes outside of tests, in order. */
    public synchronized List<RuleNote> outside() {
        return List.copyOf(outside);
    }
}
