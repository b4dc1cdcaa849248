package org.kvmsh.dsl.complete;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.DescribedExit;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.MachineVcpu;
import org.kvmsh.dsl.word.Vocabulary;

/**
 * Finds out what a chain of names stands for: from the values of names that exist, from what words return, from what
 * handlers get.
 */
record Values(Scene scene, Caret caret) {
    /** The blocks whose words are those of another. */
    private static final Map<String, String> SAME_WORDS = Map.of("plan", "vm", "more", "vm");

    /** Null where it cannot be told. */
    Known of(Chain chain) {
        if (chain == null) {
            return null;
        }
        Chain.Link first = chain.links().get(0);
        Known known = first.equals(Chain.Link.NUMBER) ? Known.type(Number.class) : named(first.name(), chain.from());
        known = known == null ? null : element(known, first);
        for (Chain.Link link : chain.links().subList(1, chain.links().size())) {
            known = known == null ? null : element(member(known, link.name()), link);
        }
        return known;
    }

    private Known named(String name, int at) {
        for (Bracket bracket = caret.bracket; bracket != null; bracket = bracket.outer) {
            if (bracket.parameters.contains(name)) {
                return parameter(bracket);
            }
        }
        Known assigned = assigned(name, at);
        if (assigned != null) {
            return assigned;
        }
        if (scene.names().containsKey(name)) {
            return Known.value(scene.names().get(name));
        }
        return name.equals(KernelNames.KVM)
                ? Known.type(IoctlScope.class)
                : answered(scene.words().blocks().get(""), name);
    }

    /** The value that this text gave a name, in a line above or before. */
    private Known assigned(String name, int before) {
        for (int i = before - 2; i >= 0; i--) {
            if (caret.tokens.get(i).isName()
                    && caret.tokens.get(i).text().equals(name)
                    && caret.tokens.get(i + 1).is("=")
                    && (i == 0 || !caret.tokens.get(i - 1).is("."))) {
                Chain value = Chain.at(caret.tokens, i + 2, caret.partners);
                return value == null || value.links().get(0).name().equals(name) ? null : of(value);
            }
        }
        return null;
    }

    /** The parameter of a block: the words of {@code vm(v => …)}, the exit of {@code on(io: …)}. */
    private Known parameter(Bracket bracket) {
        Chain callee = bracket.callee;
        if (callee == null) {
            return null;
        }
        String word = callee.last().name();
        Class<?> block = blockOf(word);
        if (block != null) {
            return Known.type(block);
        }
        return word.equals("on") ? Known.exit(exits(bracket)) : null;
    }

    /** The class of the words in a word's block; null where those of the outer block go on. */
    Class<?> blockOf(String word) {
        return word.isEmpty() ? null : scene.words().blocks().get(SAME_WORDS.getOrDefault(word, word));
    }

    /** The exits that a handler in this block gets: those of the key that was given. */
    private List<DescribedExit> exits(Bracket block) {
        int from = block.callee.from();
        int to = block.at < 0 || block.kind == Bracket.Kind.ARGUMENTS ? caret.tokens.size() : block.at;
        List<Token> arguments = caret.tokens.subList(from, to);
        for (KeyedExit key : KeyedExit.values()) {
            for (int i = 0; i + 1 < arguments.size(); i++) {
                if (arguments.get(i).text().equals(key.key())
                        && arguments.get(i + 1).is(":")) {
                    String reason = key == KeyedExit.EXIT && i + 2 < arguments.size()
                            ? arguments.get(i + 2).text()
                            : "";
                    return described()
                            .filter(exit -> key == KeyedExit.EXIT
                                    ? reason.startsWith(ExitReasons.PREFIX)
                                            && ExitReasons.shortName(reason).equals(exit.name())
                                    : exit.key() == key)
                            .toList();
                }
            }
        }
        return List.of();
    }

