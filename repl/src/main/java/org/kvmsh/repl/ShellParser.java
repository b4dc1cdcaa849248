package org.kvmsh.repl;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;
import org.kvmsh.repl.commands.Commands;

/** Requests another line while the text so far is incomplete; splits words only for completion. */
final class ShellParser implements Parser {
    private boolean anyLine;
    private final DefaultParser words = new DefaultParser();

    private final Predicate<String> incomplete;

    private final UnaryOperator<String> begun;

    /**
     * @param incomplete whether more lines may make a text whole
     * @param begun the name or string that a text breaks off in
     */
    ShellParser(Predicate<String> incomplete, UnaryOperator<String> begun) {
        this.incomplete = incomplete;
        this.begun = begun;
        words.setEscapeChars(null);
        words.setQuoteChars(new char[0]);
        words.setRegexCommand("/?[A-Za-z][A-Za-z0-9_-]*");
    }

    /** While a text that is no script is read, every line is whole. */
    void takeAnyLine(boolean any) {
        anyLine = any;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !anyLine && !Commands.isCommand(line) && incomplete.test(line)) {
            throw new EOFError(-1, cursor, "incomplete text", "more");
        }
        return context == ParseContext.COMPLETE && !Commands.isCommand(line)
                ? new TypedPiece(line, cursor, begun.apply(line.substring(0, cursor)))
                : words.parse(line, cursor, ParseContext.COMPLETE);
    }
}
