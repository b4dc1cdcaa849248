package org.kvmsh.dsl.lang.js;

import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.management.ExecutionListener;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Uninterrupted;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.lang.FrontEnd;
import org.kvmsh.dsl.lang.Inclusions;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.OwnWords;
import org.kvmsh.dsl.lang.SharedValues;
import org.kvmsh.dsl.lang.Statement;
import org.kvmsh.dsl.lang.VerdictWords;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.test.TextInterrupted;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Vocabulary;

/**
 * Runs JavaScript against a session. A script has the vocabulary and JavaScript's own, and no way to anything of the
 * JVM.
 */
public final class JsFrontEnd implements FrontEnd {
    private static final Duration INTERRUPT_TAKES_AT_MOST = Duration.ofSeconds(5);
    /**
     * The ends of what may be open at a text's end without an open bracket; a regular expression ends with its line.
     */
    private static final List<String> CLOSERS = List.of("\n*/", "`", "}`");

    private List<String> leftUndone = List.of();
    private final Places places = new Places();
    private final JsFailure failure = new JsFailure(places);
    private final ScriptThread thread = new ScriptThread(this::interrupt, this);
    private final Context context;
    private final ValueConverter crossing;
    private final WordCalls calls;
    private final JsScriptWords words;
    private final Inclusions inclusions = new Inclusions(Language.JS);
    private final Promises promises;
    private final Value shared;
    private final Value typed;
    /** The values of another language's names, as they were when this language began. */
    private final Map<String, Object> taken = new TreeMap<>();

    private Session session;
    /** The thread that interrupts the running text; null if none does. */
    private Thread interrupting;
    /** Throws at the text's next operation; usually null. */
    private ExecutionListener unwinding;

    /** @param out receives printed text */
    public JsFrontEnd(PrintWriter out) {
        context = Context.newBuilder(JsEngine.JS)
                .engine(JsEngine.ENGINE)
                .allowHostAccess(HostAccess.NONE)
                .allowIO(IOAccess.NONE)
                .allowExperimentalOptions(true)
                .option("js.load", "false")
                .option("js.print", "false")
                .option("js.console", "false")
                .option("js.unhandled-rejections", "throw")
                .option("js.polyglot-builtin", "false")
                .option("js.graal-builtin", "false")
                .build();
        Value made = context.eval(JsEngine.PRELUDE)
                .execute(
                        (ProxyExecutable) name -> isKnown(name[0].asString()),
                        (ProxyExecutable) name -> named(name[0].asString()),
                        (ProxyExecutable) this::assigned);
        places.make(made.getMember("here"));
        promises = new Promises(made, places::here);
        shared = made.getMember("shared");
        typed = made.getMember("typed");
        crossing = new ValueConverter(made, places);
        calls = new WordCalls(JsWords.table(), crossing, places);
        ScriptSide side = new ScriptSide(crossing, calls, this::vmWords);
        crossing.objects(new VisibleObjects(side)::of, (value, called) -> new CallableWord(value, side, called));
        made.invokeMember("errors", (ProxyExecutable) CaughtError::thrown, new CaughtError(failure::of, crossing));
        words = new JsScriptWords(() -> session, out, crossing, places, calls, this, promises, this::explained);
        Value define = made.getMember("word");
        Value defineForVerdicts = made.getMember("verdictWord");
        Vocabulary.methods(JsScriptWords.class).forEach((name, method) -> {
            if (!Vocabulary.isRead(method)) {
                (VerdictWords.has(name) ? defineForVerdicts : define)
                        .execute(name, new WordFunction(name, given -> calls.call(words, name, given)));
            }
        });
        define.execute(
                "console",
                made.invokeMember("console", (ProxyExecutable) none -> calls.read(words, "console"), (ProxyExecutable)
                        given -> calls.call(words, "println", given)),
                false);
        for (OwnWords own : OwnWords.all()) {
            Vocabulary.methods(own.type())
                    .forEach((word, method) ->
                            define.execute(word, new WordFunction(word, given -> calls.call(own(own), word, given))));
        }
        KernelNames.constants().forEach((name, constant) -> define.execute(name, crossing.out(constant)));
    }

    private VmWords vmWords(VmConfig.Builder added) {
        return words.vmWords(added);
    }

    /** The words of an embedder's for the current session. */
    private Object own(OwnWords words) {
        return session.kept(words.type(), () -> words.of(session));
    }

    private static boolean isKnown(String name) {
        Method word = Vocabulary.methods(JsScriptWords.class).get(name);
        return word == null ? KernelNames.isLookedUp(name) : Vocabulary.isRead(word);
    }

    /** Called for a variable that a script makes without a declaration. */
    private Object assigned(Value... name) {
        if (calls != null && name[0].isString()) {
            calls.assigned(name[0].asString());
        }
        return null;
    }

