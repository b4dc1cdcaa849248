package org.kvmsh.dsl.groovy;

import groovy.lang.Binding;
import groovy.lang.GroovyClassLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import org.kvmsh.dsl.language.CodeNames;
import org.kvmsh.dsl.language.FrontEnd;
import org.kvmsh.dsl.language.WordTable;
import org.kvmsh.dsl.machine.ExitWords;
import org.kvmsh.dsl.machine.Session;
import org.kvmsh.dsl.spec.ErrorText;
import org.kvmsh.dsl.spec.Platform;
import org.kvmsh.dsl.spec.Source;

/** Runs Groovy text against a session: names of the binding live as long as the front end. */
public final class GroovyFrontEnd implements FrontEnd {
    private final Binding binding = new Binding();
    /** Scripts by the class that each was compiled to, which stack traces name. */
    private final Map<String, Source> compiled = new HashMap<>();
    private final Map<String, Source> sources = new HashMap<>();
    private final ScriptFailure failure = new ScriptFailure(compiled);

    /** @param out where print goes */
    public GroovyFrontEnd(PrintWriter out) {
        binding.setVariable("out", out);
    }

    /** Every word of the language. */
    public static WordTable words() {
        return Words.TABLE;
    }

    /** Read when it is first asked for. */
    private static final class Words {
        private static final WordTable TABLE = new WordTable(KvmScript.class, GroovyVmWords.class);
        private static final Set<String> WITH_BLOCKS = TABLE.withBlocks();
    }

    /** Loads the compiler while something else goes on: the board is opened, or a person types. */
    public static void warmUpInBackground() {
        Thread warming = new Thread(() -> new GroovyFrontEnd(new PrintWriter(Writer.nullWriter())).run(new Source("warm-up", "1"), null, true), "warm-up");
        warming.setDaemon(true);
        warming.start();
    }

    @Override public boolean isIncomplete(String text) {
        return AngleBlocks.isIncomplete(text, Words.WITH_BLOCKS);
    }

    /** Groovy's loops look at the interrupt of the thread that they are on. */
    @Override public void stop() { }

    @Override public Source source(String name) {
        return sources.get(name);
    }

    @Override public Object run(Source source, Session session, boolean namesOutliveIt) {
        sources.put(source.name(), source);
        String className = "Script" + (compiled.size() + 1);
        compiled.put(className, source);
        try {
            KvmScript script = compile(source, className, namesOutliveIt);
            script.setBinding(binding);
            script.session(session, thrown -> ErrorText.of(failure.of(thrown, source), sources::get));
            return script.run();
        } catch (Throwable e) {
            throw failure.of(e, source);
        }
    }

    private KvmScript compile(Source source, String className, boolean namesOutliveIt) throws ReflectiveOperationException {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(KvmScript.class.getName());
        ImportCustomizer imports = new ImportCustomizer();
        imports.addStaticStars(ExitWords.class.getName(), CodeNames.class.getName(), Platform.class.getName());
        configuration.addCompilationCustomizers(imports, new WideLiterals(), new ScriptMarks(source.name(), namesOutliveIt), new LoopChecks());
        try (GroovyClassLoader loader = new GroovyClassLoader(KvmScript.class.getClassLoader(), configuration)) {
            Class<?> type = loader.parseClass(AngleBlocks.rewrite(source.text(), Words.WITH_BLOCKS), className + ".groovy");
            return (KvmScript) type.getDeclaredConstructor().newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
