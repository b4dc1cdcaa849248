package org.kvmsh.dsl.lang.groovy;

import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.ErrorCollector;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.SourceUnit;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;

/** A script's text as Groovy's parser takes it: with braces for the angles of blocks. */
final class ScriptSyntax {
    private ScriptSyntax() {}

    /** A text with braces for the angles of blocks. */
    static String rewritten(String text) {
        return AngleBlocks.rewrite(text, GroovyWords.withBlocks());
    }

    /** Whether a block of it is not closed. */
    static boolean isIncomplete(String text) {
        return AngleBlocks.isIncomplete(text, GroovyWords.withBlocks());
    }

    /** Parses a text by the parser alone: a {@link CompilationUnit} loads the rest of the compiler. */
    static void parseFirst(String text) {
        CompilerConfiguration configuration = CachingParser.in(new CompilerConfiguration());
        SourceUnit unit = new SourceUnit("", rewritten(text), configuration, null, new ErrorCollector(configuration));
        unit.parse();
        unit.completePhase();
        unit.nextPhase();
        unit.buildAST();
    }

    /** A script's syntax, without resolution. */
    static ModuleNode parse(Source source) {
        CompilationUnit unit = new CompilationUnit(CachingParser.in(new CompilerConfiguration()));
        unit.addSource(source.name(), rewritten(source.text()));
        try {
            unit.compile(Phases.CONVERSION);
        } catch (CompilationFailedException e) {
            throw new ScriptError(Site.UNKNOWN, e.getMessage(), e);
        }
        return unit.getAST().getModules().get(0);
    }
}
