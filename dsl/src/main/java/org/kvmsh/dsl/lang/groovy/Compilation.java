package org.kvmsh.dsl.lang.groovy;

import groovy.lang.GroovyClassLoader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.codehaus.groovy.control.BytecodeProcessor;
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

    /** The script with its classes in the compiler's order. */
    CompiledScript script(boolean statically) {
        BytecodeProcessor turning = AssertionText.turning();
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (GroovyClass type : compiled(statically, Phases.CLASS_GENERATION).getClasses()) {
            classes.put(type.getName(), turning.processBytecode(type.getName(), type.getBytes()));
        }
        return new CompiledScript(className, classes, notes.notChecked(), notes.reads());
    }

    /** Compiles up to the types. */
    void analyze(boolean statically) {
        compiled(statically, Phases.INSTRUCTION_SELECTION);
    }

    private CompilationUnit compiled(boolean statically, int phase) {
        CompilerConfiguration configuration = ScriptPasses.configuration(
                source,
                namesOutliveIt,
                statically,
                bound,
                board == null ? null : board.arch(),
                script -> ScriptNames.of(script, source, ScriptCompiler.abi(board), bound, notes));
        CompilationUnit unit = new CompilationUnit(
                configuration, null, new GroovyClassLoader(RememberingLoader.OF_SCRIPTS, configuration));
        unit.addSource(
                className + ".groovy",
                ScriptSyntax.rewritten(LONE_RETURN.matcher(source.text()).replaceAll("\n")));
        unit.compile(phase);
        return unit;
    }
}
