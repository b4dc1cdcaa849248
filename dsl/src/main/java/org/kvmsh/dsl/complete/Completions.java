package org.kvmsh.dsl.complete;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The possible continuations of a text that breaks off. It reads tokens, descriptions of words and the names that
 * exist: it makes no call of KVM's and runs nothing of the script.
 */
public final class Completions {
    /** What a name of the kernel's begins with; a string that begins so has one, whatever the string is for. */
    private static final String KERNELS = "KVM_";

    private final Scene scene;
    private final Caret caret;
    private final Values values;
    private final MembersOfValue members;
    private final Arguments arguments;
    private final NamesInScope names;
    private final PlaceKeys keys;

    private Completions(String text, Scene scene) {
        this.scene = scene;
        this.caret = new Caret(text, scene.js(), scene.words().withBlocks());
        this.values = new Values(scene, caret);
        this.members = new MembersOfValue(scene);
        this.arguments = new Arguments(scene, caret, values);
        this.names = new NamesInScope(scene, caret, values, members);
        this.keys = new PlaceKeys(scene, caret, values);
    }

    /** All that begin as the last name or string of the text does, the most usual first. */
    public static List<Completion> of(String text, Scene scene) {
        Completions completions = new Completions(text, scene);
        List<Completion> found = completions.matching(completions.fitting());
        if (found.isEmpty() && !completions.caret.begun.isEmpty() && completions.isName()) {
            found = completions.matching(completions.names.all());
        }
        return UsualOrder.sorted(found, completions.keys, new OwnArchitecture(scene.abi()));
    }

    /** The name, number or string that a completion replaces; may be empty. */
    public static String begun(String text, boolean js) {
        Token begun = Tokens.begun(Tokens.of(text, js), text);
        return begun == null ? "" : begun.text();
    }

    private boolean isName() {
        return !caret.quoted && !caret.inComment && !caret.isMember();
    }

    private List<Completion> matching(List<Completion> all) {
        List<Completion> same = all.stream()
                .filter(completion -> completion.text().startsWith(caret.begun))
                .toList();
        if (same.isEmpty()) {
            String small = caret.begun.toLowerCase(Locale.ROOT);
            same = all.stream()
                    .filter(completion ->
                            completion.text().toLowerCase(Locale.ROOT).startsWith(small))
                    .toList();
        }
        Map<String, Completion> byText = new LinkedHashMap<>();
        same.forEach(completion -> byText.putIfAbsent(completion.text(), completion));
        return new ArrayList<>(byText.values());
    }

    /** What fits at the caret. */
    private List<Completion> fitting() {
        if (caret.inComment) {
            return List.of();
        } else if (caret.isMember()) {
            return members();
        }
        Place place = Place.of(caret, scene.js());
        Arguments.Called called = place == null ? null : place.called(values);
        if (caret.quoted) {
            List<Completion> fit = called == null ? List.of() : arguments.quoted(called, place);
            return fit.isEmpty() && caret.begun.startsWith(KERNELS) ? arguments.namesOfKernel() : fit;
        } else if (caret.bracket.kind == Bracket.Kind.OBJECT && Arguments.begins(given(caret.bracket))) {
            return keysOfObject(called, place);
        } else if (caret.bracket.isBlock && Arguments.key(given(caret.bracket)) != null) {
            return valueOfKey();
        } else if (called != null && isArgument(place)) {
            return arguments(called, place);
        } else if (place != null && called == null && isArgument(place) && LanguageNames.takesText(place.callee())) {
            List<Completion> found = new ArrayList<>(List.of(new Completion("'", Completion.Group.VALUE, "")));
            found.addAll(names.accepted(ArgumentKind.TEXT));
            return found;
        }
        return names.here();
    }

