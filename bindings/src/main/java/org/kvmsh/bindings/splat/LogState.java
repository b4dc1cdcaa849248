package org.kvmsh.bindings.splat;

/**
 * The state of a board's kernel log when a test run has ended.
 *
 * @param why empty of a clean log
 */
public record LogState(Word word, String why) {
    /** The beginning of a summary's line about a log that was not readable. */
    public static final String NOT_READABLE = "kernel log " + Word.NOT_READABLE;
    /** Read to its end, without a fault. */
    public static final LogState CLEAN = new LogState(Word.CLEAN, "");

    /** In the order of what is worse. */
    public enum Word {
        CLEAN("clean"),
        NOT_READABLE("not readable"),
        BAD("bad");

        private final String words;

        Word(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** A log that kvmsh may not read to its end, or not at all. */
    public static LogState notReadable(String why) {
        return new LogState(Word.NOT_READABLE, why);
    }

    /** A log that reports a fault, that is incomplete, or whose board does not answer. */
    public static LogState bad(String why) {
        return new LogState(Word.BAD, why);
    }

    /** The state whose text {@link #toString} has made. */
    public static LogState of(String text) {
        for (Word word : Word.values()) {
            if (text.startsWith(word.toString())) {
                return new LogState(
                        word, text.substring(word.toString().length()).replaceFirst("^: ", ""));
            }
        }
        throw new IllegalArgumentException("unknown state of a kernel log '" + text + "'");
    }

    public boolean isBad() {
        return word == Word.BAD;
    }

    public boolean isReadable() {
        return word != Word.NOT_READABLE;
    }

    /** The worse of two; this one of two that are as bad. */
    public LogState worse(LogState other) {
        return other.word.compareTo(word) > 0 ? other : this;
    }

    /** The text in a summary about a log that was not readable. */
    public String told() {
        return "kernel log " + this + "; a kernel report shows only as a taint";
    }

    /** {@code clean}, {@code not readable: /dev/kmsg: EPERM (1, Operation not permitted)}. */
    @Override
    public String toString() {
        return word + (why.isEmpty() ? "" : ": " + why);
    }
}
