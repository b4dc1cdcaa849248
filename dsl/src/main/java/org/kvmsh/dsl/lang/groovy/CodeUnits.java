package org.kvmsh.dsl.lang.groovy;

import groovyjarjarantlr4.v4.runtime.ANTLRInputStream;
import groovyjarjarantlr4.v4.runtime.CommonTokenStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import org.apache.groovy.parser.antlr4.GroovyLangLexer;
import org.apache.groovy.parser.antlr4.GroovyLangParser;
import org.codehaus.groovy.control.SourceUnit;

/** Columns as Java counts a text's characters; Groovy's lexer counts code points, and its compiler mixes the two. */
final class CodeUnits {
    private CodeUnits() {}

    @SuppressWarnings("deprecation")
    static void count(GroovyLangParser parser, SourceUnit source) {
        CommonTokenStream tokens = (CommonTokenStream) parser.getInputStream();
        GroovyLangLexer lexer = (GroovyLangLexer) tokens.getTokenSource();
        lexer.setInputStream(new ANTLRInputStream(text(source)));
        tokens.setTokenSource(lexer);
    }

    private static String text(SourceUnit source) {
        StringWriter text = new StringWriter();
        try (Reader reader = source.getSource().getReader()) {
            reader.transferTo(text);
        } catch (IOException e) {
            // The parser has read it.
            return "";
        }
        return text.toString();
    }
}