    /** Behind the key of a word in an object of JavaScript: {@code platform: }. */
    private List<Completion> valueOfKey() {
        int colon = Chain.beforeLines(caret.tokens, caret.tokens.size());
        Chain word = Chain.before(caret.tokens, colon, caret.partners);
        Class<?> block = values.blockOf(caret.bracket.callee.last().name());
        Arguments.Called called = Arguments.called(word, block);
        Place place = Place.ofKey(word, caret.bracket);
        if (called == null) {
            Place outer = Place.of(caret, true);
            Arguments.Called of = outer == null ? null : outer.called(values);
            return of == null ? names.here() : arguments(of, outer);
        }
        List<Completion> found = new ArrayList<>(arguments.values(called, place, arguments.row(called, place)));
        if (called.isOnlyNamed()) {
            boolean read = called.ways().stream().anyMatch(way -> way.getParameterCount() == 0);
            found.add(new Completion(read ? "true" : "{", Completion.Group.VALUE, ""));
        } else {
            ArgumentKinds.Row row = arguments.row(called, place);
            found.addAll(row == null ? List.of() : names.accepted(row.kind()));
        }
        return found;
    }

    private List<Completion> members() {
        Known known = values.of(caret.receiver());
        if (known == null) {
            return names.usedMembers();
        }
        if (known.type() != Number.class) {
            return members.of(known);
        }
        Place place = Place.of(caret, scene.js());
        Arguments.Called called = place == null ? null : place.called(values);
        ArgumentKinds.Row row = called == null ? null : arguments.row(called, place.beforeValue());
        return UnitOrder.sorted(members.of(known), row == null ? null : row.kind());
    }

    private List<Token> given(Bracket bracket) {
        return caret.tokens.subList(bracket.at + 1, caret.tokens.size());
    }

    /** Whether an argument begins at the caret: behind its name, a comma or the word. */
    private boolean isArgument(Place place) {
        return Arguments.key(place.inner()) != null
                || Arguments.begins(place.isNested() ? place.inner() : place.given())
                || !place.isNested() && Arguments.key(place.given()) != null;
    }

    private List<Completion> arguments(Arguments.Called called, Place place) {
        ArgumentKinds.Row row = arguments.row(called, place);
        boolean keyed = place.isNested() ? Arguments.key(place.inner()) != null : Arguments.key(place.given()) != null;
        List<Completion> named = new ArrayList<>();
        // In JavaScript named arguments are in an object.
        if (!keyed && (!scene.js() || caret.bracket.kind == Bracket.Kind.OBJECT)) {
            named.addAll(arguments.names(called, place));
        }
        List<Completion> found = new ArrayList<>(arguments.values(called, place, row));
        if (keyed || !called.isOnlyNamed()) {
            boolean any = row == null || row.kind() == ArgumentKind.ANY;
            found.addAll(any ? (found.isEmpty() ? names.here() : List.of()) : names.accepted(row.kind()));
            // A member of another value may be meant.
            found.addAll(caret.begun.isEmpty() ? List.of() : names.own());
        }
        found.addAll(named);
        if (!keyed && place.whole().isEmpty()) {
            found.addAll(opening(called));
        }
        return found;
    }

    /** The brackets that the arguments of a word begin with, where nothing else can. */
    private List<Completion> opening(Arguments.Called called) {
        boolean inBrackets = caret.bracket.kind == Bracket.Kind.ARGUMENTS;
        List<String> brackets = new ArrayList<>();
        if (scene.js() && inBrackets && called.isOnlyNamed()) {
            boolean named =
                    called.word().named().length > 0 || called.word().keys() || values.blockOf(called.name()) != null;
            brackets.addAll(named ? List.of("{") : called.word().block() ? List.of("() => {") : List.of());
        } else if (!scene.js() && !inBrackets && called.word().block() && called.isOnlyNamed()) {
            brackets.add("{");
        }
        return brackets.stream()
                .map(bracket -> new Completion(bracket, Completion.Group.VALUE, ""))
                .toList();
    }

    /** In an object of JavaScript: the words of its block, or the named arguments of its word. */
    private List<Completion> keysOfObject(Arguments.Called called, Place place) {
        Class<?> block = caret.bracket.callee == null
                ? null
                : values.blockOf(caret.bracket.callee.last().name());
        List<Completion> found = new ArrayList<>();
        if (block != null) {
            members.words(block, Completion.Group.WORD)
                    .forEach(word ->
                            found.add(new Completion(word.text() + ":", Completion.Group.ARGUMENT, word.about())));
        }
        if (called != null) {
            found.addAll(arguments.names(called, place));
            if (called.word().block() && block == null) {
                found.add(new Completion("do:", Completion.Group.ARGUMENT, "the function"));
            }
        }
        return found;
    }
}
