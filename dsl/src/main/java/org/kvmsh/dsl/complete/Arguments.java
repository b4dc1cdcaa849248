package org.kvmsh.dsl.complete;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.kvm.Msrs;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.call.ProposalBody;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.machine.StopCondition;
import org.kvmsh.dsl.reference.ArgumentSentences;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The possible arguments of a word: the names of its named arguments, and the values that each accepts. */
final class Arguments {
    private static final String STRUCT_OF_CALL = "ioctl";
    /** In JavaScript its object has the vCPU's number. */
    private static final String VCPU = "vcpu";
    /** Groovy's block, a class of the front end alone. */
    private static final String CLOSURE = "Closure";

    private static final ArgumentKinds.Row NUMBER =
            new ArgumentKinds.Row(ArgumentKind.NUMBER, List.of(), List.of("0", "1"));

    private final Scene scene;
    private final Abi abi;
    private final ValuesOfKind kinds;
    private final FieldsOfArgument fields;

    Arguments(Scene scene, Caret caret, Values values) {
        this.scene = scene;
        this.abi = scene.abi();
        this.kinds = new ValuesOfKind(scene, caret, values);
        this.fields = new FieldsOfArgument(abi);
    }

    /** A word with the ways to call it, and the class that has it. */
    record Called(String name, Word word, List<Method> ways, Class<?> type) {
        /** Whether it takes no argument without a name. */
        boolean isOnlyNamed() {
            return ways.stream().allMatch(way -> values(way).isEmpty());
        }
    }

    /** The types of the arguments that have no name. */
    private static List<Class<?>> values(Method way) {
        return Arrays.stream(way.getParameterTypes()).filter(Arguments::isValue).toList();
    }

    static boolean isValue(Class<?> type) {
        return type != Map.class
                && type != Block.class
                && type != Handler.class
                && type != StopCondition.class
                && type != ProposalBody.class
                && !type.getSimpleName().equals(CLOSURE);
    }

    /** What the argument at the caret takes; null where the table does not have it. */
    ArgumentKinds.Row row(Called called, Place place) {
        String key = place.key();
        if (key != null) {
            boolean isField = fields.isOf(called, place);
            ArgumentKinds.Row field =
                    isField ? ArgumentKinds.field(fields.ioctl(place.whole()), key, abi.arch()) : null;
            ArgumentKinds.Row row = field != null ? field : ArgumentKinds.named(called, key, abi.arch());
            return row != null ? row : isField ? NUMBER : null;
        }
        if (place.isNested()) {
            boolean numbers = place.inner().stream().anyMatch(token -> token.kind() == Token.Kind.NUMBER);
            return numbers && place.path().stream().allMatch(String::isEmpty) ? NUMBER : null;
        }
        return ArgumentKinds.positional(called, index(place.whole()), abi.arch());
    }

    /** The values that fit the argument at the caret. */
    List<Completion> values(Called called, Place place, ArgumentKinds.Row row) {
        List<Completion> found = new ArrayList<>();
        if (row != null) {
            found.addAll(kinds.unquoted(row, place));
        }
        if (place.key() == null && !place.isNested()) {
            found.addAll(constants(called, index(place.whole())));
        }
        return found;
    }

    /** The names of arguments that may follow at the caret. */
    List<Completion> names(Called called, Place place) {
        if (place.isNested()) {
            return fields.inside(called, place);
        }
        return begins(place.given()) ? free(called, place) : List.of();
    }

    /** Whether an argument begins at the caret, and does not go on after an operator. */
    static boolean begins(List<Token> given) {
        int last = Chain.beforeLines(given, given.size());
        return last < 0 || given.get(last).is(",") || given.get(last).isOpening();
    }

    /** {@code until} after {@code until:}; null elsewhere. */
    static String key(List<Token> given) {
        int colon = Chain.beforeLines(given, given.size());
        return colon >= 1 && given.get(colon).is(":") && given.get(colon - 1).isName()
                ? given.get(colon - 1).text()
                : null;
    }

