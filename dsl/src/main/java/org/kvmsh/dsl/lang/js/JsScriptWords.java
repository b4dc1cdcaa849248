package org.kvmsh.dsl.lang.js;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.lang.FrontEnd;
import org.kvmsh.dsl.lang.ScriptWords;
import org.kvmsh.dsl.machine.expect.ExpectedRefusal;
import org.kvmsh.dsl.machine.expect.Unmet;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.run.StartedRun;
import org.kvmsh.dsl.machine.stop.WatchList;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.test.TextInterrupted;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Word;

/** The words at the top level of a script, and those that only JavaScript needs. */
public final class JsScriptWords implements ScriptWords {
    private final Supplier<Session> session;
    private final PrintWriter out;
    private final ValueConverter crossing;
    private final Places places;
    private final WordCalls calls;
    private final FrontEnd frontEnd;
    private final Promises promises;
    private final Function<Throwable, ScriptError> failure;

    /** @param failure sets the position of an exception */
    JsScriptWords(
            Supplier<Session> session,
            PrintWriter out,
            ValueConverter crossing,
            Places places,
            WordCalls calls,
            FrontEnd frontEnd,
            Promises promises,
            Function<Throwable, ScriptError> failure) {
        this.session = session;
        this.out = out;
        this.crossing = crossing;
        this.places = places;
        this.calls = calls;
        this.frontEnd = frontEnd;
        this.promises = promises;
        this.failure = failure;
    }

    @Override
    public Session session() {
        return session.get();
    }

    @Override
    public FrontEnd frontEnd() {
        return frontEnd;
    }

    @Override
    public Site here() {
        return frontEnd.here();
    }

    @Override
    public VmWords vmWords() {
        return new JsVmWords(places, calls);
    }

    @Override
    public VmWords vmWords(VmConfig.Builder added) {
        return new JsVmWords(places, calls, added);
    }

    @Override
    public Outcome run(Map<String, ?> how) {
        return ScriptThread.current().run(session().machine(here()), how, crossing.deferred());
    }

    @Override
    public StartedRun start(Map<String, ?> how) {
        return ScriptThread.current().start(session().machine(here()), how, crossing.deferred());
    }

    @Override
    public void stop() {
        ScriptThread.current().stop(session().machine(here()));
    }

    @Override
    public Outcome join(Map<String, ?> how) {
        return ScriptThread.current().join(session().machine(here()).started(), how);
    }

    /** {@code run()}: until an exit that no handler takes. */
    public Outcome run() {
        return run(Map.of());
    }

    @Override
    public WatchList watch(String name, Block block) {
        return ScriptWords.super.watch(name, words -> crossing.in((Value) block.with(words)));
    }

    @Override
    public void expect(Block block) {
        session().tests().expectations().reach(places.here());
        session().tests().expecting(null, () -> check(block));
    }

    private void check(Block block) {
        try {
            Expectation.of(((JsBlock) block).function(), crossing.deferred(), places)
                    .check();
        } catch (PolyglotException e) {
            throw ExpectedRefusal.refusal(thrown(e)) == null ? e : new Unmet(e);
        }
    }

    @Override
    public void expect(Map<String, ?> what) {
        session().tests().expectations().reach(places.here());
        ScriptWords.super.expect(what);
    }

    /** {@code expect({errno: ENODEV}, () => m.ioctl(KVM_CREATE_IRQCHIP))}. */
    @Override
    public void expect(Map<String, ?> errno, Block block) {
        session().tests().expecting(null, () -> check(errno, block));
    }

    private void check(Map<String, ?> errno, Block block) {
        Value function = ((JsBlock) block).function();
        session().tests().expectations().reach(places.here());
        expectRefusal(
                errno,
                () -> {
                    Value value = crossing.deferred().call(function);
                    return value.isNumber() && value.fitsInLong() ? value.asLong() : null;
                },
                thrown -> thrown instanceof PolyglotException e && isInLastStatement(e, function.getSourceLocation()),
                thrown -> thrown instanceof PolyglotException e ? Places.site(places.section(e)) : here());
    }