    /** Names that are looked up on use; errnos are small numbers, hypercalls have the width of registers. */
    private Object named(String name) {
        if (!KernelNames.isLookedUp(name)) {
            return calls.read(words, name);
        }
        Object value = KernelNames.value(name, session);
        return value instanceof Errno errno
                ? (Object) errno.number()
                : value instanceof Long number && name.startsWith("KVM_")
                        ? crossing.count(number)
                        : crossing.out(value);
    }

    /** Loads JavaScript in the background, while the board is opened. */
    public static void warmUpInBackground() {
        Thread warming = new Thread(() -> new JsFrontEnd(new PrintWriter(Writer.nullWriter())).close(), "warm-up");
        warming.setDaemon(true);
        warming.start();
    }

    @Override
    public Object run(Source source, Session current, boolean namesOutliveIt) {
        session = current;
        if (session != null) {
            session.tests().recorded().explains(this::explained);
        }
        thread.enter();
        try {
            // From here on an interrupt reaches the context; an earlier one only reached the thread.
            if (Thread.currentThread().isInterrupted()) {
                throw new ScriptError(Site.UNKNOWN, "interrupted");
            }
            promises.begin();
            Object value = perform(
                    source,
                    namesOutliveIt ? TypedDeclarations.of(source.text(), places.parsed(source.text()), typed) : null);
            if (!namesOutliveIt) {
                promises.check();
            }
            leftUndone = thread.leftWaiting();
            return value;
        } catch (Throwable e) {
            Site statement = e instanceof PolyglotException thrown
                    ? Places.site(places.outermost(thrown, source))
                    : Site.UNKNOWN;
            throw explained(failure.of(e).at(new Site(source.name(), 1, 1)), source)
                    .during(statement.line() == 0 ? null : statement);
        } finally {
            leave();
        }
    }

    private ScriptError explained(Throwable thrown) {
        ScriptError error = failure.of(thrown);
        Source source = places.source(error.site().source());
        return source == null ? error : explained(error, source);
    }

    /** An error caused by a spelling suggests the correct one. */
    private static ScriptError explained(ScriptError error, Source source) {
        return GroovyBlock.explained(
                JsWords.slips()
                        .explained(
                                error,
                                source,
                                error.isOfCompiler() || error.headline().startsWith("unknown name")),
                source);
    }

    @Override
    public List<String> leftUndone() {
        return leftUndone;
    }

    private Object perform(Source source, TypedDeclarations declared) {
        inclusions.begin(source);
        try {
            Value program = parse(source, declared == null ? source.text() : declared.text());
            session.tests().text().runs();
            Value value = declared == null ? program.execute() : declared.run(program);
            return declared != null && declared.last() ? null : answer(source, value);
        } finally {
            inclusions.end();
        }
    }

    /** An interrupt of this text has arrived by its end: it does not affect the next one. */
    private void leave() {
        Thread pending;
        synchronized (thread) {
            thread.leave();
            resume();
            pending = interrupting;
            interrupting = null;
        }
        if (pending != null) {
            Uninterrupted.join(pending);
        }
    }

    private Value parse(Source source, String text) {
        places.add(source);
        JsWords.slips().check(source);
        Value program = context.parse(JsEngine.source(text, source.name()));
        session.tests().expectations().declare(VerdictChecks.check(places.parsed(source.text()), source.name()));
        return program;
    }

    /** An error in an included file has its position there. */
    @Override
    public Object include(String name, Site at) {
        Source file = inclusions.read(name, at, session.files());
        inclusions.begin(file);
        try {
            return crossing.in(parse(file, file.text()).execute());
        } catch (PolyglotException e) {
            throw e.isInterrupted() || e.isCancelled() ? e : failure.of(e);
        } finally {
            inclusions.end();
        }
    }

    @Override
    public List<String> arguments() {
        return inclusions.arguments();
    }

    /** A value as Java prints it. */
    private Object answer(Source source, Value value) {
        if (value.hasMember("then")) {
            crossing.deferred().refuse(value, () -> Deferred.site(JsEngine.source(source.text(), source.name())));
        }
        if (value.isNumber()) {
            return ValueConverter.isBigInt(value)
                    ? value.asBigInteger()
                    : value.fitsInInt() ? (Object) value.asInt() : (Object) value.asDouble();
        }
        if (value.isNull() || value.isBoolean() || value.isString() || value.isProxyObject()) {
            return crossing.in(value);
        }
        return ValueConverter.text(value);
    }

    /** A context takes one thread at a time. */
    @Override
    public Site here() {
        return thread.isHere() ? places.here() : Site.UNKNOWN;
    }

    @Override
    public Source source(String name) {
        return places.source(name);
    }

    /** A value of JavaScript's own has no members to offer: a script may have defined what reading one does. */
    @Override
    public Map<String, Object> names() {
        Map<String, Object> names = new TreeMap<>(taken);
        thread.alone(() -> declared()
                .forEach((name, value) ->
                        names.put(name, value.isProxyObject() ? crossing.in(value) : Declared.OPAQUE)));
        return names;
    }

