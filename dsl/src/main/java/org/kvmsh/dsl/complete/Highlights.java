package org.kvmsh.dsl.complete;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.machine.vcpu.Registers;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/**
 * The kinds of the pieces of a text, as it is typed. Like {@link Completions} it makes no call of KVM's and runs
 * nothing of the script; it reads the text once, from the left.
 */
public final class Highlights {
    private static final Set<String> PREDEFINED =
            Set.copyOf(KernelNames.constants().keySet());
    /** Blocks whose names are those of a value. */
    private static final Set<String> OF_VALUE = Set.of("with", "tap", "use");
    /** In JavaScript its object has its arguments beside the words of its block. */
    private static final String DEVICE = "device";

    private static final Set<String> REGISTER_WORDS = Set.of("regs", "reg");

    private final Scene scene;
    private final int at;
    private final List<Token> all;
    private final List<Token> tokens;
    private final Caret caret;
    private final Values values;
    private final OwnNames own;
    private final List<String> registers;
    private final List<Highlight> found = new ArrayList<>();

    private Highlights(String text, int at, Scene scene) {
        this.scene = scene;
        this.at = at;
        this.all = Tokens.withComments(text, scene.js());
        this.tokens = Tokens.withoutComments(all);
        this.caret = new Caret(tokens, scene.js(), scene.words().withBlocks());
        this.values = new Values(scene, caret);
        this.own = new OwnNames(tokens, scene.names().keySet());
        this.registers =
                Architecture.of(scene.abi()).generalRegisters(scene.abi()).names();
    }

    /**
     * The pieces from the left; they do not overlap.
     *
     * @param at where the person types: a name that ends there is not called unknown
     */
    public static List<Highlight> of(String text, int at, Scene scene) {
        Highlights highlights = new Highlights(text, at, scene);
        highlights.plain();
        highlights.names();
        highlights.brackets();
        highlights.found.sort(Comparator.comparingInt(Highlight::from));
        return highlights.found;
    }

    private void add(Highlight.Kind kind, Token token) {
        found.add(new Highlight(kind, token.from(), token.to()));
    }

    private void plain() {
        for (Token token : all) {
            switch (token.kind()) {
                case NUMBER -> add(Highlight.Kind.NUMBER, token);
                case STRING, OPEN_STRING -> add(Highlight.Kind.STRING, token);
                case COMMENT, OPEN_COMMENT -> add(Highlight.Kind.COMMENT, token);
                default -> {}
            }
        }
    }

    private void names() {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            Highlight.Kind kind = token.isName() ? kind(i) : null;
            if (kind == Highlight.Kind.UNKNOWN && token.to() == at) {
                kind = null;
            }
            if (kind != null) {
                add(kind, token);
            }
            caret.step();
        }
    }

    /** Null for a name without a look of its own. */
    private Highlight.Kind kind(int i) {
        String name = tokens.get(i).text();
        if (caret.isMember()) {
            return member(i);
        } else if (isKey(i)) {
            return key(name);
        } else if (Keywords.are(name)) {
            return Highlight.Kind.KEYWORD;
        } else if (own.has(name) || values.parameters().contains(name)) {
            return null;
        }
        Class<?> scope = values.scope(caret.bracket);
        Map<String, Word> words = scene.words().words();
        if (Vocabulary.methods(scope).containsKey(name)
                || words.containsKey(name) && scene.words().blockOf(name) == null
                || name.equals(KernelNames.KVM)) {
            return Highlight.Kind.WORD;
        } else if (PREDEFINED.contains(name)
                || scene.abi().hasIoctl(name)
                || scene.abi().hasConstant(name)) {
            return Highlight.Kind.KERNEL;
        } else if (KernelNames.isLookedUp(name)) {
            return name.startsWith("KVM_") ? Highlight.Kind.UNKNOWN : Highlight.Kind.KERNEL;
        }
        return Keywords.isType(name) || ofValue() ? null : Highlight.Kind.UNKNOWN;
    }

    private boolean ofValue() {
        for (Bracket bracket = caret.bracket; bracket != null; bracket = bracket.outer) {
            if (bracket.callee != null
                    && OF_VALUE.contains(bracket.callee.last().name())) {
                return true;
            }
        }
        return false;
    }

    /** Values have the members of Java's classes too, so that only a register or a unit can be told to be unknown. */
    private Highlight.Kind member(int i) {
        String name = tokens.get(i).text();
        boolean called = i + 1 < tokens.size()
                && (tokens.get(i + 1).is("(") || tokens.get(i + 1).is("{"));
        Known known = values.of(caret.receiver());
        if (known == null || known.type() == List.class) {
            return null;
        } else if (known.type() == Registers.class) {
            return registers.contains(name) ? Highlight.Kind.REGISTER : called ? null : Highlight.Kind.UNKNOWN;
        } else if (i >= 2 && tokens.get(i - 2).kind() == Token.Kind.NUMBER) {
            return scene.units().contains(name) ? Highlight.Kind.NUMBER : called ? null : Highlight.Kind.UNKNOWN;
        }
        return Vocabulary.methods(known.type()).containsKey(name) ? Highlight.Kind.WORD : null;
    }

    /** Whether a name is that of an argument or of a map's entry, and no value of {@code a ? b : c}. */
    private boolean isKey(int i) {
        if (i + 1 >= tokens.size() || !tokens.get(i + 1).is(":")) {
            return false;
        }
        Token before = i == 0 ? null : tokens.get(i - 1);
        return before == null || !before.is("?") && !before.text().equals("case");
    }

    private Highlight.Kind key(String name) {
        if (caret.bracket.kind == Bracket.Kind.LIST) {
            return null;
        }
        Class<?> block = scene.js() && caret.bracket.kind == Bracket.Kind.OBJECT && caret.bracket.callee != null
                ? values.blockOf(caret.bracket.callee.last().name())
                : null;
        if (block != null && Vocabulary.methods(block).containsKey(name)) {
            return Highlight.Kind.WORD;
        }
        Place place = Place.of(caret, scene.js());
        Arguments.Called called = place == null ? null : place.called(values);
        if (called == null || place.isNested()) {
            return null;
        } else if (REGISTER_WORDS.contains(called.name()) && registers.contains(name)) {
            return Highlight.Kind.REGISTER;
        }
        boolean known = new Arguments(scene, caret, values)
                .names(called, place.given(), true)
                .anyMatch(name::equals);
        boolean complete = block == null
                ? called.word().named().length > 0
                : !called.name().equals(DEVICE);
        return known ? Highlight.Kind.ARGUMENT : complete ? Highlight.Kind.UNKNOWN : null;
    }

    /** A bracket that begins at the caret is meant before one that ends there. */
    private void brackets() {
        int here = -1;
        for (int i = 0; i < tokens.size(); i++) {
            if (caret.partners[i] >= 0
                    && (tokens.get(i).from() == at || tokens.get(i).to() == at)) {
                here = i;
            }
        }
        if (here >= 0) {
            add(Highlight.Kind.BRACKET, tokens.get(here));
            add(Highlight.Kind.BRACKET, tokens.get(caret.partners[here]));
        }
    }
}
