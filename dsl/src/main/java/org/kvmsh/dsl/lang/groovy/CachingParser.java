package org.kvmsh.dsl.lang.groovy;

import java.lang.reflect.Field;
import org.apache.groovy.parser.antlr4.Antlr4ParserPlugin;
import org.apache.groovy.parser.antlr4.AstBuilder;
import org.apache.groovy.parser.antlr4.GroovyLangParser;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.ParserPlugin;
import org.codehaus.groovy.control.ParserPluginFactory;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Reduction;

/**
 * Groovy's parser, which remembers its decisions. Groovy parses in two modes: the fast one does not take a call without
 * parentheses whose argument has a name, {@code needs boards: 'kvm'}, which nearly every script has. The other mode
 * computes each decision anew, unless ANTLR is told to keep it for the texts that follow.
 */
final class CachingParser extends Antlr4ParserPlugin {
    /** Groovy has no setting that reaches its parser. */
    private static final Field PARSER = parser();

    /** The decisions of all scripts that come with kvmsh take 245 MB. */
    private static final boolean HAS_ROOM = Runtime.getRuntime().maxMemory() >= 768L << 20;

    private CachingParser() {}

    /** Lets what is compiled with this configuration be parsed so. */
    static CompilerConfiguration in(CompilerConfiguration configuration) {
        configuration.setPluginFactory(new ParserPluginFactory() {
            @Override
            public ParserPlugin createParserPlugin() {
                return new CachingParser();
            }
        });
        return configuration;
    }

    @Override
    public ModuleNode buildAST(SourceUnit source, ClassLoader loader, Reduction cst) {
        CompilerConfiguration configuration = source.getConfiguration();
        AstBuilder builder =
                new AstBuilder(source, configuration.isGroovydocEnabled(), configuration.isRuntimeGroovydocEnabled());
        try {
            GroovyLangParser parser = (GroovyLangParser) PARSER.get(builder);
            parser.getInterpreter().enable_global_context_dfa = HAS_ROOM;
            // ANTLR has code points of more than 16 bits in a stream of their own kind.
            if (parser.getInputStream()
                    .getTokenSource()
                    .getInputStream()
                    .getClass()
                    .getSimpleName()
                    .contains("32")) {
                CodeUnits.count(parser, source);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        ModuleNode script = builder.buildAST();
        if (script.getStatementBlock().isEmpty() && script.getMethods().isEmpty()) {
            // Groovy makes no script of a text that only declares classes.
            script.addStatement(new ReturnStatement(ConstantExpression.NULL));
        }
        return script;
    }

    private static Field parser() {
        try {
            Field field = AstBuilder.class.getDeclaredField("parser");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