    @Override
    public Map<String, Object> values() {
        Map<String, Object> names = new TreeMap<>();
        thread.alone(() -> declared().forEach((name, value) -> {
            if (value.isNumber()
                    || value.isString()
                    || value.isBoolean()
                    || value.isProxyObject()
                    || Declared.isBytes(value)) {
                names.put(name, crossing.in(value));
            }
        }));
        return SharedValues.of(names);
    }

    @Override
    public void take(Map<String, Object> values) {
        thread.alone(() -> {
            Map<String, Object> others = new TreeMap<>(values);
            others.keySet().removeAll(declared().keySet());
            taken.putAll(others);
            others.forEach((name, value) -> shared.executeVoid(name, crossing.out(value)));
        });
    }

    private Map<String, Value> declared() {
        return Declared.in(places.sources(), name -> context.eval(JsEngine.JS, name));
    }

    @Override
    public boolean isIncomplete(String text) {
        try {
            parse(text, "typed");
            return false;
        } catch (PolyglotException e) {
            return e.isIncompleteSource() || isOpen(text);
        }
    }

    /** Whether a text breaks off in a comment or a template: only what closes it lets the parser go on. */
    private boolean isOpen(String text) {
        return CLOSERS.stream().anyMatch(closer -> {
            try {
                parse(text + closer, "typed");
                return true;
            } catch (PolyglotException e) {
                return e.isIncompleteSource();
            }
        });
    }

    private void parse(String text, String name) {
        thread.alone(() -> context.parse(JsEngine.source(text, name)));
    }

    @Override
    public List<Statement> statements(Source source) {
        check(source, session);
        return JsStatements.of(source.text(), piece -> {
            try {
                parse(piece, "typed");
                return true;
            } catch (PolyglotException e) {
                return false;
            }
        });
    }

    @Override
    public void check(Source source, Session current) {
        try {
            parse(source.text(), source.name());
            VerdictChecks.check(places.parsed(source.text()), source.name());
        } catch (PolyglotException e) {
            throw failure.of(e).at(new Site(source.name(), 1, 1));
        }
    }

    /** The errors that are certain before the text runs. */
    @Override
    public List<ScriptError> errors(Source source, Session current) {
        try {
            JsWords.slips().check(source);
            check(source, current);
        } catch (ScriptError e) {
            return List.of(explained(e, source));
        }
        ParsedScript script = places.parsed(source.text());
        return script == null
                ? List.of()
                : StaticChecks.of(script, source, current.board().kernel().abi(), builtIn()).stream()
                        .map(error -> explained(error, source))
                        .toList();
    }

    /** The names of JavaScript's own global objects. */
    private Set<String> builtIn() {
        Set<String> names = new TreeSet<>();
        thread.alone(() -> {
            Value own = context.eval(JsEngine.JS, "Object.getOwnPropertyNames(globalThis)");
            for (long i = 0; i < own.getArraySize(); i++) {
                names.add(own.getArrayElement(i).asString());
            }
        });
        return names;
    }

    @Override
    public void stop() {
        synchronized (thread) {
            if (thread.computes()) {
                interrupt();
            }
        }
    }

    /**
     * A listener throws at every evaluation; an interrupt of the context could not be withdrawn before the text ends.
     */
    @Override
    public void unwind() {
        synchronized (thread) {
            if (unwinding == null && thread.isTaken()) {
                unwinding = ExecutionListener.newBuilder()
                        .roots(true)
                        .statements(true)
                        .expressions(true)
                        .onEnter(event -> throwHere())
                        .attach(JsEngine.ENGINE);
            }
        }
    }

    /** The engine is that of other contexts too. */
    private void throwHere() {
        if (thread.isHere()) {
            throw new TextInterrupted();
        }
    }

    @Override
    public void resume() {
        synchronized (thread) {
            if (unwinding != null) {
                unwinding.close();
                unwinding = null;
            }
        }
    }

    /**
     * The engine, which outlives all front ends, would keep an open context with everything that its functions refer
     * to.
     */
    @Override
    public void close() {
        thread.ifFree(context::close);
    }

    /** Waits for the script to end, so it is a thread's own work; one at a time is enough. */
    private void interrupt() {
        synchronized (thread) {
            if (interrupting == null || !interrupting.isAlive()) {
                interrupting = interrupting();
            }
        }
    }

    private Thread interrupting() {
        Thread made = new Thread(
                () -> {
                    try {
                        context.interrupt(INTERRUPT_TAKES_AT_MOST);
                    } catch (TimeoutException e) {
                        // It is in a Java call that returns by itself; the script then ends.
                        return;
                    }
                },
                "interrupt");
        made.setDaemon(true);
        made.start();
        return made;
    }
}
