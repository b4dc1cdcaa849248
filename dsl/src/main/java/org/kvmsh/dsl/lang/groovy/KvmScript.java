package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.kvmsh.dsl.call.ProposalBody;
import org.kvmsh.dsl.call.ProposalFailed;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.RefusedCall;
import org.kvmsh.dsl.lang.FrontEnd;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.lang.OwnWords;
import org.kvmsh.dsl.lang.ScriptWords;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.expect.ExpectedRefusal;
import org.kvmsh.dsl.machine.expect.Unmet;
import org.kvmsh.dsl.machine.stop.WatchList;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.script.PrintedValue;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.patch.ProposalMade;
import org.kvmsh.dsl.session.test.ExpectationPlace;
import org.kvmsh.dsl.session.test.FailureOwner;
import org.kvmsh.dsl.session.test.TextInterrupted;
import org.kvmsh.dsl.text.Marked;
import org.kvmsh.dsl.word.AttributeWords;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.VcpuWords;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Vocabulary;

/** The base of every Groovy script: the words at its top level, those with blocks taking closures. */
public abstract class KvmScript extends Script implements ScriptWords {
    /** Whom the failures belong to that happen in a test's block, on whichever thread. */
    private final Map<Closure<?>, FailureOwner> tests = Collections.synchronizedMap(new WeakHashMap<>());

    private Session session;
    private FrontEnd frontEnd;
    private Function<Throwable, ScriptError> failure;

    /** @param placed sets the position of an exception */
    void session(Session current, FrontEnd running, Function<Throwable, ScriptError> placed) {
        session = current;
        frontEnd = running;
        failure = placed;
    }

    @Override
    public final Session session() {
        return session;
    }

    @Override
    public final FrontEnd frontEnd() {
        return frontEnd;
    }

    @Override
    public final Site here() {
        return Cursor.here();
    }

    @Override
    public final VmWords vmWords() {
        return new GroovyVmWords(this);
    }

    /** A script's own name comes before what {@link KernelNames} has. */
    @Override
    public Object getProperty(String name) {
        Object known = getBinding().hasVariable(name) ? null : KernelNames.value(name, session);
        return known == null ? super.getProperty(name) : known;
    }

