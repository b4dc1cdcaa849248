package org.kvmsh.dsl.lang.groovy;

import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.machine.exit.ExitReason;
import org.kvmsh.dsl.script.Source;

/**
 * What kvmsh adds to Groovy's compiler. A script that was compiled before needs none of it, and the JVM, which verifies
 * a class as a whole, would load every pass together with a class that creates them.
 */
final class ScriptPasses {
    private ScriptPasses() {}

    static CompilerConfiguration configuration(
            Source source,
            boolean namesOutliveIt,
            boolean statically,
            Set<String> bound,
            Arch arch,
            Function<ModuleNode, ScriptNames> names) {
        CompilerConfiguration configuration = CachingParser.in(new CompilerConfiguration());
        // The classes that scripts use are loaded anyway, quicker than Groovy decompiles their files.
        configuration.getOptimizationOptions().put("asmResolving", false);
        configuration.setScriptBaseClass(KvmScript.class.getName());
        ImportCustomizer imports = new ImportCustomizer();
        KernelNames.constantClasses().forEach(constants -> imports.addStaticStars(constants.getName()));
        ExitReason.words()
                .forEach(exit ->
                        imports.addStaticImport(exit.word(), exit.getClass().getName(), exit.name()));
        configuration.addCompilationCustomizers(
                imports,
                new ScriptLiterals(),
                first(LabelChecks::new),
                first(ThrowChecks::new),
                first(ItChecks::new),
                first(HiddenWords::new),
                first(ConditionChecks::new),
                first((unit, type) -> new BlockAssignments(unit, type, bound, namesOutliveIt)),
                first((unit, type) -> new BlockLineMarks(unit, type, source.name())),
                first((unit, type) -> new ScriptMarks(unit, type, source.name(), namesOutliveIt)),
                first(LoopChecks::new));
        configuration.addCompilationCustomizers(ScriptPass.after(
                CompilePhase.CANONICALIZATION,
                (unit, type) -> new ReachChecks(
                        unit, type, statically ? ReachChecks.Stage.BEFORE_TYPES : ReachChecks.Stage.UNTYPED, names)));
        if (statically) {
            configuration.addCompilationCustomizers(
                    first((unit, type) -> new HandlerTypes(unit, type, arch)), new StaticCompilation(names));
        }
        return configuration;
    }

    private static CompilationCustomizer first(BiFunction<SourceUnit, ClassNode, ScriptPass> pass) {
        return ScriptPass.after(CompilePhase.CONVERSION, pass);
    }
}
