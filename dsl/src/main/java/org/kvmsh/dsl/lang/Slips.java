package org.kvmsh.dsl.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.word.Word;

/**
 * What people write who come from C, or from the other language: spellings that no valid script has, and what to write in their place. A script is
 * looked through only after it has failed, so that nothing is refused here.
 */
public final class Slips {
    private static final String WRITE = "write: ";

    private final boolean groovy;
    private final List<Slip> all = new ArrayList<>();

    /**
     * One spelling.
     *
     * @param written in the code
     * @param said    what the error must say; null for anything
     * @param message with $1 for what was written
     */
    private record Slip(Pattern written, Pattern said, String message, String note) { }

    /** A slip at its place. */
    private record Found(int position, String message, String note) { }

    private Slips(boolean groovy) {
        this.groovy = groovy;
    }

    /** Those of Groovy's texts. */
    public static Slips ofGroovy(WordTable words) {
        Slips slips = new Slips(true);
        String known = String.join("|", words.words().keySet());
        slips.add("(?<![\\w.])(\\d+)[ \\t]*(KB|MB|GB|ms|s|min)\\b", null, "$0 is not a number: a unit follows a point", WRITE + "$1.$2");
        slips.add("(?<![\\w.])(?:0x)?([0-9][0-9a-fA-F]*)h\\b", null, "$0 is not a number", WRITE + "0x$1");
        slips.add("\\b(expect)\\s*\\(\\s*(E[A-Z0-9]+)\\s*\\)\\s*\\{", null, "expect takes an errno by its name", WRITE + "expect(errno: $2) { … }");
        slips.add("\\b(test|expect|on|vcpu|device|proposal)[ \\t]+((?!=)[^(){};,\\s][^(){};\\n]*?)(?<![,\\s])[ \\t]*\\{", null, "arguments before a block are in brackets", WRITE + "$1($2) { … }");
        slips.add("\\b(const|let)[ \\t]+(\\w+)[ \\t]*=(?!=)", null, "$1 is JavaScript's", WRITE + "def $2 = …");
        slips.add("(?<=[\\w)])[ \\t]*=>", null, "=> is JavaScript's: a block is in braces", WRITE + "{ e -> … }");
        slips.add("\\b(\\w+)[ \\t]*\\([ \\t]*\\{[ \\t]*(\\w+)[ \\t]*:", null, "named arguments have no braces in Groovy", WRITE + "$1($2: …)");
        slips.add("\\b(\\w+)\\.regs[ \\t(]+(\\w+)[ \\t]*:", null, "$1.regs is for reading and assigning one register", WRITE + "$1.reg $2: VALUE, or $1.regs.$2 = VALUE");
        slips.add("(?:(?<=\\.KB|\\.MB|\\.GB|[0-9'\"\\]}])|(?<=\\b0x[0-9a-fA-F]{1,16}))[ \\t]+(" + known + ")\\b(?![ \\t]*[:=.,)])", null, "a ; is missing before $1", "separate statements on one line by ;");
        slips.addNamed(words, "$1 is a named argument, which has a colon", WRITE + "$1: $2");
        return slips;
    }

    /** Those of JavaScript's texts. */
    public static Slips ofJavaScript(WordTable words) {
        Slips slips = new Slips(false);
        String known = String.join("|", words.words().keySet());
        slips.add("(?<![\\w.])(\\d+)\\.?(KB|MB|GB|ms)\\b", null, "$0 is not a number", WRITE + "$2($1)");
        slips.add("(?<![\\w.])(\\d+)\\.?s\\b", null, "$0 is not a number", WRITE + "seconds($1)");
        slips.add("(?<![\\w.])(\\d+)\\.?min\\b", null, "$0 is not a number", WRITE + "minutes($1)");
        slips.add("(?<![\\w.])(?:0x)?([0-9][0-9a-fA-F]*)h\\b", null, "$0 is not a number", WRITE + "0x$1");
        slips.add("\\b(vm|more|plan)[ \\t]*\\{", null, "a block is an object or a function in JavaScript", WRITE + "$1({ … }), or $1(v => { … })");
        slips.add("\\b(test|expect|attempt|refusal|unchecked|on)[ \\t]*\\(([^()\\n]*)\\)[ \\t]*\\{", null, "a block is a function in JavaScript", WRITE + "$1($2, () => { … })");
        slips.add("\\b(test|expect|attempt|refusal|unchecked|on)[ \\t]*\\{", null, "a block is a function in JavaScript", WRITE + "$1(() => { … })");
        slips.add("\\b(test|expect|attempt|refusal|unchecked)[ \\t]*\\((?:[^()\\n]*,)?[ \\t]*\\{(?![ \\t]*(?:\\w+[ \\t]*:|\\}))", null, "a block is a function in JavaScript: its arrow is missing", WRITE + "() => { … }");
        slips.add("\\b(?!if|for|while|switch|return|case)(\\w+)[ \\t]*\\([ \\t]*(\\w+)[ \\t]*:", null, "named arguments are an object in JavaScript", WRITE + "$1({$2: …})");
        slips.add("\\bdef[ \\t]+(\\w+)[ \\t]*=(?!=)", null, "def is Groovy's", WRITE + "const $1 = …");
        slips.add("\\b(\\w+)\\.regs[ \\t]*\\([ \\t]*\\{[ \\t]*(\\w+)[ \\t]*:", Pattern.compile("regs"), "$1.regs is for reading and assigning one register", WRITE + "$1.reg({$2: VALUE}), or $1.regs.$2 = VALUE");
        slips.add("(?:^|(?<=[;{(=>.])|(?<=[;{(=>.] ))(" + known + ")[ \\t]+(?=['\"\\w])(?!in\\b|of\\b|instanceof\\b)", Pattern.compile("^unexpected"), "arguments are in brackets in JavaScript", WRITE + "$1(…)");
        slips.add("(?<=[\\w)}\\]'\"])[ \\t]+(\\w+)[ \\t]*:(?!:)", Pattern.compile("^unexpected ident"), "a comma is missing before $1", WRITE + ", $1: …");
        return slips;
    }

