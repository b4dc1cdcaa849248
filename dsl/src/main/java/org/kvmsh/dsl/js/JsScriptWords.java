package org.kvmsh.dsl.js;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.kvmsh.dsl.machine.ExpectedRefusal;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.PatchDefined;
import org.kvmsh.dsl.machine.Session;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.ErrorText;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VmSpec;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.Word;

/** The words at the top level of a script. */
public final class JsScriptWords {
    private final Supplier<Session> session;
    private final PrintWriter out;
    private final Crossing crossing;
    private final Places places;
    private final Function<Throwable, ScriptError> failure;
    private final Function<Value, Boolean> truth;

    /** @param failure gives what was thrown its place */
    JsScriptWords(Supplier<Session> session, PrintWriter out, Crossing crossing, Places places, Function<Value, Boolean> truth, Function<Throwable, ScriptError> failure) {
        this.session = session;
        this.out = out;
        this.crossing = crossing;
        this.places = places;
        this.truth = truth;
        this.failure = failure;
    }

    @Word(value = "make a VM on the board at hand and give it as a machine", example = "const m = vm({memory: {at: 0, size: KB(64)}})", block = true)
    public Machine vm(Object block) {
        return session.get().bringUp(spec(block));
    }

    @Word(value = "what vm with the same block would do on the board at hand: each call with its number and argument, why it is there, what an errno"
            + " would mean; nothing is made", example = "plan({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000}})", block = true)
    public PlanOnPaper plan(Object block) {
        return session.get().plan(spec(block));
    }

    private VmSpec spec(Object block) {
        JsVmWords words = new JsVmWords(crossing, places);
        new Block(words, crossing, places).read(block, LiteralText.of(places.section()));
        return words.spec();
    }

    @Word(value = "make what a patch adds callable: a mail, a diff or a header, from a file or as text", example = "rfc('scripts/rfc/kvm-ppc-set-platform.patch')")
    public PatchDefined rfc(String fileOrText) {
        return session.get().rfcFrom(fileOrText);
    }

    @Word(value = "what must be true: the function's result; with errno:, that the kernel refuses the function's last call so", named = "errno",
            example = "expect(() => m.regs.rax == 42)", block = true)
    public void expect(Value function) {
        Value result = function.execute();
        if (!truth.apply(result)) {
            SourceSection section = function.getSourceLocation();
            String what = section.getCharacters().toString();
            int body = what.indexOf("=>") < 0 ? 0 : what.length() - what.substring(what.indexOf("=>") + 2).stripLeading().length();
            String message = result.isNull() ? "an expectation is what its function answers, and this one answered nothing"
                    : "this does not hold:\n" + what.substring(body).strip().indent(4).stripTrailing();
            throw new ScriptError(after(section, body), message, result.isNull() ? "try: expect(() => m.regs.rax == 42)" : "");
        }
        session.get().expectationHeld();
    }

    private static Site after(SourceSection section, int length) {
        String before = section.getCharacters().subSequence(0, length).toString();
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        int column = lines == 0 ? section.getStartColumn() + length : length - before.lastIndexOf('\n');
        return new Site(section.getSource().getName(), section.getStartLine() + lines, column);
    }

    /** {@code expect({errno: ENODEV}, () => m.ioctl(KVM_CREATE_IRQCHIP))}. */
    public void expect(Map<String, ?> errno, Value function) {
        Site site = places.here();
        ExpectedRefusal expected = new ExpectedRefusal(errno, site);
        Value value;
        try {
            value = function.execute();
        } catch (PolyglotException e) {
            if (e.isInterrupted()) {
                throw e;
            }
            SourceSection thrown = places.section(e);
            expected.check(e, e.isHostException() ? e.asHostException() : e, isLast(thrown, function.getSourceLocation()), Places.site(thrown));
            session.get().expectationHeld();
            return;
        }
        session.get().kernelTookWhatItMayRefuse();
        throw expected.missing(value.isNumber() && value.fitsInLong() ? value.asLong() : null, site);
    }

