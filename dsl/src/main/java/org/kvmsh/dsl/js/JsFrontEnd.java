package org.kvmsh.dsl.js;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Hypercalls;
import org.kvmsh.dsl.language.FrontEnd;
import org.kvmsh.dsl.machine.ExitWords;
import org.kvmsh.dsl.machine.Session;
import org.kvmsh.dsl.spec.Platform;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.Source;
import org.kvmsh.dsl.word.VcpuWords;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** Runs JavaScript against a session. A script has the vocabulary and JavaScript's own, and no way to anything of the JVM. */
public final class JsFrontEnd implements FrontEnd {
    private static final String JS = "js";
    private static final Duration INTERRUPT_TAKES_AT_MOST = Duration.ofSeconds(5);

    private final Places places = new Places();
    private final JsFailure failure = new JsFailure(places, JsFrontEnd::names);
    private final ScriptThread thread = new ScriptThread(this::interrupt);
    private final Context context;
    private final Crossing crossing;
    private Session session;

    /** The engine, which all front ends share, is slow to make and made when JavaScript is first used. */
    private static final class Shared {
        private static final Engine ENGINE = Engine.newBuilder(JS).option("engine.WarnInterpreterOnly", "false").build();
        private static final org.graalvm.polyglot.Source PRELUDE = prelude();

        private static org.graalvm.polyglot.Source prelude() {
            try (InputStream text = JsFrontEnd.class.getResourceAsStream("prelude.js")) {
                return org.graalvm.polyglot.Source.newBuilder(JS, new String(text.readAllBytes(), StandardCharsets.UTF_8), "prelude.js").internal(true).buildLiteral();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @param out where print goes */
    public JsFrontEnd(PrintWriter out) {
        context = Context.newBuilder(JS).engine(Shared.ENGINE).allowHostAccess(HostAccess.NONE).allowIO(IOAccess.NONE)
                .allowExperimentalOptions(true).option("js.load", "false").option("js.print", "false").option("js.console", "false")
                .option("js.polyglot-builtin", "false").option("js.graal-builtin", "false").build();
        Value made = context.eval(Shared.PRELUDE).execute(
                (ProxyExecutable) name -> isKnown(name[0].asString()), (ProxyExecutable) name -> named(name[0].asString()));
        places.make(made.getMember("here"));
        crossing = new Crossing(made, places);
        Value truth = made.getMember("truth");
        JsScriptWords words = new JsScriptWords(() -> session, out, crossing, places, value -> truth.execute(value).asBoolean(), failure::of);
        Value global = context.getBindings(JS);
        for (String word : WordCalls.of(words)) {
            global.putMember(word, (ProxyExecutable) given -> call(words, word, given));
        }
        for (Platform platform : Platform.values()) {
            global.putMember(platform.name(), crossing.out(platform));
        }
        for (Field exit : ExitWords.class.getFields()) {
            global.putMember(exit.getName(), crossing.out(constant(exit)));
        }
    }

    private static Object constant(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object call(JsScriptWords words, String word, Value... given) {
        List<Object> arguments = new ArrayList<>();
        for (Value value : given) {
            arguments.add(word.startsWith("print") ? Crossing.text(value) : crossing.in(value));
        }
        return crossing.out(WordCalls.call(words, word, arguments, Site.UNKNOWN));
    }

    private static boolean isKnown(String name) {
        return name.equals("kvm") || name.startsWith("KVM_") || Errno.of(name) != null || Hypercalls.number(name) != null;
    }

    /** {@code kvm} and the names of the board's headers, of errnos and of hypercalls; these are what registers hold, so they have 64 bits. */
    private Object named(String name) {
        if (name.equals("kvm")) {
            return crossing.out(session.kvm());
        }
        if (!name.startsWith("KVM_")) {
            Errno errno = Errno.of(name);
            return errno != null ? (Object) errno.number() : crossing.out(Hypercalls.number(name));
        }
        Object found = session.named(name);
        if (found == null) {
            throw new ScriptError(Site.UNKNOWN, "there is no " + name + " on " + session.board().kernel().abi().table(), session.nearest(name));
        }
        return found instanceof Long value ? crossing.count(value) : crossing.out(found);
    }

    /** Every word of the language with its description. */
    public static Map<String, Word> words() {
        Map<String, Word> words = new TreeMap<>(Vocabulary.of(JsScriptWords.class));
        words.putAll(Vocabulary.of(JsVmWords.class));
        words.putAll(Vocabulary.of(VcpuWords.class));
        return words;
    }

    /** A word's example as JavaScript writes it. */
    public static String example(Word word) {
        return Spelling.of(word.example());
    }

    /** The block that a word stands in; null for the words of the top level and for what is no word. */
    static String blockOf(String word) {
        if (Vocabulary.of(VcpuWords.class).containsKey(word)) {
            return "vcpu, in the object or as c." + word + " of c => { }";
        }
        return Vocabulary.of(JsVmWords.class).containsKey(word) ? "vm, in the object or as v." + word + " of v => { }" : null;
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>(words().keySet());
        for (Platform platform : Platform.values()) {
            names.add(platform.name());
        }
        for (Field exit : ExitWords.class.getFields()) {
            names.add(exit.getName());
        }
        for (Errno errno : Errno.values()) {
            names.add(errno.name());
        }
        names.addAll(Hypercalls.names());
        return names;
    }

    /** Loads JavaScript while something else goes on: the board is opened. */
    public static void warmUpInBackground() {
        Thread warming = new Thread(() -> new JsFrontEnd(new PrintWriter(Writer.nullWriter())), "warm-up");
        warming.setDaemon(true);
        warming.start();
    }

    @Override public Object run(Source source, Session current, boolean namesOutliveIt) {
        session = current;
        places.add(source);
        thread.enter();
        try {
            return answer(context.eval(org.graalvm.polyglot.Source.newBuilder(JS, source.text(), source.name()).buildLiteral()));
        } catch (Throwable e) {
            throw failure.of(e);
        } finally {
            thread.leave();
        }
    }

    /** A value as Java prints it. */
    private Object answer(Value value) {
        if (value.isNull() || value.isNumber() || value.isBoolean() || value.isString() || value.isProxyObject()) {
            return crossing.in(value);
        }
        return value.toString();
    }

    @Override public Source source(String name) {
        return places.source(name);
    }

    @Override public boolean isIncomplete(String text) {
        try {
            context.parse(org.graalvm.polyglot.Source.newBuilder(JS, text, "typed").buildLiteral());
            return false;
        } catch (PolyglotException e) {
            return e.isIncompleteSource();
        }
    }

    @Override public void stop() {
        if (thread.computes()) {
            interrupt();
        }
    }

    /** Waits for the script to end, so it is a thread's own work. */
    private void interrupt() {
        Thread interrupting = new Thread(() -> {
            try {
                context.interrupt(INTERRUPT_TAKES_AT_MOST);
            } catch (TimeoutException e) {
                // It is in a call of Java's that ends by itself; the script ends with it.
                return;
            }
        }, "interrupt");
        interrupting.setDaemon(true);
        interrupting.start();
    }
}
