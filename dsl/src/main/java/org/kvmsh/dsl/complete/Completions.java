package org.kvmsh.dsl.complete;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.Hypercalls;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.SbiCalls;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.word.Vocabulary;

/**
 * The possible continuations of a text that breaks off. It reads tokens, descriptions of words and the names that
 * exist: it makes no call of KVM's and runs nothing of the script.
 */
public final class Completions {
    private final Scene scene;
    private final Caret caret;
    private final Values values;
    private final MembersOfValue members;
    private final Arguments arguments;

    private Completions(String text, Scene scene) {
        this.scene = scene;
        this.caret = new Caret(text, scene.js(), scene.words().withBlocks());
        this.values = new Values(scene, caret);
        this.members = new MembersOfValue(scene);
        this.arguments = new Arguments(scene, caret);
    }

    /** All that begin as the last name or string of the text does, grouped, in order. */
    public static List<Completion> of(String text, Scene scene) {
        Completions completions = new Completions(text, scene);
        String begun = completions.caret.begun;
        List<Completion> all = completions.all();
        List<Completion> same = all.stream()
                .filter(completion -> completion.text().startsWith(begun))
                .toList();
        if (same.isEmpty()) {
            String small = begun.toLowerCase(Locale.ROOT);
            same = all.stream()
                    .filter(completion ->
                            completion.text().toLowerCase(Locale.ROOT).startsWith(small))
                    .toList();
        }
        Map<String, Completion> byText = new TreeMap<>();
        same.forEach(completion -> byText.putIfAbsent(completion.text(), completion));
        return byText.values().stream()
                .sorted(Comparator.comparing(Completion::group))
                .toList();
    }

    /** The name or string that a completion replaces; may be empty. */
    public static String begun(String text, boolean js) {
        Token begun = Tokens.begun(Tokens.of(text, js), text);
        return begun == null ? "" : begun.text();
    }

    private List<Completion> all() {
        if (caret.inComment) {
            return List.of();
        } else if (caret.isMember()) {
            return members.of(values.of(caret.receiver()));
        }
        Place place = Place.of(caret, scene.js());
        Arguments.Called called = place == null ? null : place.called(values);
        if (caret.quoted) {
            return called == null ? List.of() : arguments.quoted(called, place.given());
        } else if (caret.bracket.kind == Bracket.Kind.OBJECT && Arguments.key(given(caret.bracket)) == null) {
            return keysOfObject(called, place);
        }
        List<Completion> found = new ArrayList<>();
        if (called != null) {
            List<Completion> of = arguments.of(called, place.given());
            // In JavaScript named arguments are in an object.
            boolean inObject = !scene.js() || caret.bracket.kind == Bracket.Kind.OBJECT;
            of.stream()
                    .filter(completion -> inObject || completion.group() != Completion.Group.ARGUMENT)
                    .forEach(found::add);
            if (!found.isEmpty() && (Arguments.key(place.given()) != null || called.isOnlyNamed())) {
                return found;
            }
        }
        names(found);
        return found;
    }

    private List<Token> given(Bracket bracket) {
        return caret.tokens.subList(bracket.at + 1, caret.tokens.size());
    }

    /** In an object of JavaScript: the words of its block, or the named arguments of its word. */
    private List<Completion> keysOfObject(Arguments.Called called, Place place) {
        Class<?> block = caret.bracket.callee == null
                ? null
                : values.blockOf(caret.bracket.callee.last().name());
        if (block != null) {
            return members.words(block, Completion.Group.WORD).stream()
                    .map(word -> new Completion(word.text() + ":", Completion.Group.ARGUMENT, word.about()))
                    .toList();
        }
        return called == null
                ? List.of()
                : arguments.of(called, place.given()).stream()
                        .filter(completion -> completion.group() == Completion.Group.ARGUMENT)
                        .toList();
    }

    /** Names that may begin a statement or a value. */
    private void names(List<Completion> found) {
        Class<?> scope = values.scope(caret.bracket);
        Class<?> top = scene.words().blocks().get("");
        values.parameters().forEach(name -> found.add(new Completion(name, Completion.Group.OWN, "")));
        DeclaredNames.of(caret.tokens).forEach(name -> found.add(new Completion(name, Completion.Group.OWN, "")));
        scene.names().keySet().forEach(name -> found.add(new Completion(name, Completion.Group.OWN, "")));
        boolean statement = caret.isStatement();
        if (statement || scope == top) {
            found.addAll(scope == top ? members.ofTop() : members.words(scope, Completion.Group.WORD));
        }
        if (!statement && scope != top) {
            found.addAll(ofValues(top));
        }
        if (!statement || scope == top) {
            kernel(found, caret.begun, !statement && !caret.begun.isEmpty());
        }
    }

    /** The words that return something, which a value may begin with. */
    private List<Completion> ofValues(Class<?> top) {
        Map<String, Method> methods = Vocabulary.methods(top);
        return members.ofTop().stream()
                .filter(word -> !methods.containsKey(word.text())
                        || methods.get(word.text()).getReturnType() != void.class)
                .toList();
    }

    /** There are thousands of these, so a prefix is required. */
    private void kernel(List<Completion> found, String begun, boolean values) {
        List<String> names = new ArrayList<>();
        if (KernelNames.KVM.startsWith(begun)) {
            names.add(KernelNames.KVM);
        }
        if (values) {
            names.addAll(KernelNames.constants().keySet());
            for (Errno errno : Errno.values()) {
                names.add(errno.name());
            }
        }
        if (begun.startsWith("KVM")) {
            Stream.concat(
                            scene.abi().ioctls().stream().map(Ioctl::name),
                            scene.abi().constants().stream().map(Constant::name))
                    .filter(name -> scene.abi().otherArchitecture(name) == null)
                    .forEach(names::add);
        } else if (begun.startsWith("H_")) {
            names.addAll(Hypercalls.names());
        } else if (begun.startsWith("SBI")) {
            names.addAll(SbiCalls.names());
        }
        names.forEach(name -> found.add(new Completion(name, Completion.Group.KERNEL, "")));
    }
}
