package org.kvmsh.specs.kit

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.board.BoardKind
import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.complete.Completion
import org.kvmsh.dsl.complete.Token
import org.kvmsh.dsl.complete.Tokens
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.dsl.session.PlanReader
import org.kvmsh.dsl.session.Session
import org.kvmsh.dsl.word.Vocabulary
import org.kvmsh.specs.kit.ScriptLines.ScriptLine

/** Presses Tab at places of the pages' lines whose continuation is known, and judges what is offered. */
class TabTries implements AutoCloseable {
    /** The kind of a place, by what continues there. */
    enum Kind { MEMBER, WORD, NAME_OF_ARGUMENT, VALUE_OF_ARGUMENT, ARGUMENT, EXPRESSION, STRING }

    static class Try {
        ScriptLine line
        /** The offset of the caret in the line. */
        int caret
        /** The offset in the line of what is begun there. */
        int from
        /** The name, the number or the content of the string that follows. */
        String truth
        Kind kind
        boolean declared
        List<Completion> offers
        boolean among
        /** Whether the first offer is the true continuation itself. */
        boolean exact
        /** Whether the first offer is the true continuation, or fits where nobody could know that. */
        boolean first
        /** Whether the true continuation is offered, or what is offered, if anything, fits where nobody could know that. */
        boolean right

        @Override
        String toString() {
            "${right ? first ? 'first' : among ? 'among' : 'fits ' : 'MISS '} $kind ${line.text.substring(0, caret)}<TAB> $truth  (${offers.take(6)*.text().join(' ')}${offers.size() > 6 ? " … $offers" .size() : ''}) $line.language $line.where"
        }
    }

    private static final Set<String> DECLARERS = ['def', 'const', 'let', 'var', 'int', 'long', 'void', 'function', 'byte'] as Set
    private final Map<String, Library> boards = [:]
    private Map typed = [:]

    /** All places in a line at which a person might press Tab. */
    static List<Try> places(ScriptLine line) {
        def context = line.within + (line.before.empty ? '' : line.before.join('\n') + '\n')
        def text = context + line.text
        def js = line.language == Language.JS
        List<Token> tokens = Tokens.of(text, js)
        def found = []
        tokens.eachWithIndex { token, i ->
            def previous = i == 0 ? null : tokens[i - 1]
            def next = i + 1 < tokens.size() ? tokens[i + 1] : null
            if (token.from() < context.size()) {
                return
            }
            def at = token.from() - context.size()
            def declared = declared(tokens, i)
            if (token.isName()) {
                def kind = kind(tokens, i)
                (0..<token.text().size()).each { inside ->
                    // A name that the person invents cannot be completed from its middle.
                    if (inside == 0 || !declared) {
                        found << new Try(line: line, caret: at + inside, from: at, truth: token.text(), kind: kind, declared: declared)
                    }
                }
            } else if (token.kind() == Token.Kind.NUMBER && !(previous?.is('.')) && !previous?.is('-')) {
                found << new Try(line: line, caret: at, from: at, truth: token.text(), kind: kind(tokens, i))
            } else if (token.kind() == Token.Kind.STRING && !token.text().contains('int main(')) { // not a text in C, which Tab does not know
                def quotes = (token.to() - token.from() - token.text().size()).intdiv(2)
                found << new Try(line: line, caret: at, from: at, truth: line.text.substring(at, Math.min(line.text.size(), token.to() - context.size())), kind: kind(tokens, i))
                if (quotes == 1 && !token.text().contains('\n')) {
                    (0..Math.max(0, token.text().size() - 1)).each { inside ->
                        found << new Try(line: line, caret: at + 1 + inside, from: at + 1, truth: token.text(), kind: Kind.STRING)
                    }
                }
            }
        }
        found.findAll { it.caret > 0 || it.from == 0 && it.line.before }
    }

    static boolean declared(List<Token> tokens, int i) {
        def previous = i == 0 ? null : tokens[i - 1]
        def next = i + 1 < tokens.size() ? tokens[i + 1] : null
        previous?.is('(') && i > 1 && tokens[i - 2].text() in ['for', 'catch'] || previous?.isName() && previous.text() in DECLARERS || next?.is('->') || next?.is('=>') || next?.is('=') && !previous?.is('.') && !(previous?.is(',')) && (previous == null || !previous.isName() || previous.text() in DECLARERS)
                || next?.is('=') && previous?.is(',') || next?.is(')') && i + 2 < tokens.size() && tokens[i + 2].is('=>') || next?.is(',') && tokens.subList(i, Math.min(tokens.size(), i + 6)).takeWhile { it.isName() || it.is(',') || it.is('->') || it.is(')') || it.is('=>') }.any { it.is('->') || it.is('=>') }
    }

