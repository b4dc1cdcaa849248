package org.kvmsh.dsl.call;

import java.nio.charset.StandardCharsets;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;
import org.kvmsh.dsl.word.ImageBytes;

/** Values from a script to be written somewhere, as bytes, and the text that bytes hold. */
public final class GivenBytes {
    private static final int HIGHEST_CHARACTER = 0xff;

    private GivenBytes() {}

    /** ISO 8859-1 text up to the first zero byte. */
    public static String text(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** The forms of load, a text, or a value from mem. */
    public static byte[] of(Object value) {
        if (value instanceof ByteList.Stored other) {
            return other.copy();
        }
        if (!(value instanceof CharSequence text)) {
            return ImageBytes.of(value, Site.UNKNOWN);
        }
        if (text.chars().anyMatch(character -> character > HIGHEST_CHARACTER)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "a string for memory must be ISO 8859-1, one byte per character; '" + ValueInWords.brief(text)
                            + "' has other characters",
                    "try: " + "'…'.getBytes('UTF-8')");
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
