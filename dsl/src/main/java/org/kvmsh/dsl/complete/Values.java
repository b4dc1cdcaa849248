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
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.DescribedExit;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.bits.NamedBits;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.call.ProposalCall;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.MachineVcpu;
import org.kvmsh.dsl.word.Vocabulary;

/**
 * Finds out what a chain of names stands for: from the values of names that exist, from what words return, from what
 * handlers get.
 */
final class Values {
    /** The blocks whose words are those of another. */
    private static final Map<String, String> SAME_WORDS = Map.of("plan", "vm", "more", "vm");

    /** The words whose blocks are handlers. */
    private static final Set<String> HANDLED = Set.of("on", "proposal");

    /** The parameter of a Groovy block that names none. */
    private static final String IT = "it";

    private final Scene scene;
    private final Caret caret;
    private final LibraryMembers library;

    Values(Scene scene, Caret caret) {
        this.scene = scene;
        this.caret = caret;
        this.library = LibraryMembers.of(scene.js());
    }

    /** Null where it cannot be told. */
    Known of(Chain chain) {
        if (chain == null) {
            return null;
        }
        Known known = null;
        boolean first = true;
        boolean spread = false;
        for (Chain.Link link : chain.links()) {
            known = first ? begun(link, chain.from()) : known == null ? null : member(known, link);
            known = known == null ? null : element(known, link);
            known = known != null && spread ? Known.list(known.type()) : known;
            spread = link.spread();
            known = known != null && spread ? elementOf(known) : known;
            first = false;
        }
        return known;
    }

    private static Known elementOf(Known list) {
        return Known.type(list.element());
    }

    /** The value of the first name or literal of a chain. */
    private Known begun(Chain.Link first, int at) {
        if (first.equals(Chain.Link.NUMBER)) {
            return Known.type(Number.class);
        } else if (first.name().equals(Chain.Link.TEXT.name())) {
            return Known.type(String.class);
        } else if (first.name().equals(Chain.Link.LIST.name())) {
            return Known.list(null);
        }
        if (first.name().equals("struct") && scene.abi().hasStruct(first.argument())) {
            return struct(scene.abi().struct(first.argument()));
        }
        boolean isNew = at > 0 && caret.tokens.get(at - 1).text().equals("new");
        return isNew ? library.created(first.name()) : named(first.name(), at);
    }

    private static Known struct(Struct layout) {
        return layout == null ? null : new Known(Struct.class, layout, List.of());
    }

    /** The value of a name; null where it cannot be told. */
    Known named(String name, int at) {
        for (Bracket bracket = caret.bracket; bracket != null; bracket = bracket.outer) {
            if (bracket.parameters.contains(name)) {
                return parameter(bracket);
            }
            if (!scene.js()
                    && name.equals(IT)
                    && bracket.kind == Bracket.Kind.BLOCK
                    && bracket.parameters.isEmpty()
                    && bracket.callee != null
                    && (library.takesElements(bracket.callee.last().name())
                            || HANDLED.contains(bracket.callee.last().name()))) {
                return parameter(bracket);
            }
        }
        Known assigned = assigned(name, at);
        if (assigned != null) {
            return assigned;
        } else if (isCaught(name)) {
            return Known.type(Throwable.class);
        }
        if (scene.names().containsKey(name)) {
            return Known.value(scene.names().get(name));
        }
        Known own = name.equals(KernelNames.KVM)
                ? Known.type(IoctlScope.class)
                : answered(scene.words().blocks().get(""), name);
        return own != null ? own : library.global(name);
    }

