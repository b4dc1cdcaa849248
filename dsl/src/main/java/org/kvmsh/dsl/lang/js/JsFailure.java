package org.kvmsh.dsl.lang.js;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.kvmsh.dsl.call.ProposalFailed;
import org.kvmsh.dsl.lang.Phrases;
import org.kvmsh.dsl.lang.ThrownInWords;
import org.kvmsh.dsl.lang.VerdictWords;
import org.kvmsh.dsl.machine.exit.HandlerFailed;
import org.kvmsh.dsl.machine.expect.Unmet;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;
import org.kvmsh.dsl.session.test.TextInterrupted;
import org.kvmsh.dsl.word.Vocabulary;

/** Converts an exception in a script into an error with a position in the script. */
record JsFailure(Places places) {
    private static final Pattern UNDEFINED = Pattern.compile("ReferenceError: \"?([^\\s\"]+)\"? is not defined");
    /** A block of words in Groovy's spelling too; none of these words can be compared with anything. */
    private static final Pattern ANGLES =
            Pattern.compile("\\b(vm|more|plan|vcpu|device)\\s*(?:\\([^()\\n]*\\))?\\s*<(?![<=])");

    private static final Pattern PLACE = Pattern.compile("^SyntaxError: (?s:.)*?:\\d+:\\d+ ");

    /** GraalVM names the object's class in Java. */
    private static final Pattern MEMBER = Pattern.compile("^TypeError: \\w+ \\((\\w+)\\) on (?s:.*) failed due to: .*");

    /** A call of a name. */
    private static final Pattern NAME = Pattern.compile("^(\\w+)\\s*\\(");

    private static final String MIXED = "a BigInt and a number cannot be mixed";
    /** Texts of the engine. */
    private static final Phrases ENGINE = new Phrases()
            .with("^TypeError: Cannot (?:read|set) property '([^']*)' of (undefined|null)$", "cannot access .$1 on $2")
            .with("^(?:SyntaxError: )?Variable \"(.*)\" has already been declared$", "$1 is already declared")
            .with("^Expected .* but found eof$", "unexpected end of the script")
            .with("^Expected .* but found error$", "unexpected character")
            .with(
                    "^Expected .* but found (import|export)$",
                    "$1: a script is not a module; to run another script, use include('guests.js')")
            .with("^Expected .* but found (?!(?:eof|error|import|export)$)(.+)$", "unexpected $1")
            .with(
                    "^TypeError: instantiate on (\\w+)\\(\\) failed due to: .*$",
                    "$1 is a word, not a class: call it without new")
            .with("^TypeError: instantiate on (?s:.*) failed due to: .*$", "this is not a class: write it without new")
            .with("^TypeError: Cannot convert a BigInt value to a number\\.?$", MIXED)
            .with("^TypeError: (.*) is not iterable$", "$1 is not a list")
            .with("^TypeError: Cannot mix BigInt and other types, use explicit conversions\\.?$", MIXED)
            .with("^SyntaxError: Cannot convert (.*) to a BigInt\\.?$", "'$1' is not an integer")
            .with(
                    "^RangeError: BigInt out of range$",
                    "this number cannot be converted to a BigInt: it is not an integer, or not finite")
            .with(
                    "^TypeError: BigInts have no unsigned right shift, use >> instead\\.?$",
                    "a BigInt has no >>>: use >>")
            .with(
                    "^TypeError: Do not know how to serialize a BigInt$",
                    "JSON has no BigInt: convert it with Number(x) or String(x)")
            .with("^TypeError: execute on (.*) failed due to: .*$", "$1 is not a function")
            .with("^RangeError: Maximum call stack size exceeded$", ThrownInWords.RECURSION)
            .with("^TypeError: (.*) is not a function$", "$1 is not a function");
    /** A property or a function of the global object with a word's name. */
    private static final Pattern REPLACED =
            Pattern.compile("^TypeError: Cannot (?:redefine property: |declare global (function) ')(\\w+)'?$");

    ScriptError of(Throwable thrown) {
        if (thrown instanceof HandlerFailed e) {
            return e.with(of(e.getCause()));
        }
        if (thrown instanceof ProposalFailed e) {
            return e.with(of(e.getCause()));
        }
        if (thrown instanceof PolyglotException several && isOfSeveralPromises(several)) {
            return withOthers(several.getGuestObject().getMember("errors"));
        }
        if (thrown instanceof Unmet e) {
            return e.with(of(e.getCause()));
        }
        if (thrown instanceof TextInterrupted && thrown.getCause() != null) {
            return of(thrown.getCause());
        }
        if (thrown instanceof PolyglotException e) {
            Site site = site(e);
            return angles(e, e.isHostException() ? of(e.asHostException()).at(site) : guest(e, site));
        }
        if (thrown instanceof ScriptError e) {
            String code = places.code(e.site());
            return e.withNotes(note -> JsSignature.note(note, code));
        }
        return ThrownInWords.error(Site.UNKNOWN, thrown);
    }

    /** The error of a call of what is read. */
    private ScriptError notCalled(String name, Site site, PolyglotException error) {
        Matcher call = Pattern.compile("^((?s:.*\\.)?" + Pattern.quote(name) + ")\\s*\\((\\s*\\))?")
                .matcher(text(places.section(error)));
        boolean isFound = call.find();
        return new ScriptError(
                site,
                name + (isFound && call.group(2) == null ? " takes no arguments" : " is read without parentheses"),
                error,
                "write: " + (isFound ? call.group(1) : name));
    }