    private Stream<DescribedExit> described() {
        return DescribedExit.of(List.of(scene.abi())).stream();
    }

    /** The words that may begin a statement in a bracket. */
    Class<?> scope(Bracket from) {
        for (Bracket bracket = from; bracket != null; bracket = bracket.outer) {
            Class<?> words = bracket.callee == null
                            || bracket.kind == Bracket.Kind.ARGUMENTS
                            || scene.js() && bracket.kind != Bracket.Kind.OBJECT
                    ? null
                    : blockOf(bracket.callee.last().name());
            if (words != null) {
                return words;
            }
            if (bracket.callee != null
                    && bracket.kind == Bracket.Kind.BLOCK
                    && !scene.js()
                    && isWordOfTop(bracket.callee)) {
                break;
            }
        }
        return scene.words().blocks().get("");
    }

    /** A handler's block has the words of the top level, one of {@code each} those around it. */
    private boolean isWordOfTop(Chain callee) {
        return callee.links().size() == 1
                && scene.words().words().containsKey(callee.last().name());
    }

    /** The class whose word is called in a bracket; null if it is unknown. */
    Class<?> type(Chain callee, Bracket in) {
        Chain receiver = callee.receiver();
        if (receiver != null) {
            Known known = of(receiver);
            return known == null ? null : known.type();
        }
        Class<?> scope = scope(in);
        return Vocabulary.methods(scope).containsKey(callee.last().name())
                ? scope
                : scene.words().blocks().get("");
    }

    /** The methods of a word, with the most arguments first; empty for what is no word. */
    static List<Method> ways(Class<?> type, String word) {
        Method described = Vocabulary.methods(type).get(word);
        return described == null
                ? List.of()
                : Arrays.stream(type.getMethods())
                        .filter(way -> way.getName().equals(described.getName())
                                && !way.isBridge()
                                && !way.isAnnotationPresent(Deprecated.class))
                        .sorted(Comparator.comparing(Method::getParameterCount)
                                .reversed()
                                .thenComparing(Method::toString))
                        .toList();
    }

    private Known member(Known known, String name) {
        if (!known.exits().isEmpty() || known.value() instanceof Exit) {
            return name.equals("vcpu")
                    ? Known.type(MachineVcpu.class)
                    : name.equals("machine") ? Known.type(Machine.class) : null;
        }
        Struct layout = known.value() instanceof StructValue struct
                ? struct.layout()
                : known.value() instanceof Struct struct ? struct : null;
        if (layout != null) {
            return layout.has(name) && !layout.field(name).isScalar()
                    ? new Known(
                            Struct.class, scene.abi().struct(layout.field(name).type()), List.of())
                    : null;
        }
        return answered(known.type(), name);
    }

    /** The result of a word or a member of a class, in the first of its ways that returns something with members. */
    private static Known answered(Class<?> type, String name) {
        return ways(type, name).stream()
                .map(Values::answered)
                .filter(answer -> answer != null && answer.type() != long.class && answer.type() != boolean.class)
                .findFirst()
                .orElse(null);
    }

    private static Known answered(Method way) {
        return way.getGenericReturnType() instanceof ParameterizedType list
                        && List.class.isAssignableFrom(way.getReturnType())
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                ? new Known(List.class, element, List.of())
                : Known.type(way.getReturnType());
    }

    /** An element of a list; the value itself where it is no list. */
    private static Known element(Known known, Chain.Link link) {
        return known != null
                        && link.indexed()
                        && known.type() == List.class
                        && known.value() instanceof Class<?> element
                ? Known.type(element)
                : known != null && link.indexed() && known.type() != Struct.class ? null : known;
    }

    /** The names that blocks around the caret got. */
    Set<String> parameters() {
        Set<String> names = new TreeSet<>();
        for (Bracket bracket = caret.bracket; bracket != null; bracket = bracket.outer) {
            names.addAll(bracket.parameters);
        }
        return names;
    }
}