    private void add(String written, Pattern said, String message, String note) {
        all.add(new Slip(Pattern.compile(written, Pattern.MULTILINE), said, message, note));
    }

    /** {@code run until hlt}. */
    private void addNamed(WordTable words, String message, String note) {
        Set<String> names = new TreeSet<>();
        words.words().values().stream().map(Word::named).forEach(named -> names.addAll(List.of(named)));
        for (String name : names) {
            add("(?<=[ \\t(,])(" + name + ")[ \\t]+([\\w.'\"-]+)", Pattern.compile("'" + name + "'"), message, note);
        }
    }

    /** The error at the place of what was mistyped, if its text shows that; otherwise the error as it is. */
    public ScriptError explained(ScriptError error, Source source) {
        if (!error.site().source().equals(source.name())) {
            return error;
        }
        String code = CodeText.of(source.text(), groovy);
        int line = error.site().line();
        boolean syntax = error.isOfCompiler() && error.headline().startsWith("unexpected");
        Found found = line > 0 ? inLine(code, source.text(), line, error) : error.isOfCompiler() ? first(code, source.text(), error, 0, code.length()) : null;
        if (found == null && syntax) {
            Brackets.Lonely lonely = Brackets.find(code);
            found = lonely != null ? new Found(lonely.position(), lonely.message(), lonely.note()) : first(code, source.text(), error, 0, start(code, line + 1));
        }
        if (found == null) {
            return error;
        }
        int at = found.position();
        int row = (int) code.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        Throwable cause = error.getCause();
        ScriptError better = new ScriptError(new Site(source.name(), row, at - code.lastIndexOf('\n', at - 1)), found.message(), cause, found.note());
        return error.isOfCompiler() ? better.ofCompiler() : better;
    }

    private Found inLine(String code, String text, int line, ScriptError error) {
        return first(code, text, error, start(code, line), start(code, line + 1));
    }

    /** The first slip of a region; of several at one place the one that is listed first. */
    private Found first(String code, String text, ScriptError error, int from, int to) {
        Found first = null;
        for (Slip slip : all) {
            Matcher matcher = slip.written.matcher(code).region(from, to).useTransparentBounds(true);
            if ((slip.said == null || slip.said.matcher(error.headline()).find()) && matcher.find() && (first == null || matcher.start() < first.position)) {
                first = new Found(matcher.start() + leading(matcher.group()), filled(slip.message, matcher, text), filled(slip.note, matcher, text));
            }
        }
        return first;
    }

    private static int leading(String found) {
        return found.length() - found.stripLeading().length();
    }

    /** With what the script itself has at these places, strings too. */
    private static String filled(String message, Matcher matcher, String text) {
        String filled = message;
        for (int group = 0; group <= matcher.groupCount(); group++) {
            if (matcher.start(group) >= 0) {
                filled = filled.replace("$" + group, text.substring(matcher.start(group), matcher.end(group)).strip());
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
     * Refuses a {@code $} in double quotes that begins no name, which Groovy's lexer stumbles over.
     *
     * @throws ScriptError with its place
     */
    public static void checkDollars(Source source) {
        int at = CodeText.loneDollar(source.text());
        if (at >= 0) {
            String before = source.text().substring(0, at);
            throw new ScriptError(new Site(source.name(), (int) before.chars().filter(c -> c == '\n').count() + 1, at - before.lastIndexOf('\n')),
                    "$ in double quotes begins the name of a variable", "write \\$ for the character itself, or put the text in single quotes").ofCompiler();
        }
    }
}
