package org.kvmsh.dsl.reference;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.machine.StopCondition;
import org.kvmsh.dsl.word.Block;

/** A word's signatures in TypeScript, and its type as the key of a block that is an object. */
final class WordTypes {
    /** The types of the argument that comes after named arguments. */
    private static final Set<Class<?>> FUNCTIONS = Set.of(Block.class, Handler.class, StopCondition.class);
    /** The words with a block of words, and the name of these. */
    private static final Map<String, String> BLOCKS =
            Map.of("vm", "Vm", "plan", "Vm", "more", "Vm", "vcpu", "Vcpu", "device", "Device", "guest", "Guest");

    private static final String IOCTL = "ioctl";
    private static final String ON = "on";
    /** A value of no type in Java, by word and parameter; the others are any. */
    private static final Map<String, String> OBJECTS = Map.ofEntries(
            Map.entry("vcpu id", "Bits"),
            Map.entry("device type", "Bits | string"),
            Map.entry("start address", "Bits | Entry"),
            Map.entry("real address", "Bits | Entry"),
            Map.entry("prot32 address", "Bits | Entry"),
            Map.entry("long64 address", "Bits | Entry"),
            Map.entry("decode code", "Bytes | GuestBytes"),
            Map.entry("deviceFd fd", "Bits"),
            Map.entry("reg name", "AnyRegister"),
            Map.entry("get name", "AnyRegister"),
            Map.entry("watch register", "AnyRegister"),
            Map.entry("at offset", "Bits"),
            Map.entry("u8 offset", "Bits"),
            Map.entry("u16 offset", "Bits"),
            Map.entry("u32 offset", "Bits"),
            Map.entry("u64 offset", "Bits"));

    /** What is special about the named arguments of a word, by its name. */
    private static final Map<String, String> OPEN =
            Map.of("regs", "GeneralRegisters", "reg", "AnyRegisters", "msrs", "Msrs");

    private final ArgumentTypes arguments;
    private final JavaTypes types;

    WordTypes(ArgumentTypes arguments, JavaTypes types) {
        this.arguments = arguments;
        this.types = types;
    }

    /**
     * The signatures of a word, each from its name on.
     *
     * @param scope the block or the value that the word is of; empty for the top level
     */
    Set<String> signatures(String scope, Described.Entry entry) {
        Set<String> signatures = new LinkedHashSet<>();
        String name = entry.name();
        switch (name) {
            case IOCTL -> ioctl(isBlock(scope)).forEach(signatures::add);
            case "struct" ->
                signatures.add("struct<N extends keyof Structs>(name: N, fields?: Fields<Structs[N]>): Structs[N]");
            case "proposal" -> {
                signatures.add("proposal<N extends keyof Ioctls>(ioctl: Ioctl<N> | N, body:"
                        + " (arg: ProposalCall & Ioctls[N]['struct']) => unknown): ProposalMade");
                signatures.add("proposal(capability: number | `KVM_CAP_${string}`, body:"
                        + " (arg: ProposalCall & Ioctls['KVM_ENABLE_CAP']['struct']) => unknown): ProposalMade");
            }
            case "copy" -> signatures.add("copy<T>(struct: T): T");
            default -> {
                if (handles(entry)) {
                    handlers().forEach(signatures::add);
                } else {
                    ways(entry).forEach(way -> signatures.add(name + call(scope, entry, way)));
                }
            }
        }
        return signatures;
    }

    /** The calls of a word that is read and called too: {@code (pattern: string): Calls}. */
    Set<String> calls(String scope, Described.Entry entry) {
        Set<String> calls = new LinkedHashSet<>();
        entry.called().forEach(way -> calls.add(call(scope, entry, way)));
        return calls;
    }

    private String call(String scope, Described.Entry entry, Method way) {
        return parameters(scope, entry, way).entrySet().stream()
                        .map(parameter -> parameter.getKey() + ": " + parameter.getValue())
                        .collect(Collectors.joining(", ", "(", "): "))
                + types.returned(way.getGenericReturnType());
    }

    /** The variants that a script can call: one with a function of Java is not one. */
    private static List<Method> ways(Described.Entry entry) {
        return entry.ways().stream()
                .filter(way -> !List.of(way.getParameterTypes()).contains(Function.class))
                .toList();
    }

    private static boolean isBlock(String scope) {
        return Character.isLowerCase(scope.isEmpty() ? ' ' : scope.charAt(0));
    }

    private static boolean handles(Described.Entry entry) {
        return entry.word().keys()
                && entry.ways().stream()
                        .anyMatch(way -> List.of(way.getParameterTypes()).contains(Handler.class));
    }

