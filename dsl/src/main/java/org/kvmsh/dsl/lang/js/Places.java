package org.kvmsh.dsl.lang.js;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.kvmsh.dsl.lang.RoundedNumbers;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;

/**
 * The position of a script: the innermost line of a script on JavaScript's stack, or the key of an object that is being
 * read.
 */
final class Places {
    /** A semicolon, a bracket, a comment, the end of the text, or a new line that continues no expression. */
    private static final Pattern STATEMENT_ENDS =
            Pattern.compile("[ \\t]*(?://[^\\n]*)?(?:$|[;)}]|\\r?\\n\\s*+(?![(\\[`.,+\\-*/%&|^?:<>=]))");

    private static final Pattern ASKS_FOR_MEMBER =
            Pattern.compile("(?s).+\\bin\\b.+|(?:Reflect\\s*\\.\\s*has|Object\\s*\\.\\s*hasOwn)\\b.+");

    private final Map<String, Source> sources = new ConcurrentHashMap<>();
    /** By their text: two of a name may differ. */
    private final Map<String, Optional<ParsedScript>> parsed = new ConcurrentHashMap<>();

    private Value thrower;
    private Site key;

    /** @param throwing a function that only throws, since an error has the stack */
    void make(Value throwing) {
        thrower = throwing;
    }

    void add(Source source) {
        sources.put(source.name(), source);
    }

    /** The syntax tree of a text; null if the parser rejects it. */
    ParsedScript parsed(String text) {
        return parsed.computeIfAbsent(text, read -> Optional.ofNullable(ParsedScript.of(read)))
                .orElse(null);
    }

    Collection<Source> sources() {
        return sources.values();
    }

    Source source(String name) {
        return sources.get(name);
    }

    /** The line of a script from a position on; empty if it is unknown. */
    String code(Site from) {
        Source source = sources.get(from.source());
        String line = source == null || from.line() == 0 ? "" : source.line(from.line());
        return line == null || from.column() < 1 || from.column() > line.length()
                ? ""
                : line.substring(from.column() - 1);
    }

    Site here() {
        return key != null ? key : site(section());
    }

    /** The script's current call, or null. */
    SourceSection section() {
        try {
            thrower.executeVoid();
            return null;
        } catch (PolyglotException e) {
            return section(e);
        }
    }

    /** Whether the script's current expression is {@code 'x' in object} or the like. */
    boolean asksForMember() {
        SourceSection current = section();
        return current != null
                && ASKS_FOR_MEMBER.matcher(current.getCharacters()).matches();
    }

    /** The running script's spelling of a number; null if it does not write it. */
    String written(BigInteger number) {
        SourceSection call = section();
        return call == null ? null : RoundedNumbers.written(call.getSource().getCharacters(), number);
    }

    /** Whether all that the running script does with a name is to assign it. */
    boolean onlyAssigned(String name) {
        SourceSection call = section();
        return call != null && AssignedName.isOnlyAssigned(call.getSource().getCharacters(), name);
    }

    /** Whether the running script may declare a name with var, which takes the place of a word. */
    boolean declaresVar(String name) {
        SourceSection call = section();
        return call != null
                && Pattern.compile("\\b(?:function\\s+|var\\b(?:[^;\\n]|(?<=[,{\\[])[ \\t]*\\n)*)(?<![\\w$.])"
                                + Pattern.quote(name) + "(?![\\w$])")
                        .matcher(call.getSource().getCharacters())
                        .find();
    }

    /** Whether the script declares a name that it uses where an error is. */
    boolean declares(PolyglotException error, String name) {
        SourceSection use = section(error);
        ParsedScript script = use == null
                ? null
                : parsed(sources.get(use.getSource().getName()).text());
        return script != null && ScriptBindings.of(script).declares(name, use.getCharIndex(), use.getCharEndIndex());
    }

    /** The parts of texts that an error went through, the innermost first. */
    private static Stream<SourceSection> sections(PolyglotException error) {
        return StreamSupport.stream(error.getPolyglotStackTrace().spliterator(), false)
                .filter(PolyglotException.StackFrame::isGuestFrame)
                .map(PolyglotException.StackFrame::getSourceLocation)
                .filter(section -> section != null && section.isAvailable());
    }

    /** The innermost part of a script that an error went through. */
    SourceSection section(PolyglotException error) {
        return sections(error)
                .filter(this::isScript)
                .findFirst()
                .orElseGet(() -> isScript(error.getSourceLocation()) ? error.getSourceLocation() : null);
    }

    /** The part of a text's top level that an error went through; null if none was reached. */
    SourceSection outermost(PolyglotException error, Source text) {
        return sections(error)
                .filter(section ->
                        isScript(section) && section.getSource().getName().equals(text.name()))
                .reduce((inner, outer) -> outer)
                .orElse(null);
    }

    /**
     * The part of a function's own text that an error went through, wherever its innermost position is, or null. A
     * recursive function is on the stack more than once: the call that received it, whose text is around it, ends the
     * search.
     */
    static SourceSection within(SourceSection function, PolyglotException error) {
        return sections(error)
                .filter(section -> section.getSource().equals(function.getSource()))
                .takeWhile(section -> section.getCharIndex() >= function.getCharIndex()
                        || section.getCharEndIndex() < function.getCharEndIndex())
                .filter(section -> section.getCharIndex() >= function.getCharIndex()
                        && section.getCharEndIndex() <= function.getCharEndIndex())
                .reduce((inner, outer) -> outer)
                .orElse(null);
    }

    /** Whether a part of a script is a statement of its own, or all that an arrow function returns. */
    static boolean isStatement(SourceSection section) {
        if (section == null || !section.isAvailable()) {
            return false;
        }
        CharSequence text = section.getSource().getCharacters();
        return text.subSequence(section.getCharIndex(), section.getCharEndIndex())
                        .toString()
                        .matches("\\w+\\s*\\.\\s*\\w+")
                && (AssignedName.beginsStatement(text, section.getCharIndex())
                        || text.subSequence(0, section.getCharIndex())
                                .toString()
                                .stripTrailing()
                                .endsWith("=>"))
                && STATEMENT_ENDS
                        .matcher(text.subSequence(section.getCharEndIndex(), text.length()))
                        .lookingAt();
    }

    boolean isScript(SourceSection section) {
        return section != null
                && section.isAvailable()
                && sources.containsKey(section.getSource().getName());
    }

    static Site site(org.graalvm.polyglot.Source text, int position) {
        return new Site(text.getName(), text.getLineNumber(position), text.getColumnNumber(position));
    }

    static Site site(SourceSection section) {
        return section == null
                ? Site.UNKNOWN
                : new Site(section.getSource().getName(), section.getStartLine(), section.getStartColumn());
    }

    /** During an act, the script is at a key of an object; null to use the stack. */
    void at(Site place, Runnable act) {
        Site before = key;
        key = place;
        try {
            act.run();
        } finally {
            key = before;
        }
    }
}
