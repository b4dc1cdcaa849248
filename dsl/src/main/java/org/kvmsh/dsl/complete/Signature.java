package org.kvmsh.dsl.complete;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.kvmsh.dsl.reference.ArgumentSentences;
import org.kvmsh.dsl.word.Word;

/**
 * A word with its arguments, for the person who types them.
 *
 * @param about what the current argument is, or the word; may be empty
 * @param current the index of the argument that is being typed; -1 for none
 */
public record Signature(String word, List<String> arguments, int current, String about) {
    private static final Set<String> BLOCKS = Set.of("block", "body");

    /** The word that a text breaks off in, or whose arguments it does; null for none. */
    public static Signature of(String text, Scene scene) {
        Caret caret = new Caret(text, scene.js(), scene.words().withBlocks());
        // Behind a block its word is complete.
        boolean behind = caret.begun.isEmpty()
                && !caret.tokens.isEmpty()
                && caret.tokens.get(caret.tokens.size() - 1).is("}");
        if (caret.inComment || behind) {
            return null;
        }
        Values values = new Values(scene, caret);
        Arguments.Called key = key(caret, values);
        if (key != null && key.word() != null) {
            return of(key, null, scene, caret, values);
        }
        Place place = caret.isMember() ? null : Place.of(caret, scene.js());
        Arguments.Called called = place == null ? null : place.called(values);
        if (called != null && called.word() != null) {
            return of(called, place.given(), scene, caret, values);
        }
        Arguments.Called begun = caret.quoted || caret.begun.isEmpty() ? null : begun(caret, values);
        return begun == null || begun.word() == null ? null : of(begun, null, scene, caret, values);
    }

    /** The word that is a key of a block's object in JavaScript, while it is typed; null elsewhere. */
    private static Arguments.Called key(Caret caret, Values values) {
        Bracket object = caret.bracket;
        boolean isKey = object.kind == Bracket.Kind.OBJECT
                && object.isBlock
                && !caret.quoted
                && !caret.begun.isEmpty()
                && Arguments.begins(caret.tokens.subList(object.at + 1, caret.tokens.size()));
        Class<?> block = isKey ? values.blockOf(object.callee.last().name()) : null;
        return block == null ? null : Arguments.called(typed(caret), block);
    }

    private static Chain typed(Caret caret) {
        return new Chain(List.of(new Chain.Link(caret.begun, false)), caret.tokens.size(), caret.tokens.size());
    }

    /** The word that ends at the caret. */
    private static Arguments.Called begun(Caret caret, Values values) {
        Chain word = typed(caret);
        if (!caret.isMember()) {
            return Arguments.called(word, values.type(word, caret.bracket));
        }
        Known known = values.of(caret.receiver());
        return known == null ? null : Arguments.called(word, known.type());
    }

    /** @param given the tokens of the arguments before the caret; null if none has begun */
    private static Signature of(Arguments.Called called, List<Token> given, Scene scene, Caret caret, Values values) {
        Word word = called.word();
        List<String> positional = positional(called.ways());
        List<String> named = new Arguments(scene, caret, values)
                .names(called, given == null ? List.of() : given, true)
                .toList();
        List<String> all = new ArrayList<>(positional);
        named.forEach(name -> all.add(name + ":"));
        String key = given == null ? null : named(given, caret, named);
        int index = given == null || key != null || given.stream().anyMatch(token -> token.is(":"))
                ? -1
                : Arguments.index(given);
        int current = key != null
                ? all.indexOf(key + ":")
                : index < positional.size() && (!scene.js() || caret.bracket.kind != Bracket.Kind.OBJECT) ? index : -1;
        String about = key == null ? "" : ArgumentSentences.of(called.name(), key);
        return new Signature(called.name(), List.copyOf(all), current, about.isEmpty() ? word.value() : about);
    }

    /** The last argument with a name, as long as its value is typed, or the one whose name is. */
    private static String named(List<Token> given, Caret caret, List<String> names) {
        String typed = caret.quoted ? "" : caret.begun;
        int depth = 0;
        for (int i = given.size() - 1; i > 0; i--) {
            Token token = given.get(i);
            depth += token.isClosing() ? 1 : token.isOpening() ? -1 : 0;
            if (depth == 0 && token.is(",")) {
                break;
            } else if (depth <= 0 && token.is(":") && given.get(i - 1).isName()) {
                return given.get(i - 1).text();
            }
        }
        return typed.isEmpty()
                ? null
                : names.stream()
                        .filter(typed::equals)
                        .findFirst()
                        .orElseGet(() -> names.stream()
                                .filter(name -> name.startsWith(typed))
                                .reduce((one, other) -> "")
                                .filter(name -> !name.isEmpty())
                                .orElse(null));
    }

    /**
     * The names of the arguments without a name, of the way that has most of them; a block is seen where it is typed.
     */
    private static List<String> positional(List<Method> ways) {
        return ways.stream()
                .map(way -> Arrays.stream(way.getParameters())
                        .filter(parameter -> parameter.isNamePresent()
                                && Arguments.isValue(parameter.getType())
                                && !BLOCKS.contains(parameter.getName()))
                        .map(Parameter::getName)
                        .toList())
                .reduce(List.of(), (most, other) -> other.size() > most.size() ? other : most);
    }
}
