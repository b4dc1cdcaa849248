package org.kvmsh.dsl.lang.groovy;

import groovy.lang.GroovySystem;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.codehaus.groovy.control.ResolveVisitor;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingVisitor;
import org.kvmsh.dsl.lang.Loading;
import org.kvmsh.dsl.script.Source;

/**
 * Loads the parts of Groovy that take longest, in the background and each once. They do not wait for each other, so
 * each has a thread of its own: a text that is compiled meanwhile waits only for the part that it has come to.
 */
final class Preload {
    private static final String NAME = "warm-up";
    private static final String TEXT = "1.KB";

    private static final Set<String> BEGUN = ConcurrentHashMap.newKeySet();

    private Preload() {}

    static void begin(Loading loading) {
        // The methods that Groovy adds to Java's classes.
        once("methods", GroovySystem::getMetaClassRegistry);
        if (loading != Loading.RUNTIME) {
            // The classes that every script has without an import: Groovy searches the JDK and its own jar for them.
            once("imports", () -> initialize(ResolveVisitor.class));
            once("parser", Preload::parse);
        }
        if (loading == Loading.LINE) {
            once("line", () -> run(null));
        } else if (loading == Loading.FILE) {
            once("file", () -> run(Path.of(NAME)));
        }
    }

    private static void once(String part, Runnable load) {
        if (BEGUN.add(part)) {
            inBackground(load);
        }
    }

    static void inBackground(Runnable work) {
        Thread working = new Thread(work, NAME);
        working.setDaemon(true);
        working.start();
    }

    private static void parse() {
        ScriptSyntax.parseFirst(TEXT);
        // The passes over a parsed text make it, also if they check no types.
        initialize(StaticTypeCheckingVisitor.class);
    }

    private static void run(Path file) {
        new GroovyFrontEnd(new PrintWriter(Writer.nullWriter()))
                .run(new Source(NAME, TEXT, file, List.of()), null, true);
    }

    private static void initialize(Class<?> type) {
        try {
            MethodHandles.lookup().ensureInitialized(type);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
