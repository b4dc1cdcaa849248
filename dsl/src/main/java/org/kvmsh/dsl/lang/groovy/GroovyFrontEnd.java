package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.kvmsh.dsl.lang.FrontEnd;
import org.kvmsh.dsl.lang.Inclusions;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Loading;
import org.kvmsh.dsl.lang.SharedValues;
import org.kvmsh.dsl.lang.Statement;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.Session;

/** Runs Groovy text against a session: names of the binding live as long as the front end. */
public final class GroovyFrontEnd implements FrontEnd {
    private static final String SCRIPT = "Script";
    /** The class of a front end's first script. */
    private static final String FIRST = SCRIPT + 1;

    private final Binding binding = new Binding();
    /** Scripts by the class that each was compiled to, which stack traces name. */
    private final Map<String, Source> compiled = new HashMap<>();

    private final Map<String, Source> sources = new HashMap<>();
    private final ScriptCompiler compiler;
    private final Inclusions inclusions = new Inclusions(Language.GROOVY);
    private final Object unwinding = new Object();
    /** The values of another language's names. */
    private final Map<String, Object> taken = new HashMap<>();

    private Session session;
    /** The cursor of the thread that runs a text, or null. */
    private Cursor running;

    /** @param out receives printed text */
    public GroovyFrontEnd(PrintWriter out) {
        this(out, null);
    }

    /** @param kept where compiled files are kept, in kvmsh's cache directory; null if they are not */
    public GroovyFrontEnd(PrintWriter out, Path kept) {
        binding.setVariable("out", out);
        compiler = new ScriptCompiler(
                binding.getVariables().keySet(),
                () -> session == null ? null : session.board(),
                CompiledScripts.in(kept),
                this::compiledWith);
    }

    /** The compiler has read a file that the script names. */
    private void compiledWith(FileRead read) {
        if (session != null) {
            session.files().tookSum(read.file(), read.sum(), Site.UNKNOWN);
        }
    }

    /** Loads Groovy in the background, while the board is opened or a person types. */
    public static void warmUp(Loading loading) {
        Preload.begin(loading);
    }

    /** The same for a script that may be kept compiled, and then needs no compiler. */
    public static void warmUp(Source script, Path kept) {
        Preload.inBackground(() -> {
            GroovyFrontEnd first = new GroovyFrontEnd(new PrintWriter(Writer.nullWriter()), kept);
            warmUp(first.compiler.isKept(script, FIRST) ? Loading.RUNTIME : Loading.COMPILER);
        });
    }

    @Override
    public Map<String, Object> names() {
        Map<String, Object> names = new TreeMap<>();
        binding.getVariables().forEach((name, value) -> names.put(String.valueOf(name), value));
        names.remove("out");
        return names;
    }

    @Override
    public Map<String, Object> values() {
        Map<String, Object> own = names();
        // What came from the other language, and is as it came, is not this one's.
        taken.forEach((name, value) -> own.remove(name, value));
        // Functions stay in their language, also those that kvmsh keeps for later texts.
        own.values().removeIf(Closure.class::isInstance);
        return SharedValues.of(own);
    }

    @Override
    public void take(Map<String, Object> values) {
        values.forEach((name, value) -> {
            if (!binding.hasVariable(name) || taken.containsKey(name) && taken.get(name) == binding.getVariable(name)) {
                binding.setVariable(name, value);
                taken.put(name, value);
            }
        });
    }

    @Override
    public boolean isIncomplete(String text) {
        return ScriptSyntax.isIncomplete(text);
    }

    /** Groovy's loops check the interrupt of their own thread. */
    @Override
    public void stop() {}

    /** Stops the running text: what a handler does on a vCPU's thread is stopped with the run that it is in. */
    @Override
    public void unwind() {
        synchronized (unwinding) {
            if (running != null) {
                running.unwind(true);
            }
        }
    }

    @Override
    public void resume() {
        Cursor.own().unwind(false);
    }

    @Override
    public Site here() {
        return Cursor.here();
    }

    @Override
    public Source source(String name) {
        return sources.get(name);
    }

