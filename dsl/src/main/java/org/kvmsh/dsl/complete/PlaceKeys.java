package org.kvmsh.dsl.complete;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.machine.vcpu.Registers;

/** What a place in a text is, for {@link UsualOrder}: from the most special description to the most general. */
final class PlaceKeys {
    /** A line of a shell, behind those that ran. */
    static final String NEW_LINE = "line";

    private final Scene scene;
    private final Caret caret;
    private final Values values;

    PlaceKeys(Scene scene, Caret caret, Values values) {
        this.scene = scene;
        this.caret = caret;
        this.values = values;
    }

    static PlaceKeys of(String text, Scene scene) {
        Caret caret = new Caret(text, scene.js(), scene.words().withBlocks());
        return new PlaceKeys(scene, caret, new Values(scene, caret));
    }

    List<String> all() {
        if (caret.isMember()) {
            Chain receiver = caret.receiver();
            Known known = values.of(receiver);
            if (known != null && known.type() == Number.class) {
                return List.of(); // The argument that the number is of decides.
            }
            boolean begins = receiver != null && receiver.from() == caret.bracket.statement;
            return known == null ? List.of() : List.of(member(known) + (begins ? " line" : " value"), member(known));
        }
        Place place = Place.of(caret, scene.js());
        if (place != null) {
            List<Token> given = place.isNested() ? place.inner() : place.given();
            String word = place.callee().last().name();
            String key = Arguments.key(given);
            if (key != null) {
                return List.of(word + " " + key + "=", "value");
            } else if (Arguments.begins(given)) {
                List<String> taken = Arguments.taken(given);
                String last = taken.isEmpty() ? "" : taken.get(taken.size() - 1);
                return List.of(word + "(" + last, word + "(", "value");
            }
        }
        if (caret.isStatement()) {
            String scope = scope();
            return caret.bracket.previous.isEmpty() && scope.isEmpty()
                    ? List.of(NEW_LINE, scope + ":")
                    : List.of(scope + ":" + caret.bracket.previous, scope + ":");
        }
        return List.of("value");
    }

    private String member(Known known) {
        if (!known.exits().isEmpty()) {
            return ".exit";
        }
        return "." + (known.type() == null ? "" : simple(known.type()));
    }

    private static String simple(Class<?> type) {
        return Registers.class.isAssignableFrom(type) ? "Registers" : type.getSimpleName();
    }

    private String scope() {
        Class<?> scope = values.scope(caret.bracket);
        String block = scene.words().blocks().entrySet().stream()
                .filter(each -> each.getValue() == scope)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        boolean handler = block.isEmpty() && caret.bracket.callee != null;
        return handler ? caret.bracket.callee.last().name() + "{" : block;
    }

    /** The item that a name is counted as: of the script's own names, the class of its value. */
    String item(Completion completion) {
        if (completion.group() != Completion.Group.OWN) {
            return completion.text();
        }
        Known known = values.named(completion.text(), caret.tokens.size());
        return "<" + (known == null || known.type() == null ? "" : simple(known.type())) + ">";
    }
}
