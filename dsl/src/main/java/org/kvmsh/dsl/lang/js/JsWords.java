package org.kvmsh.dsl.lang.js;

import java.util.Collection;
import java.util.Map;
import org.kvmsh.dsl.lang.Slips;
import org.kvmsh.dsl.lang.WordTable;
import org.kvmsh.dsl.word.Word;

/** The words of kvmsh as JavaScript has them. */
public final class JsWords {
    private static final WordTable TABLE = new WordTable(JsScriptWords.class, JsVmWords.class);
    private static final Slips SLIPS = Slips.ofJavaScript(TABLE);

    private JsWords() {}

    /** Every word of the language. */
    public static WordTable table() {
        return TABLE;
    }

    /** A word's example as JavaScript writes it. */
    public static String example(Word word) {
        return JsSignature.of(word);
    }

    /** The members of values without words, by class. */
    public static Map<Class<?>, Collection<String>> members() {
        return Members.named();
    }

    /** The slips that people make. */
    static Slips slips() {
        return SLIPS;
    }
}