    /** Whether nothing of a function comes after the statement that a call is in. */
    private static boolean isLast(SourceSection call, SourceSection function) {
        if (call == null || call.getCharIndex() < function.getCharIndex() || call.getCharEndIndex() > function.getCharEndIndex()) {
            return false;
        }
        String rest = function.getSource().getCharacters().subSequence(call.getCharEndIndex(), function.getCharEndIndex()).toString();
        return rest.replaceFirst("^[^;\n}]*", "").replaceAll("//[^\n]*|(?s)/\\*.*?\\*/", "").matches("[\\s;)}]*");
    }

    @Word(value = "a test: a line says whether its function held, the script goes on, and at its end one that failed counts",
            named = "boards", example = "test('no VM is of type 99', () => { expect({errno: EINVAL}, () => kvm.ioctl(KVM_CREATE_VM, 99)) })", block = true)
    public void test(String name, Value function) {
        test(name, Map.of(), function);
    }

    /** {@code test('…', {boards: 'arm*'}, () => { })}: skipped elsewhere. */
    public void test(String name, Map<String, ?> named, Value function) {
        Site site = places.here();
        Object boards = new NamedArguments("test", List.of("boards"), "test('a GICv3', {boards: 'arm*'}, () => { })", named, site).get("boards");
        session.get().test(name, boards, site, () -> body(function), this::explainUnlessInterrupted, this::println);
    }

    /** With what Java threw as the cause, where a session looks for it. */
    private void body(Value function) {
        try {
            function.executeVoid();
        } catch (PolyglotException e) {
            throw e.isInterrupted() ? e : failure.apply(e);
        }
    }

    /** Who ends a script means all of it. */
    private String explainUnlessInterrupted(Throwable thrown) {
        if (thrown instanceof PolyglotException e && e.isInterrupted()) {
            throw e;
        }
        return ErrorText.of(failure.apply(thrown), places::source);
    }

    @Word(value = "what the board must have: a capability of KVM, of at least a value, a type of device, or a name, an architecture or a kind; elsewhere the test, or the rest of"
            + " the script, is skipped with the reason", example = "needs({cap: KVM_CAP_PPC_RMA, min: 2})", named = {"cap", "min", "device", "boards"})
    public void needs(Map<String, ?> what) {
        session.get().needs(what, places.here());
    }

    @Word(value = "print a value, without a new line after it", example = "print(m.console)")
    public void print(Object value) {
        out.print(value);
        out.flush();
    }

    @Word(value = "print a value and a new line", example = "println(m.regs)")
    public void println(Object value) {
        out.println(value);
    }

    @Word(value = "a text as bytes", example = "v.load({at: 0x1100, bytes: bytes('hello\\n')})")
    public byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Word(value = "so many KiB", example = "KB(64)")
    public Object KB(Number number) {
        return scaled(number, 10, "KB");
    }

    @Word(value = "so many MiB", example = "MB(128)")
    public Object MB(Number number) {
        return scaled(number, 20, "MB");
    }

    @Word(value = "so many GiB", example = "GB(4)")
    public Object GB(Number number) {
        return scaled(number, 30, "GB");
    }

    @Word(value = "so many milliseconds", example = "m.run({within: ms(300)})")
    public Duration ms(Number number) {
        return Duration.ofNanos((long) (number.doubleValue() * 1e6));
    }

    @Word(value = "so many seconds", example = "m.run({until: hlt, within: seconds(2)})")
    public Duration seconds(Number number) {
        return Duration.ofNanos((long) (number.doubleValue() * 1e9));
    }

    private Object scaled(Number number, int shift, String unit) {
        long value = Bits64.of(number, "a number of " + unit, places.here());
        if (value < 0 || value > Long.MAX_VALUE >> shift) {
            throw new ScriptError(places.here(), unit + "(" + number + ") is no size");
        }
        return crossing.count(value << shift);
    }
}
