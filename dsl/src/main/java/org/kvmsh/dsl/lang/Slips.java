package org.kvmsh.dsl.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Source;

/**
 * Frequent mistakes of people used to C, or to the other language, with the correct spellings. A script is searched for
 * them only after it has failed; {@link #check} alone refuses.
 */
public final class Slips {
    public static final String WRITE = "write: ";
    /** The error's advice for a block of Groovy in JavaScript. */
    public static final String BLOCK = "in JavaScript, pass an object or a function instead of a block";
    /** The messages of the compilers and of the look-up of names. */
    private static final Pattern ANYTHING = Pattern.compile("");
    /** The values that the return of an ioctl is compared with in C. */
    private static final Pattern COMPARED =
            Pattern.compile("[=!]=\\s*-\\s*(?:E[A-Z0-9]+|1)\\b|<\\s*0\\b|,\\s*E[A-Z0-9]+\\s*\\)");

    private static final Pattern ASSIGNED = Pattern.compile(
            "\\b(?:if|while)\\s*\\(\\s*(\\w[\\w.\\[\\]()]*\\s*)(=)(?![=~>])\\s*(0[xX][0-9a-fA-F]+n?|\\d+n?|true|false|null|[A-Z][A-Z0-9_]+|'\\s*'|\"\\s*\")\\s*\\)");

    private final boolean groovy;
    private final WordTable words;
    private final List<Slip> known = new ArrayList<>();

    /**
     * One spelling.
     *
     * @param written the spelling in the code
     * @param said the message that the error must have
     * @param message with $1 for the matched text; empty for the message of the error
     */
    private record Slip(Pattern written, Pattern said, String message, String note) {}

    /** A slip with its position. */
    private record Found(int position, String message, String note) {}

    private Slips(boolean groovy, WordTable words) {
        this.groovy = groovy;
        this.words = words;
    }

    /** The slips of Groovy's texts. */
    public static Slips ofGroovy(WordTable words) {
        return new Slips(true, words);
    }

    /** The slips of JavaScript's texts. */
    public static Slips ofJavaScript(WordTable words) {
        return new Slips(false, words);
    }

    /** Compiled at the first search: most scripts do not fail. */
    private synchronized List<Slip> all() {
        if (known.isEmpty() && groovy) {
            GroovySlips.addTo(this, words);
        } else if (known.isEmpty()) {
            JsSlips.addTo(this, words);
        }
        return known;
    }

    /** A spelling that the languages' own errors are about. */
    void add(String written, String message, String note) {
        known.add(new Slip(Pattern.compile(written, Pattern.MULTILINE), ANYTHING, message, note));
    }

    /** A spelling that an error is about if it says this, be it the language's or a word's. */
    void add(String written, String said, String message, String note) {
        known.add(new Slip(
                Pattern.compile(written, Pattern.MULTILINE), Pattern.compile(said, Pattern.DOTALL), message, note));
    }

    /**
     * The error at the position of the mistyped text, if it is found; otherwise the unchanged error.
     *
     * @param ofLanguage whether a compiler or the look-up of a name says it, and no word
     */
    public ScriptError explained(ScriptError error, Source source, boolean ofLanguage) {
        if (!error.site().source().equals(source.name())) {
            return error;
        }
        String code = CodeText.of(source.text(), groovy);
        if (error.refusal() != null) {
            boolean compared = error.site().line() > 0
                    && COMPARED.matcher(code)
                            .region(
                                    start(code, error.site().line()),
                                    start(code, error.site().line() + 1))
                            .find();
            String note = groovy
                    ? "a failed call throws: use expect(errno: EINVAL) { … }, or attempt { … }, which returns the errno"
                    : "a failed call throws: use expect({errno: EINVAL}, () => …), or attempt(() => …), which returns"
                            + " the errno";
            return compared && !error.notes().contains(note) ? error.because(error.getCause(), note) : error;
        }
        Found found = found(code, source.text(), error, ofLanguage);
        if (found == null) {
            return error;
        }
        ScriptError better = new ScriptError(
                source.at(found.position()),
                found.message().isEmpty() ? error.headline() : found.message(),
                error.getCause(),
                found.note());
        return error.isOfCompiler() ? better.ofCompiler() : better;
    }