    /** The names of arguments that may still be given. */
    private List<Completion> free(Called called, Place place) {
        List<String> taken = taken(place.given());
        boolean keyed = taken.stream()
                .anyMatch(name -> Arrays.stream(KeyedExit.values())
                        .anyMatch(key -> key.key().equals(name)));
        return names(called, place.whole(), !keyed)
                .filter(name -> !taken.contains(name))
                .filter(name -> ArgumentKinds.isOn(called, name, abi.arch()))
                .map(name -> named(called.name(), name))
                .toList();
    }

    private static Completion named(String word, String name) {
        return new Completion(name + ":", Completion.Group.ARGUMENT, ArgumentSentences.of(word, name));
    }

    static List<String> taken(List<Token> given) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i + 1 < given.size(); i++) {
            if (given.get(i).isName() && given.get(i + 1).is(":")) {
                taken.add(given.get(i).text());
            }
        }
        return taken;
    }

    /** The names of all arguments of a word. */
    Stream<String> names(Called called, List<Token> given, boolean exits) {
        Stream<String> keys = called.word().keys() && exits
                ? Arrays.stream(KeyedExit.values())
                        .filter(key -> key.architectures().contains(abi.arch()))
                        .map(KeyedExit::key)
                : Stream.empty();
        Stream<String> id = scene.js() && called.name().equals(VCPU) ? Stream.of("id") : Stream.empty();
        return Stream.of(keys, id, Arrays.stream(called.word().named()), special(called.name(), given))
                .flatMap(names -> names)
                .distinct();
    }

    /** Names that depend on the board or on another argument: registers, and fields of a struct. */
    private Stream<String> special(String word, List<Token> given) {
        return switch (word) {
            case "regs" -> registers().stream();
            case "reg" ->
                Stream.concat(
                        registers().stream(),
                        Architecture.registersOf(abi).names().stream().filter(name -> name.matches("[a-z]\\w*")));
            case "msrs" -> Msrs.names().stream();
            case STRUCT_OF_CALL, "struct" -> fields.of(word, given).stream();
            default -> Stream.empty();
        };
    }

    /** The constants that a parameter's type accepts, where it has any. */
    private List<Completion> constants(Called called, int index) {
        return called.ways().stream()
                .map(Arguments::values)
                .filter(types -> index < types.size())
                .flatMap(types -> constantsOf(types.get(index)).stream())
                .distinct()
                .map(name -> new Completion(name, Completion.Group.VALUE, ""))
                .toList();
    }

    static int index(List<Token> given) {
        int index = 0;
        int depth = 0;
        boolean named = false;
        for (Token token : given) {
            depth += token.isOpening() ? 1 : token.isClosing() ? -1 : 0;
            if (depth == 0 && token.is(":")) {
                named = true;
            } else if (depth == 0 && token.is(",")) {
                index += named ? 0 : 1;
                named = false;
            }
        }
        return index;
    }

    private static List<String> constantsOf(Class<?> type) {
        return KernelNames.constants().entrySet().stream()
                .filter(constant -> type != Object.class
                        && Modifier.isFinal(type.getModifiers())
                        && type.isInstance(constant.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The possible contents of a string that is an argument. */
    List<Completion> quoted(Called called, Place place) {
        ArgumentKinds.Row row = row(called, place);
        return row == null ? List.of() : kinds.quoted(row, place);
    }

    /** The names of ioctls, exits and constants. */
    List<Completion> namesOfKernel() {
        return kinds.namesOfKernel();
    }

    private List<String> registers() {
        return Architecture.of(abi).generalRegisters(abi).names();
    }

    /** The description of a word that a bracket or a statement calls; null for what is no word of its type. */
    static Called called(Chain callee, Class<?> type) {
        String word = callee.last().name();
        List<Method> ways = type == null ? List.of() : Values.ways(type, word);
        return ways.isEmpty() ? null : new Called(word, Vocabulary.of(type).get(word), ways, type);
    }
}
