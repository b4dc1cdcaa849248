package org.kvmsh.bindings.abi.patch;

/** The line of an encoded text on which each line of the decoded one begins. */
final class EncodedLines {
    private static final int CHARACTERS = 4;
    private static final int BYTES = 3;

    private final String[] encoded;
    private final String encoding;
    private int line = -1;
    private int characters;

    EncodedLines(String encoded, String encoding) {
        this.encoded = encoded.split("\n", -1);
        this.encoding = encoding;
    }

    /**
     * The line, counted from 0, that the next line of the decoded text begins on.
     *
     * @param place the offset of its first byte in the decoded text
     */
    int next(int place) {
        if (encoding.equals("base64")) {
            int wanted = place / BYTES * CHARACTERS;
            line = Math.max(line, 0);
            while (line < encoded.length - 1
                    && characters + encoded[line].strip().length() <= wanted) {
                characters += encoded[line++].strip().length();
            }
            return line;
        }
        // A quoted-printable line that ends with = continues on the next one.
        while (encoding.equals("quoted-printable")
                && line >= 0
                && line < encoded.length - 1
                && encoded[line].stripTrailing().endsWith("=")) {
            line++;
        }
        line = Math.min(line + 1, encoded.length - 1);
        return line;
    }
}
