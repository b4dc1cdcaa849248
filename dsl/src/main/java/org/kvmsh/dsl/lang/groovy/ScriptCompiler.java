package org.kvmsh.dsl.lang.groovy;

import groovy.lang.GroovyClassLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.codehaus.groovy.GroovyBugError;
import org.codehaus.groovy.control.BytecodeProcessor;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.Phases;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.dsl.script.Source;

/**
 * Groovy's compiler, with what kvmsh adds to it. A file that was compiled before, with the same result, is loaded from
 * where it is kept.
 */
final class ScriptCompiler {
    /** Parts of Groovy's compiler treat it as a line end, and others do not. */
    private static final Pattern LONE_RETURN = Pattern.compile("\\r(?!\\n)");

    private final Set<String> bound;
    private final Supplier<Board> board;
    private final CompiledScripts kept;
    private final Consumer<FileRead> read;
    private final Set<String> notChecked = new LinkedHashSet<>();

    /**
     * The compiler of one front end.
     *
     * @param bound names that earlier texts have assigned, a view
     * @param board whose names scripts have; it may return null
     * @param read takes each other file that a script was compiled with
     */
    ScriptCompiler(Set<String> bound, Supplier<Board> board, CompiledScripts kept, Consumer<FileRead> read) {
        this.bound = bound;
        this.board = board;
        this.kept = kept;
        this.read = read;
    }

    /** The things that the checks could not know, a line each. */
    List<String> notChecked() {
        return List.copyOf(notChecked);
    }

    /**
     * The constructor of the script's class, which is linked and so verified; an object of it would run the script's
     * fields.
     *
     * @param check is made first, unless the script has passed it and was kept
     */
    Constructor<?> compile(Source source, String className, boolean namesOutliveIt, Runnable check)
            throws ReflectiveOperationException {
        String names = source.file() == null || !kept.isOpen() ? null : CompilationKey.names(abi());
        String key = names == null ? null : CompilationKey.of(source, className, namesOutliveIt, names, bound);
        CompiledScript before = key == null ? null : kept.find(key);
        if (before != null) {
            notChecked.addAll(before.notChecked());
            before.reads().forEach(read);
            return before.load(RememberingLoader.OF_SCRIPTS);
        }
        check.run();
        CompilerNotes notes = new CompilerNotes();
        Map<String, byte[]> classes = new LinkedHashMap<>();
        Constructor<?> made;
        try {
            made = constructor(source, className, namesOutliveIt, notes, classes);
        } finally {
            notChecked.addAll(notes.notChecked());
        }
        notes.reads().forEach(read);
        if (key != null && notes.isWhole()) {
            kept.keep(
                    key,
                    new CompiledScript(made.getDeclaringClass().getName(), classes, notes.notChecked(), notes.reads()));
        }
        return made;
    }

    /** Whether a script is kept as it was compiled for the headers of some board, none of its names outliving it. */
    boolean isKept(Source source, String className) {
        return kept.isOpen()
                && Abi.tables().stream()
                        .anyMatch(names -> kept.has(CompilationKey.of(source, className, false, names, bound)));
    }

    /**
     * A file is compiled statically; what Groovy's static compiler cannot prove, and is not misspelled, is looked up
     * while it runs, as a line's is.
     */
    private Constructor<?> constructor(
            Source source, String className, boolean namesOutliveIt, CompilerNotes notes, Map<String, byte[]> classes)
            throws ReflectiveOperationException {
        if (source.file() != null) {
            try {
                return load(source, className, configuration(source, namesOutliveIt, true, notes), classes);
            } catch (CompilationFailedException | GroovyBugError | LinkageError e) {
                if (StaticRefusal.isAmong(e)) {
                    throw e;
                }
            }
        }
        classes.clear();
        return load(source, className, configuration(source, namesOutliveIt, false, notes), classes);
    }

    private static Constructor<?> load(
            Source source, String className, CompilerConfiguration configuration, Map<String, byte[]> classes)
            throws ReflectiveOperationException {
        BytecodeProcessor turning = AssertionText.turning();
        configuration.setBytecodePostprocessor((name, compiled) -> {
            byte[] turned = turning.processBytecode(name, compiled);
            classes.put(name, turned);
            return turned;
        });
        try (GroovyClassLoader loader = new GroovyClassLoader(RememberingLoader.OF_SCRIPTS, configuration)) {
            Class<?> type = loader.parseClass(text(source), className + ".groovy");
            return type.getDeclaredConstructor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does what {@link #compile} does, up to the types: what follows only writes classes. */
    void analyze(Source source) {
        try {
            analyze(source, true);
        } catch (CompilationFailedException | GroovyBugError e) {
            if (StaticRefusal.isAmong(e)) {
                throw e;
            }
            analyze(source, false);
        }
    }

    private void analyze(Source source, boolean statically) {
        CompilerNotes notes = new CompilerNotes();
        try {
            CompilationUnit unit = new CompilationUnit(
                    configuration(source, false, statically, notes),
                    null,
                    new GroovyClassLoader(RememberingLoader.OF_SCRIPTS));
            unit.addSource("Script1.groovy", text(source));
            unit.compile(Phases.INSTRUCTION_SELECTION);
        } finally {
            notChecked.addAll(notes.notChecked());
        }
    }

    private static String text(Source source) {
        return ScriptSyntax.rewritten(LONE_RETURN.matcher(source.text()).replaceAll("\n"));
    }

    private Abi abi() {
        Board of = board.get();
        return of == null ? Abi.of(Abi.tables().get(0)) : of.kernel().abi();
    }

    private CompilerConfiguration configuration(
            Source source, boolean namesOutliveIt, boolean statically, CompilerNotes notes) {
        Arch arch = board.get() == null ? null : board.get().arch();
        return ScriptPasses.configuration(
                source,
                namesOutliveIt,
                statically,
                bound,
                arch,
                script -> ScriptNames.of(script, source, abi(), bound, notes));
    }
}
