package org.kvmsh.dsl.lang.js;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.lang.CodeText;
import org.kvmsh.dsl.lang.Slips;
import org.kvmsh.dsl.lang.groovy.JavaScriptForm;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Source;

/** A {@code vm { }} of Groovy in a JavaScript text: its error has the same call as JavaScript, to be copied. */
final class GroovyBlock {
    private static final Pattern WORD =
            Pattern.compile("(?<!\\bclass )(?<![\\w.])(?:\\w+\\.)*(?:vm|more|plan)[ \\t]*\\{");

    private GroovyBlock() {}

    /**
     * The error of a text that JavaScript does not compile, at the word before the block: the compiler may report any
     * word in it first.
     *
     * @param error unchanged if it is about something else
     */
    static ScriptError explained(ScriptError error, Source source) {
        if (!error.isOfCompiler()
                || error.site().line() <= 0
                || !error.site().source().equals(source.name())) {
            return error;
        }
        String code = CodeText.withTemplates(source.text());
        int at = position(source, error);
        Matcher word = WORD.matcher(code);
        while (word.find()) {
            int end = end(code, word.end());
            if (word.start() <= at && at < end) {
                Optional<String> form = JavaScriptForm.of(source.text().substring(word.start(), end));
                return form.isEmpty()
                        ? error
                        : new ScriptError(
                                        source.at(word.start()),
                                        Slips.BLOCK,
                                        error.getCause(),
                                        Slips.WRITE + form.get())
                                .ofCompiler();
            }
        }
        return error;
    }

    private static int position(Source source, ScriptError error) {
        int at = 0;
        for (int line = 1; line < error.site().line(); line++) {
            at = source.text().indexOf('\n', at) + 1;
        }
        return at + error.site().column() - 1;
    }

    /** Behind the block's closing brace; 0 if it has none. */
    private static int end(String code, int inside) {
        int depth = 1;
        for (int i = inside; i < code.length(); i++) {
            depth += code.charAt(i) == '{' ? 1 : code.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return 0;
    }
}