    /** {@code catch (e)}. */
    private boolean isCaught(String name) {
        for (int i = 0; i + 2 < caret.tokens.size(); i++) {
            if (caret.tokens.get(i).text().equals("catch")
                    && caret.tokens.get(i + 1).is("(")
                    && caret.tokens.get(i + 2).text().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The value that this text gave a name, in a line above or before. */
    private Known assigned(String name, int before) {
        for (int i = Math.min(before, caret.tokens.size()) - 2; i >= 0; i--) {
            if (caret.tokens.get(i).isName()
                    && caret.tokens.get(i).text().equals(name)
                    && caret.tokens.get(i + 1).is("=")
                    && (i == 0 || !caret.tokens.get(i - 1).is("."))) {
                int start = i + 2;
                boolean isNew = start < caret.tokens.size()
                        && caret.tokens.get(start).text().equals("new");
                Chain value = Chain.at(caret.tokens, isNew ? start + 1 : start, caret.partners);
                return value == null || value.links().get(0).name().equals(name) ? null : of(value);
            }
        }
        return null;
    }

    /**
     * The parameter of a block: the words of {@code vm(v => …)}, the exit of {@code on(io: …)}, an element of a list.
     */
    private Known parameter(Bracket bracket) {
        Chain callee = bracket.caller != null ? bracket.caller : bracket.callee;
        if (callee == null) {
            return null;
        }
        String word = callee.last().name();
        Class<?> block = blockOf(word);
        if (block != null) {
            return Known.type(block);
        } else if (word.equals("on")) {
            return Known.exit(exits(bracket, callee));
        } else if (word.equals("proposal")) {
            return proposed(callee);
        }
        Known list = library.takesElements(word) ? of(callee.receiver()) : null;
        return list == null ? null : Known.type(list.element());
    }

    /** The call that a proposal answers, with the fields of its ioctl's struct. */
    private Known proposed(Chain callee) {
        Struct argument = callee.to() + 1 < caret.tokens.size()
                        && scene.abi()
                                .hasIoctl(caret.tokens.get(callee.to() + 1).text())
                ? scene.abi().ioctl(caret.tokens.get(callee.to() + 1).text()).struct()
                : null;
        return new Known(ProposalCall.class, argument, List.of());
    }

    /** The class of the words in a word's block; null where those of the outer block go on. */
    Class<?> blockOf(String word) {
        return word.isEmpty() ? null : scene.words().blocks().get(SAME_WORDS.getOrDefault(word, word));
    }

    /** The exits that a handler in this block gets: those of the key that was given. */
    private List<DescribedExit> exits(Bracket block, Chain on) {
        int from = on.from();
        int to = block.at < 0 || block.kind == Bracket.Kind.ARGUMENTS ? caret.tokens.size() : block.at;
        List<Token> arguments = caret.tokens.subList(from, to);
        for (KeyedExit key : KeyedExit.values()) {
            for (int i = 0; i + 1 < arguments.size(); i++) {
                if (arguments.get(i).text().equals(key.key())
                        && arguments.get(i + 1).is(":")) {
                    String reason = key == KeyedExit.EXIT && i + 2 < arguments.size()
                            ? arguments.get(i + 2).text()
                            : "";
                    return described().filter(exit -> exit.isFor(key, reason)).toList();
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

    private Known member(Known known, Chain.Link link) {
        String name = link.name();
        if (name.equals("ioctl") && scene.abi().hasIoctl(link.argument())) {
            return struct(scene.abi().ioctl(link.argument()).struct());
        }
        if (known.type() == ProposalCall.class) {
            return answered(ProposalCall.class, name);
        }
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
                    ? struct(scene.abi().struct(layout.field(name).type()))
                    : null;
        }
        Known variable = MembersOfVariables.symbols(known, name);
        if (variable == null) {
            variable = MembersOfVariables.member(known, name);
        }
        Known member = variable != null ? variable : answered(known.type(), name);
        if (member == null && known.type() == NamedBits.class) {
            return MembersOfBits.member(known, name);
        }
        return member != null ? member : library.result(known, name);
    }

    /** The result of a word or a member of a class, in the first of its ways that returns something with members. */
    private Known answered(Class<?> type, String name) {
        Known bits = MembersOfBits.read(type, name, scene.abi());
        return bits != null ? bits : result(type, name);
    }

    private static Known result(Class<?> type, String name) {
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
        if (!link.indexed() || known.type() == Struct.class || MembersOfVariables.isStruct(known)) {
            return known;
        }
        return known.element() == null ? null : Known.type(known.element());
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
