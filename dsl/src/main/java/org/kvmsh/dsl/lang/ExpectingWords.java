package org.kvmsh.dsl.lang;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.inspect.RefusedCall;
import org.kvmsh.dsl.machine.expect.ExpectedExit;
import org.kvmsh.dsl.machine.expect.ExpectedRefusal;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.test.TextInterrupted;
import org.kvmsh.dsl.session.test.Vacuity;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.Word;

/** The words for expectations about a kernel and runs, except {@code expect { }}. */
public interface ExpectingWords {
    Session session();

    Site here();

    /** {@code expect exit: hlt}: how the last run of the current machine ended. */
    default void expect(Map<String, ?> what) {
        if (what.containsKey("errno")) {
            throw new ScriptError(here(), "expect errno: takes a block", "try: " + ExpectedRefusal.EXAMPLE);
        }
        Object exit = new NamedArguments("expect", List.of("exit"), ExpectedExit.EXAMPLE, what, here()).get("exit");
        session()
                .tests()
                .expecting(
                        null,
                        () -> ExpectedExit.check(
                                session().machine(here()).machineParts().runs(),
                                session().board().kernel().abi(),
                                exit,
                                here()));
    }

    @Word(
            value = "run the block up to the first refused call; return its errno, or null if no call was refused",
            example = "attempt { m.ioctl KVM_CREATE_IRQCHIP } == ENODEV",
            js = "attempt(() => m.ioctl(KVM_CREATE_IRQCHIP)) == ENODEV",
            block = true)
    default Object attempt(Block block) {
        KvmException refused = refused(block);
        return refused == null ? null : ExpectedRefusal.errno(refused.errno());
    }

    @Word(
            value = "run the block up to the first refused call; return the refusal: errno, call, argument, rules with"
                    + " their sources, source location; or null if no call was refused",
            example = "refusal { kvm.ioctl KVM_CREATE_VM, 99 }",
            js = "refusal(() => kvm.ioctl(KVM_CREATE_VM, 99))",
            block = true)
    default RefusedCall refusal(Block block) {
        KvmException refused = refused(block);
        return refused == null ? null : session().failures().last().getRefusal();
    }

    /** The refusal that ended a block; null if the kernel took all of it. */
    private KvmException refused(Block block) {
        try {
            session().unchecked().upToTheKernel(() -> block.with(null));
        } catch (RuntimeException e) {
            KvmException refused = ExpectedRefusal.refusal(thrown(e));
            if (refused == null) {
                throw e;
            }
            refused(refused, place(e));
            return refused;
        }
        session().tests().kernelTookWhatItMayRefuse();
        return null;
    }

    /**
     * Runs a block whose last call the kernel is to refuse.
     *
     * @param block returns the number that its last line returned
     * @param atLast whether the block's last line threw an exception
     * @param at where an exception was thrown
     */
    default void expectRefusal(
            Map<String, ?> errno,
            Supplier<Object> block,
            Predicate<RuntimeException> atLast,
            Function<RuntimeException, Site> at) {
        ExpectedRefusal expected = new ExpectedRefusal(errno, here());
        long before = session().trace().count();
        Object value;
        Vacuity vacuity = session().tests().vacuity();
        try {
            value = session().unchecked().upToTheKernel(vacuity == null ? block : () -> vacuity.during(block));
        } catch (TextInterrupted e) {
            throw e;
        } catch (RuntimeException e) {
            Throwable cause = thrown(e);
            expected.check(e, cause, atLast.test(e), at.apply(e));
            refused(ExpectedRefusal.refusal(cause), at.apply(e));
            if (vacuity != null) {
                vacuity.judge(at.apply(e));
            }
            return;
        }
        session().tests().kernelTookWhatItMayRefuse();
        throw expected.missing(value, session().trace().ioctlsAfter(before), here());
    }

    /** A refusal that the script looked for, or expected. */
    default void refused(KvmException refusal, Site at) {
        ScriptError error = ThrownInWords.error(at, refusal);
        session().failures().failed(() -> session().failures().explain(error, this::textOf), error.refusal() != null);
    }

    /** A script that is running, by its name, or null. */
    Source textOf(String name);

    /** The position of the script when something was thrown. */
    default Site place(RuntimeException thrown) {
        return thrown instanceof ScriptError error && error.site().line() != 0 ? error.site() : here();
    }

    @Word(
            value = "run a block even if its calls break a rule that kvmsh knows, in case the rule is wrong. Print a"
                    + " note for each rule that the kernel does not enforce. Return the value of the block's last"
                    + " line",
            example = "unchecked { vm { memory at: 0, size: 64.KB } }",
            js = "unchecked(() => vm({memory: {at: " + "0, size: KB(64)}}))",
            block = true)
    default Object unchecked(Block block) {
        return session().unchecked().during(() -> block.with(null));
    }

    /** The exception that Java threw, where the language wraps it. */
    default Throwable thrown(RuntimeException wrapped) {
        return wrapped;
    }
}