    private Found found(String code, String text, ScriptError error, boolean ofLanguage) {
        int line = error.site().line();
        if (error.isOfCompiler()) {
            // What follows an open quote is no code.
            int quote = CodeText.openQuote(text, groovy);
            if (quote >= 0) {
                return openQuote(text, quote);
            }
        }
        Found found = line > 0
                ? first(code, text, error, ofLanguage, start(code, line), start(code, line + 1))
                : error.isOfCompiler() ? first(code, text, error, ofLanguage, 0, code.length()) : null;
        if (found == null && line > 1 && error.headline().endsWith("takes arguments")) {
            // A comma makes the word an argument of what is before it.
            found = first(code, text, error, ofLanguage, start(code, line - 1), start(code, line));
        }
        if (found != null || !error.isOfCompiler() || !error.headline().startsWith("unexpected")) {
            return found;
        }
        Brackets.Lonely lonely = Brackets.find(code);
        if (lonely != null) {
            return new Found(lonely.position(), lonely.message(), lonely.note());
        }
        Found before = first(code, text, error, ofLanguage, 0, start(code, line + 1));
        // Groovy's parser gives up at the bracket of a block that it cannot read.
        return before == null && error.headline().endsWith("'{'")
                ? first(code, text, error, ofLanguage, start(code, line + 1), code.length())
                : before;
    }

    /** Whoever goes on in the next line wants a text of several lines. */
    private Found openQuote(String text, int quote) {
        String one = text.substring(quote, quote + 1);
        String three = one.repeat(3);
        boolean isThree = groovy && text.startsWith(three, quote);
        String mark = isThree ? three : one;
        boolean goesOn = !isThree
                && !one.equals("`")
                && text.substring(quote + 1).lines().limit(1).allMatch(String::isBlank);
        String several = goesOn ? "; for a multi-line string, use " + (groovy ? three : "`") : "";
        return new Found(quote, "this " + mark + " is not closed", "close it with " + mark + several);
    }

    /** The first slip of a region; at the same position, the one listed first. */
    private Found first(String code, String text, ScriptError error, boolean ofLanguage, int from, int to) {
        Found first = null;
        for (Slip slip : all()) {
            if (slip.said == ANYTHING
                    ? !ofLanguage
                    : !slip.said.matcher(error.headline()).find()) {
                continue;
            }
            Matcher matcher = slip.written
                    .matcher(code)
                    .region(from, to)
                    .useTransparentBounds(true)
                    .useAnchoringBounds(true);
            if (matcher.find() && (first == null || matcher.start() + leading(matcher.group()) < first.position)) {
                first = new Found(
                        matcher.start() + leading(matcher.group()),
                        filled(slip.message, matcher, text),
                        filled(slip.note, matcher, text));
            }
        }
        return first;
    }

    private static int leading(String found) {
        return found.length() - found.stripLeading().length();
    }

    /** With the script's text at these positions, including strings. */
    private static String filled(String message, Matcher matcher, String text) {
        String filled = message;
        for (int group = 0; group <= matcher.groupCount(); group++) {
            if (matcher.start(group) >= 0) {
                filled = filled.replace(
                        "$" + group,
                        text.substring(matcher.start(group), matcher.end(group)).strip());
            }
        }
        return filled;
    }

    private static int start(String code, int line) {
        int at = 0;
        for (int i = 1; i < line && at < code.length(); i++) {
            int end = code.indexOf('\n', at);
            at = end < 0 ? code.length() : end + 1;
        }
        return at;
    }

    /**
     * Refuses what a language takes and nobody means: of Groovy's a {@code $} in double quotes that begins no name,
     * which its lexer stumbles over; an assignment of a constant as a condition; of JavaScript's a number that it
     * rounds, and in an object a word that is given twice, of which only the last would be kept.
     *
     * @throws ScriptError with its position
     */
    public void check(Source source) {
        int dollar = groovy ? CodeText.loneDollar(source.text()) : -1;
        if (dollar >= 0) {
            throw new ScriptError(
                            source.at(dollar),
                            "$ in double quotes begins the name of a variable",
                            "write \\$ for the character itself, or put the text in single quotes")
                    .ofCompiler();
        }
        if (!groovy && CodeText.isUnsure(source.text())) {
            return;
        }
        String code = CodeText.of(source.text(), groovy);
        Matcher assigned = ASSIGNED.matcher(code);
        if (assigned.find()) {
            String written = source.text()
                            .substring(assigned.start(1), assigned.start(2))
                            .strip() + " == " + source.text().substring(assigned.start(3), assigned.end(3));
            throw new ScriptError(source.at(assigned.start(2)), "= assigns; == compares", WRITE + written).ofCompiler();
        }
        RoundedNumbers.Literal number = groovy ? null : RoundedNumbers.first(CodeText.withTemplates(source.text()));
        if (number != null) {
            throw new ScriptError(
                            source.at(number.position()),
                            number.text() + " is not exactly representable as a JavaScript number: it would become 0x"
                                    + number.rounded().toString(16),
                            WRITE + number.text() + "n")
                    .ofCompiler();
        }
        RepeatedKeys.Repeated key =
                groovy ? null : RepeatedKeys.find(code, words.words().keySet());
        if (key != null) {
            throw new ScriptError(
                            source.at(key.position()),
                            key.word() + " is in this object twice: JavaScript keeps only the last one",
                            WRITE + key.word() + ": [{ … }, { … }]")
                    .ofCompiler();
        }
    }
}
