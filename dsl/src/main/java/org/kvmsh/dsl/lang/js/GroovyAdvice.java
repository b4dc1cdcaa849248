package org.kvmsh.dsl.lang.js;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.lang.ScriptWords;
import org.kvmsh.dsl.lang.groovy.JavaScriptForm;
import org.kvmsh.dsl.word.Vocabulary;

/** Advice of an error that has a call in Groovy somewhere in its text: the same with the call in JavaScript. */
final class GroovyAdvice {
    private static final Pattern BLOCK = Pattern.compile("(?<![\\w.])(?:\\w+\\.)*"
            + "(?:vm|more|plan|vcpu|device|guest|test|expect|on|attempt|refusal)(?:\\([^()]*\\)| )\\s*\\{");
    /** A call without parentheses at the end of a sentence. */
    private static final Pattern CALL =
            Pattern.compile("^(.*: )((?:def \\w+ = )?(?:m|kvm|context)\\.\\w+ [^\\s=({].*)$");

    /** The same of a word of the top level, with a named argument. */
    private static final Pattern WORD = Pattern.compile("^(.*: )((\\w+) \\w+: .*)$");

    private static final String OR = ", or: ";

    private GroovyAdvice() {}

    /** The note itself if it has no such call. */
    static String inJavaScript(String note) {
        Matcher block = BLOCK.matcher(note);
        if (block.find()) {
            int end = end(note, block.end());
            String form =
                    JavaScriptForm.ofAdvice(note.substring(block.start(), end)).orElse(null);
            return form == null ? note : note.substring(0, block.start()) + form + other(note.substring(end));
        }
        Matcher call = CALL.matcher(note);
        Matcher word = WORD.matcher(note);
        if (word.matches() && Vocabulary.of(ScriptWords.class).containsKey(word.group(3))) {
            return word.group(1) + JsSignature.of(word.group(2));
        }
        return call.matches()
                ? call.group(1) + JsSignature.of(call.group(2))
                : note.replaceFirst("(?<=: )struct ('\\w+')", "struct($1)");
    }

    /** The rest of a note, which may have another call. */
    private static String other(String rest) {
        return rest.startsWith(OR)
                ? OR + JsSignature.of(rest.substring(OR.length())).replaceFirst("^(guest)\\((\\{.*})\\)$", "$1: $2")
                : rest;
    }

    /** Behind the brace that closes a block. */
    private static int end(String note, int inside) {
        int depth = 1;
        int at = inside;
        while (at < note.length() && depth > 0) {
            depth += note.charAt(at) == '{' ? 1 : note.charAt(at) == '}' ? -1 : 0;
            at++;
        }
        return at;
    }
}
