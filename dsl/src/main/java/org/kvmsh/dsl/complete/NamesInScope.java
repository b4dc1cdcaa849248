package org.kvmsh.dsl.complete;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.Hypercalls;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.SbiCalls;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.machine.exit.ExitReason;
import org.kvmsh.dsl.word.Vocabulary;

/** The names that a statement or a value may begin with: the script's own, words, the headers', the language's. */
final class NamesInScope {
    private static final String KERNEL = "KVM_";

    private final Scene scene;
    private final Caret caret;
    private final Values values;
    private final MembersOfValue members;
    private final Class<?> top;

    NamesInScope(Scene scene, Caret caret, Values values, MembersOfValue members) {
        this.scene = scene;
        this.caret = caret;
        this.values = values;
        this.members = members;
        this.top = scene.words().blocks().get("");
    }

    /** Those that fit at the caret; behind a value only what joins it to another. */
    List<Completion> here() {
        Token before = caret.tokens.isEmpty() ? null : caret.tokens.get(caret.tokens.size() - 1);
        boolean statement = caret.isStatement();
        List<Completion> special = LanguageNames.behind(before, scene.js(), statement);
        if (special != null) {
            return special;
        }
        if (caret.bracket.isIndex && caret.bracket.at == caret.tokens.size() - 1) {
            return index();
        }
        List<Completion> found = new ArrayList<>(compared());
        found.addAll(all());
        return found;
    }

    private List<Completion> index() {
        List<Completion> found =
                new ArrayList<>(List.of(new Completion("0", Completion.Group.VALUE, "the first element")));
        found.addAll(accepted(ArgumentKind.NUMBER));
        return found;
    }

    /** The constants that an exit or an errno before {@code ==} is compared with. */
    private List<Completion> compared() {
        int last = caret.tokens.size() - 1;
        boolean compares = last >= 1
                && (caret.tokens.get(last).is("==") || caret.tokens.get(last).is("!="));
        String member = compares ? caret.tokens.get(last - 1).text() : "";
        List<String> names = switch (member) {
            case "exit" -> ExitReason.words().stream().map(kind -> kind.word()).toList();
            case "errno" -> Arrays.stream(Errno.values()).map(Errno::name).toList();
            default -> List.of();
        };
        return names.stream()
                .map(name -> new Completion(name, Completion.Group.VALUE, ""))
                .toList();
    }

    /** Every one, whatever is before the caret. */
    List<Completion> all() {
        Class<?> scope = values.scope(caret.bracket);
        List<Completion> found = new ArrayList<>(own());
        boolean statement = caret.isStatement();
        if (statement || scope == top) {
            found.addAll(scope == top ? members.ofTop() : members.words(scope, Completion.Group.WORD));
        }
        if (!statement && scope != top) {
            found.addAll(ofValues());
        }
        found.addAll(LanguageNames.of(scene.js(), statement && scope == top, !caret.begun.isEmpty()));
        if (!statement || scope == top) {
            kernel(found, caret.begun, !statement && !caret.begun.isEmpty());
        }
        return found;
    }

    /** The script's own names that an argument of a kind accepts. */
    List<Completion> accepted(ArgumentKind kind) {
        return own().stream()
                .filter(own -> kind.accepts(values.named(own.text(), caret.tokens.size())))
                .toList();
    }

    List<Completion> own() {
        Set<String> names = new LinkedHashSet<>(values.parameters());
        List<String> declared = new ArrayList<>(DeclaredNames.of(caret.tokens));
        Collections.reverse(declared);
        names.addAll(declared);
        names.removeAll(caret.assigned());
        names.addAll(scene.names().keySet());
        return names.stream()
                .map(name -> new Completion(name, Completion.Group.OWN, ""))
                .toList();
    }

    /** The members that this text has used of the value before the dot, whose class is not known. */
    List<Completion> usedMembers() {
        Chain receiver = caret.receiver();
        if (receiver == null || !receiver.last().name().matches("\\w+")) {
            return List.of();
        }
        String last = receiver.last().name();
        Set<String> used = new LinkedHashSet<>();
        for (int i = 0; i + 2 < caret.tokens.size(); i++) {
            if (caret.tokens.get(i).isName()
                    && caret.tokens.get(i).text().equals(last)
                    && caret.tokens.get(i + 1).is(".")
                    && caret.tokens.get(i + 2).isName()) {
                used.add(caret.tokens.get(i + 2).text());
            }
        }
        return used.stream()
                .map(name -> new Completion(name, Completion.Group.MEMBER, ""))
                .toList();
    }

    /** The words that return something, which a value may begin with. */
    private List<Completion> ofValues() {
        Map<String, Method> methods = Vocabulary.methods(top);
        return members.ofTop().stream()
                .filter(word -> !methods.containsKey(word.text())
                        || methods.get(word.text()).getReturnType() != void.class)
                .toList();
    }

    /** There are thousands of these, so a prefix is required. */
    private void kernel(List<Completion> found, String begun, boolean ofValues) {
        List<String> names = new ArrayList<>();
        if (KernelNames.KVM.startsWith(begun)) {
            names.add(KernelNames.KVM);
        }
        if (ofValues) {
            names.addAll(KernelNames.constants().keySet());
            for (Errno errno : Errno.values()) {
                names.add(errno.name());
            }
        }
        if (begun.startsWith("KVM") || !begun.isEmpty() && KERNEL.startsWith(begun)) {
            Stream.concat(
                            scene.abi().ioctls().stream().map(Ioctl::name),
                            scene.abi().constants().stream().map(Constant::name))
                    .filter(new OwnArchitecture(scene.abi())::has)
                    .forEach(names::add);
        } else if (begun.startsWith("H_")) {
            names.addAll(Hypercalls.names());
        } else if (begun.startsWith("SBI")) {
            names.addAll(SbiCalls.names());
        }
        names.forEach(name -> found.add(new Completion(name, Completion.Group.KERNEL, "")));
    }
}