    /** The number that an ioctl returns is a descriptor or a count, also if it takes memory in place of fields. */
    private static Stream<String> ioctl(boolean block) {
        return Stream.of(
                "ioctl<N extends keyof Ioctls>(named: Ioctl<N> | N, fields?: Ioctls[N]['takes']): "
                        + (block ? "void" : "Ioctls[N]['gives']"),
                "ioctl<N extends keyof Ioctls>(named: Ioctl<N> | N, argument: Pointer): " + (block ? "void" : "number"),
                "ioctl(number: Bits, argument?: any): " + (block ? "void" : "any"));
    }

    private Stream<String> handlers() {
        return Arrays.stream(KeyedExit.values())
                .flatMap(key -> Stream.of(
                        key == KeyedExit.EXIT
                                ? "on<R extends keyof ExitsByReason>(key: {exit: R}, handler: (e: ExitsByReason[R])"
                                        + " => unknown): void"
                                : "",
                        "on(key: " + arguments.key(key) + ", handler: (e: " + ExitTypes.ofKey(key)
                                + ") => unknown): void"))
                .filter(signature -> !signature.isEmpty());
    }

    /** {@code io: 0x3f8, do: e => …}: TypeScript can tell the function's exit by the key if it lists all keys. */
    String handlerObjects() {
        StringBuilder text = new StringBuilder("type HandlerObject =");
        for (KeyedExit key : KeyedExit.values()) {
            String others = Arrays.stream(KeyedExit.values())
                    .filter(each -> each != key)
                    .map(each -> each.key() + "?: undefined")
                    .collect(Collectors.joining(", "));
            String rest = others + ", do: (e: ";
            // A number would fit each reason's type too, and TypeScript could not tell which exit the function gets.
            text.append(
                            key == KeyedExit.EXIT
                                    ? "\n  | {[R in keyof ExitsByReason]: {exit: R, " + rest
                                            + "ExitsByReason[R]) => unknown}}[keyof ExitsByReason]\n  | {exit: bigint |"
                                            + " AnyPlace, "
                                    : "\n  | " + arguments.key(key) + " & {")
                    .append(rest)
                    .append(ExitTypes.ofKey(key))
                    .append(") => unknown}");
        }
        return text.append(";\n").toString();
    }

    /** Named arguments come before a block or a function and otherwise last. */
    private Map<String, String> parameters(String scope, Described.Entry entry, Method way) {
        List<Parameter> ordered = new ArrayList<>(Arrays.asList(way.getParameters()));
        if (ordered.size() > 1 && Map.class.isAssignableFrom(ordered.get(0).getType())) {
            Class<?> last = way.getParameterTypes()[way.getParameterCount() - 1];
            boolean blockLast = last == Block.class || FUNCTIONS.contains(last);
            ordered.add(blockLast ? ordered.size() - 2 : ordered.size() - 1, ordered.remove(0));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Parameter parameter : ordered) {
            if (Map.class.isAssignableFrom(parameter.getType())) {
                parameters.put("named", named(scope, entry));
            } else if (parameter.getType() == Block.class) {
                parameters.put("block", block(entry.name()));
            } else {
                parameters.put(
                        parameter.getName(),
                        OBJECTS.getOrDefault(
                                entry.name() + " " + parameter.getName(),
                                types.taken(parameter.getParameterizedType())));
            }
        }
        return parameters;
    }

    private String named(String scope, Described.Entry entry) {
        return OPEN.containsKey(entry.name()) ? OPEN.get(entry.name()) : arguments.named(scope, entry);
    }

    private static String block(String word) {
        String words = BLOCKS.get(word);
        return words == null ? "() => unknown" : "((words: " + words + "Words) => void) | " + words + "WordsObject";
    }

    /**
     * The type of a word's key in a block's object: its argument, or an array with an element for each use, which is an
     * array itself where the word takes several arguments.
     */
    String key(String scope, Described.Entry entry) {
        if (entry.name().equals(ON)) {
            return "HandlerObject | HandlerObject[]";
        } else if (entry.name().equals(IOCTL)) {
            return "AnyIoctl | Bits | (AnyIoctl | Bits | IoctlCall)[]";
        }
        Set<String> once = new LinkedHashSet<>();
        Set<String> several = new LinkedHashSet<>();
        for (Method way : ways(entry)) {
            List<String> types = List.copyOf(parameters(scope, entry, way).values());
            (types.size() > 1 ? several : once)
                    .add(
                            types.isEmpty()
                                    ? "boolean"
                                    : types.size() == 1 ? types.get(0) : "(" + String.join(" | ", types) + ")[]");
        }
        String one = String.join(" | ", once);
        Set<String> each = new LinkedHashSet<>(once);
        each.addAll(several);
        return one + " | (" + String.join(" | ", each) + ")[]";
    }
}
