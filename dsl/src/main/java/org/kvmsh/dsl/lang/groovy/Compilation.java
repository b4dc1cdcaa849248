package org.kvmsh.dsl.lang.groovy;

import groovy.lang.GroovyClassLoader;
import java.lang.reflect.Constructor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.codehaus.groovy.GroovyBugError;
import org.codehaus.groovy.control.BytecodeProcessor;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.tools.GroovyClass;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.dsl.script.Source;

/**
 * One script before Groovy's compiler.
 *
 * @param board the board whose names the script has; it may be null
 */
record Compilation(
        Source source, String className, boolean namesOutliveIt, Set<String> bound, Board board, CompilerNotes notes) {
    /** Parts of Groovy's compiler treat it as a line end, and others do not. */
    private static final Pattern LONE_RETURN = Pattern.compile("\\r(?!\\n)");

    /**
     * A script that was compiled.
     *
     * @param constructor of its class, which is linked
     */
    record Compiled(CompiledScript script, Constructor<?> constructor) {}

    /**
     * A file is compiled statically; what Groovy's static compiler cannot prove, and is not misspelled, is looked up
     * while it runs, as a line's is.
     *
     * @param above the loader of what the script can use
     */
    Compiled compiled(ClassLoader above) throws ReflectiveOperationException {
        if (source.file() != null) {
            try {
                return compiled(true, above);
            } catch (CompilationFailedException | GroovyBugError | LinkageError e) {
                if (StaticRefusal.isAmong(e)) {
                    throw e;
                }
            }
        }
        return compiled(false, above);
    }

    private Compiled compiled(boolean statically, ClassLoader above) throws ReflectiveOperationException {
        BytecodeProcessor turning = AssertionText.turning();
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (GroovyClass type : unit(statically, Phases.CLASS_GENERATION, above).getClasses()) {
            classes.put(type.getName(), turning.processBytecode(type.getName(), type.getBytes()));
        }
        CompiledScript script = new CompiledScript(className, classes, notes.notChecked(), notes.reads());
        return new Compiled(script, script.load(above));
    }

    /** Compiles up to the types. */
    void analyze() {
        try {
            unit(true, Phases.INSTRUCTION_SELECTION, RememberingLoader.OF_SCRIPTS);
        } catch (CompilationFailedException | GroovyBugError e) {
            if (StaticRefusal.isAmong(e)) {
                throw e;
            }
            unit(false, Phases.INSTRUCTION_SELECTION, RememberingLoader.OF_SCRIPTS);
        }
    }

    /** The script compiled up to a phase. */
    private CompilationUnit unit(boolean statically, int phase, ClassLoader above) {
        CompilerConfiguration configuration = ScriptPasses.configuration(
                source,
                namesOutliveIt,
                statically,
                bound,
                board == null ? null : board.arch(),
                script -> ScriptNames.of(script, source, ScriptCompiler.abi(board), bound, notes));
        CompilationUnit unit = new CompilationUnit(configuration, null, new GroovyClassLoader(above, configuration));
        unit.addSource(
                className + ".groovy",
                ScriptSyntax.rewritten(LONE_RETURN.matcher(source.text()).replaceAll("\n")));
        unit.compile(phase);
        return unit;
    }
}
