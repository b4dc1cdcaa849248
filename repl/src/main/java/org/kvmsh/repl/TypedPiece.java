package org.kvmsh.repl;

import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * The text that Tab replaces: the name or the string that was begun before the caret.
 *
 * @param line all that was typed
 * @param cursor the caret
 * @param word what was begun
 */
record TypedPiece(String line, int cursor, String word) implements CompletingParsedLine {
    @Override
    public int wordCursor() {
        return word.length();
    }

    @Override
    public int wordIndex() {
        return 0;
    }

    @Override
    public List<String> words() {
        return List.of(word);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return word.length();
    }

    @Override
    public int rawWordLength() {
        return word.length();
    }
}