    private static Kind kind(List<Token> tokens, int i) {
        def before = tokens.subList(0, i).reverse().find { it.kind() != Token.Kind.LINE }
        def next = i + 1 < tokens.size() ? tokens[i + 1] : null
        def previous = i == 0 ? null : tokens[i - 1]
        if (before?.is('.') || before?.is('?.')) {
            return Kind.MEMBER
        } else if (tokens[i].isName() && next?.is(':')) {
            return Kind.NAME_OF_ARGUMENT
        } else if (before?.is(':')) {
            return Kind.VALUE_OF_ARGUMENT
        } else if (previous == null || previous.is('{') || previous.is(';') || previous.kind() == Token.Kind.LINE || previous.is('->') || previous.is('=>')) {
            return Kind.WORD
        } else if (previous.isName() && previous.text() in ['println', 'print', 'return', 'as', 'new', 'in'] || previous.is('(') && i > 1 && tokens[i - 2].text() in ['println', 'print', 'if', 'while', 'for']) {
            return Kind.EXPRESSION
        } else if (previous.is('(') || previous.is(',') || previous.isName() && !(previous.text() in DECLARERS)) {
            return Kind.ARGUMENT
        }
        Kind.EXPRESSION
    }

    Library board(String name) {
        boards.computeIfAbsent(name) {
            name =~ /^(rfc:)?model:/ ? Library.open(name) : paper()
        }
    }

    /** kvmsh with the headers of an architecture, and no board. */
    static Library paper(String table = 'riscv64') {
        def abi = Abi.of(table)
        def kvmsh = new Library(new Boards([:]), new PrintWriter(Writer.nullWriter()), { })
        kvmsh.use(Session.onPaper(abi.table(), BoardKind.MODEL, null, new HostFacts(abi.table(), { -> abi }, { 0 }, { -> [] }), new PlanReader() { }))
        kvmsh
    }

    /** Types the lines before, as a person would, and presses Tab. */
    Try press(Try at) {
        def line = at.line
        def open = type(line)
        def kvmsh = board(line.board)
        at.offers = kvmsh.completions(line.language, line.within + open + line.text.substring(0, at.caret))
        def rest = line.text.substring(at.from)
        at.among = at.offers.any { continues(rest, it.text()) }
        at.exact = at.offers && continues(rest, at.offers.first().text())
        at.right = at.among || isUnknowable(at) && fit(at, kvmsh)
        at.first = at.exact || !at.among && at.right && at.offers
        at
    }

    static boolean continues(String rest, String offer) {
        def text = offer.trim()
        rest.startsWith(text) && !text.empty && !(text[-1] ==~ /\w/ && rest.size() > text.size() && rest[text.size()] ==~ /\w/)
    }

    /** A value that only the person knows: a number, a text of their own, a name that they give. */
    private static boolean isUnknowable(Try at) {
        at.declared || at.truth =~ /^[0-9]/ || at.kind == Kind.STRING && at.truth.contains('*') || at.truth =~ /^['"`]/ || at.kind == Kind.STRING && !at.offers.any { it.text().size() > 1 }
    }

    /** Whether everything that is offered could be typed there: for a number, numbers. */
    private boolean fit(Try at, Library kvmsh) {
        if (at.kind == Kind.STRING) {
            return true
        } else if (at.declared || at.kind in [Kind.WORD, Kind.EXPRESSION]) {
            return !at.offers.empty
        }
        at.offers.every { fits(at, it, kvmsh) }
    }

    private boolean fits(Try at, Completion offer, Library kvmsh) {
        if (offer.text().endsWith(':')) {
            return at.kind == Kind.ARGUMENT
        } else if (offer.text().endsWith('(') || offer.text() =~ /^['"\[{]/) {
            return true
        }
        if (offer.group() == Completion.Group.WORD) {
            return isNumber(offer.text(), at.line.language) == (at.truth =~ /^[0-9]/ as boolean)
        }
        try {
            def value = kvmsh.evaluate(at.line.language, "($offer.text)")
            return at.truth =~ /^[0-9]/ ? value instanceof Number || value instanceof BigInteger || value instanceof Enum : value instanceof CharSequence || value instanceof byte[]
        } catch (Exception e) {
            return at.line.language == Language.JS && offer.text() in ['KB', 'MB', 'GB', 'ms', 'seconds', 's', 'us']
        }
    }

    /** Whether a word returns a number. */
    private static boolean isNumber(String word, Language language) {
        def method = Vocabulary.methods(Library.words(language).blocks()[''])[word]
        method != null && (method.returnType.primitive && method.returnType != void || Number.isAssignableFrom(method.returnType))
    }

    /** Runs the lines before it, which stay typed for the next line of the script; returns those that are not complete. */
    private String type(ScriptLine line) {
        def kvmsh = board(line.board)
        def script = [line.board, line.language]
        if (typed.script != script || line.before.take(typed.lines?.size() ?: 0) != typed.lines) {
            kvmsh.forgetNames()
            typed = [script: script, lines: [], open: '', failed: '']
        }
        line.before.drop(typed.lines.size()).each {
            typed.open += it + '\n'
            if (!kvmsh.isIncomplete(line.language, typed.open)) {
                try {
                    kvmsh.evaluate(line.language, typed.open.replace("rfc 'kvm", "rfc '$Kvmsh.ROOT/scripts/rfc/kvm").replace("rfc('kvm", "rfc('$Kvmsh.ROOT/scripts/rfc/kvm"))
                } catch (Throwable e) {
                    // It needs another board, or fails on purpose.
                    typed.failed += typed.open
                }
                typed.open = ''
            }
        }
        typed.lines = line.before
        typed.failed + typed.open
    }

    @Override
    void close() {
        boards.values()*.close()
    }
}