    /** JavaScript compares what Groovy reads as a block between angles, so the error is of something behind it. */
    private ScriptError angles(PolyglotException thrown, ScriptError error) {
        SourceSection section = syntax(thrown) != null ? syntax(thrown) : places.section(thrown);
        if (section == null || !section.isAvailable()) {
            return error;
        }
        CharSequence before = section.getSource().getCharacters().subSequence(0, section.getCharEndIndex());
        Matcher angle = ANGLES.matcher(before);
        if (!angle.find()) {
            return error;
        }
        String note = "in JavaScript: " + angle.group(1) + "({ … }), or " + angle.group(1) + "(v => { … })";
        if (!thrown.isSyntaxError()) {
            return error.because(thrown, "the < > form is allowed only in Groovy scripts; " + note);
        }
        Site site = Places.site(section.getSource(), angle.start());
        return new ScriptError(site, "the < > form is allowed only in Groovy scripts", thrown, note).ofCompiler();
    }

    /**
     * The error for a name that stands alone and that nothing declares.
     *
     * @param own the script's names, which may have been meant
     */
    static ScriptError unknown(String name, Site site, Throwable cause, Collection<String> own) {
        String block = JsSignature.placeOf(name, JsWords.table());
        return new ScriptError(
                site,
                JsWords.table().unknown("name", name),
                cause,
                block == null ? JsWords.table().nearest(name, own) : name + " belongs inside " + block);
    }

    private static String text(SourceSection section) {
        return section == null || !section.isAvailable()
                ? ""
                : section.getCharacters().toString();
    }

    /** If several promises were rejected without a handler, GraalVM throws all their errors in one. */
    private static boolean isOfSeveralPromises(PolyglotException error) {
        return error.isGuestException() && "AggregateError: Unhandled promise rejections".equals(error.getMessage());
    }

    /** The first of several errors, with the others as its notes. */
    private ScriptError withOthers(Value errors) {
        ScriptError first = of(thrown(errors.getArrayElement(0)));
        String[] others = LongStream.range(1, errors.getArraySize())
                .mapToObj(i -> of(thrown(errors.getArrayElement(i))))
                .map(other -> "another promise failed" + (other.site().line() == 0 ? "" : " at " + other.site()) + ": "
                        + other.headline())
                .toArray(String[]::new);
        return first.because(first.getCause(), others);
    }

    private static Throwable thrown(Value error) {
        try {
            return error.isException()
                    ? error.throwException()
                    : new ScriptError(Site.UNKNOWN, "Unhandled promise rejection: " + error);
        } catch (PolyglotException e) {
            return e;
        }
    }

    private static String inWords(String message) {
        return ENGINE.meaning(message).orElse(message);
    }

    /**
     * The position at which the text of a script is wrong; null where a script only asked for something to be read that
     * is wrong, {@code BigInt('x')}.
     */
    private SourceSection syntax(PolyglotException error) {
        boolean isText =
                error.isSyntaxError() && (places.isScript(error.getSourceLocation()) || places.section(error) == null);
        return isText ? error.getSourceLocation() : null;
    }

    private Site site(PolyglotException error) {
        SourceSection section = syntax(error);
        Site lost = section != null || error.isHostException() ? null : LostOperation.site(error, places);
        return lost != null ? lost : Places.site(section != null ? section : places.section(error));
    }

    private ScriptError guest(PolyglotException error, Site site) {
        String message = error.getMessage() == null ? "error without a message" : error.getMessage();
        if (error.isInterrupted() || error.isCancelled()) {
            return new ScriptError(site, "interrupted", error);
        }
        if (error.isResourceExhausted()) {
            return new ScriptError(
                    site, message.contains("Stack overflow") ? ThrownInWords.NESTED_TOO_DEEP : ThrownInWords.NO_MEMORY);
        }
        Value thrown = error.getGuestObject();
        if (thrown != null && !thrown.hasMember("message")) {
            return new ScriptError(
                    site, "the script threw " + (thrown.isNull() ? message : ValueConverter.quoted(thrown)), error);
        }
        if (syntax(error) != null) {
            return new ScriptError(
                            site,
                            inWords(PLACE.matcher(message)
                                    .replaceFirst("")
                                    .lines()
                                    .findFirst()
                                    .orElse(message)),
                            error)
                    .ofCompiler();
        }
        Matcher member = MEMBER.matcher(message);
        if (member.find()) {
            return notCalled(member.group(1), site, error);
        }
        Matcher name = UNDEFINED.matcher(message);
        if (name.matches()) {
            return places.declares(error, name.group(1))
                    ? new ScriptError(
                            site, name.group(1) + " is used before it is declared", error, "move its declaration up")
                    : unknown(name.group(1), site, error, List.of());
        }
        Matcher replaced = REPLACED.matcher(message);
        if (replaced.matches() && VerdictWords.has(replaced.group(2))) {
            return VerdictWords.hidden(
                    site, replaced.group(2), replaced.group(1) == null ? "a property" : "a function");
        }
        if (message.startsWith("TypeError: Assignment to constant")) {
            return new ScriptError(site, "a const cannot be reassigned", error, "declare it with let");
        }
        String words = inWords(message);
        Matcher call = NAME.matcher(words.endsWith("is not a function") ? text(places.section(error)) : "");
        if (call.find() && JsWords.table().words().containsKey(call.group(1))) {
            Method word = Vocabulary.methods(JsScriptWords.class).get(call.group(1));
            return word != null && Vocabulary.isRead(word) && !places.declares(error, call.group(1))
                    ? notCalled(call.group(1), site, error)
                    : new ScriptError(
                            site,
                            words,
                            error,
                            "the script's own " + call.group(1) + " hides the word: use another name");
        }
        return new ScriptError(
                site,
                ValueInWords.withoutClasses(words),
                error,
                words.equals(MIXED) ? MixedNumbers.note(places.section(error)) : "");
    }
}
