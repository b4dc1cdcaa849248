package org.kvmsh.dsl.groovy;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Hypercalls;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.PatchDefined;
import org.kvmsh.dsl.machine.Session;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VmSpec;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.Word;

/** What every Groovy script is: the words at its top level. */
public abstract class KvmScript extends Script {
    private Session session;
    private Function<Throwable, String> explain;

    /** @param inWords gives the text of an error with its place */
    void session(Session current, Function<Throwable, String> inWords) {
        session = current;
        explain = inWords;
    }

    /** {@code kvm}, the names of the board's headers, of errnos and of hypercalls are there unless the script has its own of that name. */
    @Override public Object getProperty(String name) {
        if (name.equals("kvm") && !getBinding().hasVariable(name)) {
            return session.kvm();
        }
        if (!name.startsWith("KVM_") || getBinding().hasVariable(name)) {
            Object known = getBinding().hasVariable(name) ? null : errnoOrHypercall(name);
            return known == null ? super.getProperty(name) : known;
        }
        Object found = session.named(name);
        if (found == null) {
            throw new ScriptError(Site.UNKNOWN, "there is no " + name + " on " + session.board().kernel().abi().table(), session.nearest(name));
        }
        return found;
    }

    private static Object errnoOrHypercall(String name) {
        return name.startsWith("E") ? Errno.of(name) : name.startsWith("H_") ? Hypercalls.number(name) : null;
    }

    @Word(value = "make a VM on the board at hand and give it as a machine", example = "def m = vm { memory at: 0, size: 64.KB }", block = true)
    public Machine vm(@DelegatesTo(value = GroovyVmWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        return session.bringUp(spec(block));
    }

    @Word(value = "what vm with the same block would do on the board at hand: each call with its number and argument, why it is there, what an errno"
            + " would mean; nothing is made", example = "plan { memory at: 0, size: 64.KB; vcpu 0 }", block = true)
    public PlanOnPaper plan(@DelegatesTo(value = GroovyVmWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        return session.plan(spec(block));
    }

    private VmSpec spec(Closure<?> block) {
        GroovyVmWords words = new GroovyVmWords(this);
        inside(words, block);
        return words.spec();
    }

    @Word(value = "make what a patch adds callable: a mail, a diff or a header, from a file or as text", example = "rfc 'scripts/rfc/kvm-ppc-set-platform.patch'")
    public PatchDefined rfc(String fileOrText) {
        return session.rfcFrom(fileOrText);
    }

    @Word(value = "what must be true: each line of the block; with errno:, that the kernel refuses the block's last line so", named = "errno",
            example = "expect { m.regs.rax == 42 }", block = true)
    public void expect(Closure<?> block) {
        block.call();
        session.expectationHeld();
    }

    /** {@code expect(errno: ENODEV) { m.ioctl KVM_CREATE_IRQCHIP }}. */
    public void expect(Map<String, ?> errno, Closure<?> block) {
        ErrnoExpectation.check(errno, block, session::kernelTookWhatItMayRefuse);
        session.expectationHeld();
    }

    @Word(value = "a test: a line says whether its block held, the script goes on, and at its end one that failed counts",
            named = "boards", example = "test('no VM is of type 99') { expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 } }", block = true)
    public void test(String name, Closure<?> block) {
        test(Map.of(), name, block);
    }

    /** {@code test('…', boards: 'arm*') { }}: skipped elsewhere. */
    public void test(Map<String, ?> named, String name, Closure<?> block) {
        Cursor.stopIfInterrupted();
        Site site = Cursor.here();
        Object boards = new NamedArguments("test", List.of("boards"), "test('a GICv3', boards: 'arm*') { }", named, site).get("boards");
        session.test(name, boards, site, block::call, this::explainUnlessInterrupted, this::println);
    }

    @Word(value = "what the board must have: a capability of KVM, of at least a value, a type of device, or a name, an architecture or a kind; elsewhere the test, or the rest of"
            + " the script, is skipped with the reason", example = "needs cap: KVM_CAP_PPC_RMA, min: 2", named = {"cap", "min", "device", "boards"})
    public void needs(Map<String, ?> what) {
        session.needs(what, Cursor.here());
    }

    /** Who ends a script means all of it. */
    private String explainUnlessInterrupted(Throwable thrown) {
        if (thrown instanceof ScriptInterrupted interrupted) {
            throw interrupted;
        }
        return explain.apply(thrown);
    }

    /** Calls a block with its words; the script is then again where the block stands. */
    static void inside(Object words, Closure<?> block) {
        Closure<?> own = (Closure<?>) block.clone();
        own.setDelegate(words);
        own.setResolveStrategy(Closure.DELEGATE_FIRST);
        Site before = Cursor.here();
        own.call();
        Cursor.at(before.source(), before.line(), before.column());
    }
}