    @Override
    public Object run(Source source, Session current, boolean namesOutliveIt) {
        session = current;
        Cursor outer = running(Cursor.own());
        if (session != null) {
            session.tests().recorded().explains(thrown -> new ScriptFailure(compiled).of(thrown, source));
            session.tests()
                    .pooled(thread -> Cursor.source(thread).isEmpty() || sources.containsKey(Cursor.source(thread)));
        }
        try {
            return perform(source, namesOutliveIt, script -> {
                if (namesOutliveIt) {
                    publish(script);
                }
                begun();
            });
        } finally {
            running(outer);
            resume();
        }
    }

    private Cursor running(Cursor cursor) {
        synchronized (unwinding) {
            Cursor before = running;
            running = cursor;
            return before;
        }
    }

    private void begun() {
        if (session != null) {
            session.tests().text().runs();
        }
    }

    /**
     * A file's top-level variables and functions go where those of a shell's lines go; then the script is again where
     * it includes the file.
     */
    @Override
    public Object include(String name, Site at) {
        Source file = inclusions.read(name, at, session.files());
        Site before = Cursor.here();
        Object value = perform(file, true, this::publish);
        Cursor.back(before);
        return value;
    }

    @Override
    public List<String> arguments() {
        return inclusions.arguments();
    }

    private void publish(KvmScript script) {
        for (Method method : script.getClass().getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())
                    && !method.isSynthetic()
                    && !Set.of("run", "main").contains(method.getName())) {
                binding.setVariable(method.getName(), new KeptFunction(script, method.getName()));
            }
        }
    }

    private Object perform(Source source, boolean namesOutliveIt, Consumer<KvmScript> ready) {
        sources.put(source.name(), source);
        String className = SCRIPT + (compiled.size() + 1);
        compiled.put(className, source);
        Site before = Cursor.here();
        Site statement = Cursor.statement();
        Cursor.back(new Site(source.name(), 1, 1));
        Cursor.statement(null);
        inclusions.begin(source);
        try {
            KvmScript script = (KvmScript) compiler.compile(source, className, namesOutliveIt, () -> {
                        Nesting.check(source);
                        GroovyWords.slips().check(source);
                    })
                    .newInstance();
            script.setBinding(binding);
            script.session(session, this, thrown -> new ScriptFailure(compiled).of(thrown, source));
            ready.accept(script);
            // Who interrupts while a text is compiled means the text.
            Cursor.stopIfInterrupted();
            return script.run();
        } catch (Throwable e) {
            throw explained(e, source).during(Cursor.statement());
        } finally {
            inclusions.end();
            Cursor.back(before);
            Cursor.statement(statement);
        }
    }

    /** An error caused by a spelling suggests the correct one. */
    private ScriptError explained(Throwable thrown, Source source) {
        ScriptError error = new ScriptFailure(compiled).of(thrown, source);
        Throwable cause = error.getCause();
        return GroovyWords.slips()
                .explained(
                        error,
                        source,
                        error.isOfCompiler()
                                || cause instanceof MissingMethodException
                                || cause instanceof MissingPropertyException
                                || cause instanceof NullPointerException);
    }

    @Override
    public List<String> notChecked() {
        return compiler.notChecked();
    }

    @Override
    public List<Statement> statements(Source source) {
        return GroovyStatements.of(ScriptSyntax.parse(source), source.text());
    }

    /** A shell's names are not a file's. */
    @Override
    public void check(Source source, Session current) {
        GroovyFrontEnd fresh = new GroovyFrontEnd(new PrintWriter(Writer.nullWriter()));
        fresh.session = current;
        try {
            fresh.compiler.compile(
                    source, FIRST, false, () -> GroovyWords.slips().check(source));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw fresh.explained(e, source);
        }
    }

    @Override
    public List<ScriptError> errors(Source source, Session current) {
        GroovyFrontEnd fresh = new GroovyFrontEnd(new PrintWriter(Writer.nullWriter()));
        fresh.session = current;
        try {
            GroovyWords.slips().check(source);
            fresh.compiler.analyze(source);
            return List.of();
        } catch (MultipleCompilationErrorsException e) {
            return new ScriptFailure(fresh.compiled)
                    .each(e, source).stream()
                            .map(error -> GroovyWords.slips().explained(error, source, true))
                            .toList();
        } catch (RuntimeException e) {
            return List.of(fresh.explained(e, source));
        }
    }
}