    /** An errno is a number in JavaScript. */
    @Override
    public Object attempt(Block block) {
        Object errno = ScriptWords.super.attempt(block);
        return errno instanceof Errno named ? (Object) named.number() : errno;
    }

    @Override
    public Throwable thrown(RuntimeException wrapped) {
        if (wrapped instanceof PolyglotException e) {
            if (e.isInterrupted()) {
                throw e;
            }
            return e.isHostException() ? e.asHostException() : e;
        }
        return wrapped;
    }

    /**
     * Whether the statement that an error went through is the last of a function, in the function itself or in one that
     * it calls.
     */
    private static boolean isInLastStatement(PolyglotException error, SourceSection function) {
        SourceSection call = function == null ? null : Places.within(function, error);
        if (call == null) {
            // A word passed as a value is a call by itself, and has no text.
            return function == null;
        }
        String rest = function.getSource()
                .getCharacters()
                .subSequence(call.getCharEndIndex(), function.getCharEndIndex())
                .toString();
        return rest.replaceFirst("^[^;\n}]*", "")
                .replaceAll("//[^\n]*|(?s)/\\*.*?\\*/", "")
                .matches("[\\s;)}]*");
    }

    @Override
    public void test(Map<String, ?> named, String name, Block block) {
        promises.settle();
        ScriptWords.super.test(named, name, words -> body(((JsBlock) block).function()));
    }

    /** With the Java exception as the cause, where a session finds it. */
    private Object body(Value function) {
        try {
            return promises.test(() -> crossing.deferred().call(function));
        } catch (PolyglotException e) {
            throw e.isInterrupted() ? new TextInterrupted(e) : failure.apply(e);
        }
    }

    @Override
    public ScriptError failure(Throwable thrown) {
        return failure.apply(thrown);
    }

    @Override
    public Site place(RuntimeException thrown) {
        if (thrown instanceof PolyglotException e) {
            return e.isHostException()
                            && e.asHostException() instanceof ScriptError error
                            && error.site().line() != 0
                    ? error.site()
                    : Places.site(places.section(e));
        }
        return ScriptWords.super.place(thrown);
    }

    @Word(value = "print a value without a newline", example = "print(m.console)")
    public void print(Object value) {
        out.print(value);
        out.flush();
    }

    @Word(value = "print a value and a newline", example = "println(m.regs)")
    @Override
    public void println(Object value) {
        out.println(value);
    }

    @Word(value = "a string as bytes", example = "v.load({at: 0x1100, bytes: bytes('hello\\n')})")
    public byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Word(value = "N KiB, in bytes", example = "KB(64)")
    public Object KB(Number number) {
        return scaled(number, 10, "KB");
    }

    @Word(value = "N MiB, in bytes", example = "MB(128)")
    public Object MB(Number number) {
        return scaled(number, 20, "MB");
    }

    @Word(value = "N GiB, in bytes", example = "GB(4)")
    public Object GB(Number number) {
        return scaled(number, 30, "GB");
    }

    @Word(value = "a duration of N milliseconds", example = "m.run({within: ms(300)})")
    public Duration ms(Number number) {
        return Duration.ofNanos((long) (number.doubleValue() * 1e6));
    }

    @Word(value = "a duration of N seconds", example = "m.run({until: hlt, within: seconds(2)})")
    public Duration seconds(Number number) {
        return Duration.ofNanos((long) (number.doubleValue() * 1e9));
    }

    @Word(value = "a duration of N minutes", example = "test('a long one', {within: minutes(5)}, () => { })")
    public Duration minutes(Number number) {
        return Duration.ofNanos((long) (number.doubleValue() * 60e9));
    }

    private Object scaled(Number number, int shift, String unit) {
        long value = Bits64.of(number, "a number of " + unit, places.here());
        if (value < 0 || value > Long.MAX_VALUE >> shift) {
            throw new ScriptError(places.here(), unit + "(" + number + ") is not a valid size");
        }
        return crossing.count(value << shift);
    }
}