    /** {@code vm { memory at: 0, size: 64.KB }}. */
    public Machine vm(@DelegatesTo(value = GroovyVmWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        return vm(ClosureBlock.of(block));
    }

    @Override
    public final VmWords vmWords(VmConfig.Builder added) {
        return new GroovyVmWords(this, added);
    }

    /** {@code on(io: 0x3f8) { e -> print e.text }}. */
    public void on(Map<String, ?> key, Closure<?> block) {
        on(key, GroovyVmWords.handler(block));
    }

    /**
     * A former form.
     *
     * @deprecated use more
     */
    @Deprecated
    public void vcpu(
            Object id, @DelegatesTo(value = VcpuWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        vcpu(id, ClosureBlock.of(block));
    }

    /**
     * A former form.
     *
     * @deprecated use more
     */
    @Deprecated
    public void vcpu(@DelegatesTo(value = VcpuWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        vcpu(ClosureBlock.of(block));
    }

    /** {@code device(KVM_DEV_TYPE_VFIO) { }}. */
    public void device(
            Object type,
            @DelegatesTo(value = AttributeWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        device(type, ClosureBlock.of(block));
    }

    /** {@code more { memory at: 0x100000, size: 64.KB }}. */
    public void more(@DelegatesTo(value = GroovyVmWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        more(ClosureBlock.of(block));
    }

    /** {@code plan { memory at: 0, size: 64.KB }}. */
    public PlanOnPaper plan(
            @DelegatesTo(value = GroovyVmWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        return plan(ClosureBlock.of(block));
    }

    /** {@code watch { m.regs.rax }}. */
    public WatchList watch(Closure<?> block) {
        return watch(ClosureBlock.of(block));
    }

    /** {@code watch('sum') { m.regs.rax + m.regs.rbx }}. */
    public WatchList watch(String name, Closure<?> block) {
        return watch(name, ClosureBlock.of(block));
    }

    /** {@code proposal(KVM_X) { arg -> 0 }}. */
    public ProposalMade proposal(Object ioctl, Closure<?> block) {
        return proposal(ioctl, (ProposalBody) call -> {
            Site before = Cursor.here();
            try {
                Object answer = block.call(call);
                Cursor.back(before);
                return answer;
            } catch (TextInterrupted e) {
                throw e;
            } catch (RuntimeException | AssertionError e) {
                throw new ProposalFailed(String.valueOf(ioctl), e);
            }
        });
    }

    /**
     * {@code expect { m.regs.rax == 42 }}: {@link ScriptMarks} turns its lines into assertions; {@link BlockLines}
     * check those of a block in a variable.
     */
    public void expect(Closure<?> block) {
        Site at = reachExpectation();
        session.tests().expecting(owner(block), () -> check(block, at));
    }

    /** {@code expect(errno: ENODEV) { m.ioctl KVM_CREATE_IRQCHIP }}. */
    public void expect(Map<String, ?> errno, Closure<?> block) {
        reachExpectation();
        ExpectedBlock calls = ExpectedBlock.ofCalls(block, session.tests().expectations());
        session.tests()
                .expecting(
                        owner(block),
                        () -> expectRefusal(
                                errno, calls::run, thrown -> Cursor.isAtLastOfExpectation(), thrown -> here()));
    }

    /** The test in whose block a block is written; null outside of tests. */
    final FailureOwner owner(Object block) {
        for (Object outer = block; outer instanceof Closure<?> closure; outer = closure.getOwner()) {
            FailureOwner test = tests.get(closure);
            if (test != null) {
                return test;
            }
        }
        return null;
    }

    private void check(Closure<?> block, Site at) {
        try {
            ExpectedBlock.ofConditions(block, session.tests().expectations(), at)
                    .check();
        } catch (RuntimeException e) {
            throw ExpectedRefusal.refusal(e) == null ? e : new Unmet(e);
        }
    }

    @Override
    public void expect(Map<String, ?> what) {
        reachExpectation();
        ScriptWords.super.expect(what);
    }

    /** The position of the expectation that begins, or of the script. */
    private Site reachExpectation() {
        Site at = Cursor.takeExpectation();
        if (at != null) {
            session.tests().expectations().reach(at);
        }
        return at == null ? here() : at;
    }

    /** The script has an expectation. */
    void declare(ExpectationPlace place) {
        session.tests().expectations().declare(List.of(place));
    }

    @Override
    public void expect(Block block) {
        throw new UnsupportedOperationException("a closure is expected as it is");
    }

    @Override
    public void expect(Map<String, ?> errno, Block block) {
        throw new UnsupportedOperationException("a closure is expected as it is");
    }

    /** {@code attempt { m.ioctl KVM_CREATE_IRQCHIP }}. */
    public Object attempt(Closure<?> block) {
        return attempt(ClosureBlock.of(block));
    }

    /** {@code refusal { m.ioctl KVM_CREATE_IRQCHIP }}. */
    public RefusedCall refusal(Closure<?> block) {
        return refusal(ClosureBlock.of(block));
    }

    /** {@code def m = unchecked { vm { ioctl KVM_CREATE_PIT2, flags: 0 } }}. */
    @SuppressWarnings("unchecked")
    public <T> T unchecked(Closure<T> block) {
        return (T) unchecked(ClosureBlock.of(block));
    }

    /** {@code test('no VM is of type 99') { }}. */
    public void test(String name, Closure<?> block) {
        test(Map.of(), name, block);
    }

    /** {@code test('…', boards: 'arm*') { }}. */
    public void test(Map<String, ?> named, String name, Closure<?> block) {
        Cursor.stopIfInterrupted();
        Block body = ClosureBlock.of(block);
        test(named, name, words -> {
            tests.put(block, session.tests().recorded().here());
            return body.with(words);
        });
    }

    /** Called by Groovy for a word that is not of this class: it may be an embedder's. */
    public Object methodMissing(String name, Object arguments) {
        for (OwnWords own : OwnWords.all()) {
            if (Vocabulary.methods(own.type()).containsKey(name)) {
                Object[] given = ((Object[]) arguments).clone();
                for (int i = 0; i < given.length; i++) {
                    given[i] = given[i] instanceof Closure<?> block ? ClosureBlock.of(block) : given[i];
                }
                return InvokerHelper.invokeMethod(session.kept(own.type(), () -> own.of(session)), name, given);
            }
        }
        throw KeptFunction.missing(this, name, (Object[]) arguments);
    }

    /** Groovy prints a value as Java does: its class where it has no text, and 64 bits with a sign. */
    @Override
    public void print(Object value) {
        super.print(PrintedValue.of(value));
    }

    @Override
    public void println(Object value) {
        super.println(value instanceof Marked ? value : PrintedValue.of(value));
    }

    @Override
    public String toString() {
        return "the script";
    }

    @Override
    public final ScriptError failure(Throwable thrown) {
        return failure.apply(thrown);
    }
}
