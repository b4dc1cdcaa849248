package org.kvmsh.dsl.complete;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Hypercalls;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.SbiCalls;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.machine.StopCondition;
import org.kvmsh.dsl.machine.exit.ExitReason;
import org.kvmsh.dsl.reference.ArgumentSentences;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The possible arguments of a word: the names of its named arguments, and the values that each accepts. */
final class Arguments {
    private static final String CAPABILITY = "KVM_CAP_";
    /** Named arguments whose values are strings, with these. */
    private static final Map<String, List<String>> TEXTS =
            Map.of("by", List.of("kernel", "proposal", "none"), "api", List.of("rfc2011", "merged"));

    private static final List<String> FLAGS = List.of("readonly", "log", "software", "exits", "punch", "keep");

    private final Scene scene;
    private final Caret caret;
    private final Abi abi;
    private final Map<String, Supplier<Collection<String>>> ofKeys;

    Arguments(Scene scene, Caret caret) {
        this.scene = scene;
        this.caret = caret;
        this.abi = scene.abi();
        this.ofKeys = Map.of(
                "until",
                () -> ExitReason.words().stream().map(kind -> kind.word()).toList(),
                "exit",
                () -> constants(ExitReasons.PREFIX),
                "errno",
                () -> Arrays.stream(Errno.values()).map(Errno::name).toList(),
                "cap",
                () -> constants(CAPABILITY),
                "ioctl",
                this::ioctls,
                "device",
                this::devices,
                "hcall",
                Hypercalls::names,
                "sbi",
                SbiCalls::names);
    }

    /** A word with the ways to call it. */
    record Called(String name, Word word, List<Method> ways) {
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
        return type != Map.class && type != Block.class && type != Handler.class && type != StopCondition.class;
    }

    /** @param given the tokens of the arguments before the caret */
    List<Completion> of(Called called, List<Token> given) {
        String key = key(given);
        if (key != null) {
            return values(valuesOf(key));
        }
        List<Completion> found = new ArrayList<>();
        if (begins(given)) {
            free(called, given)
                    .forEach(name -> found.add(new Completion(
                            name + ":", Completion.Group.ARGUMENT, ArgumentSentences.of(called.name(), name))));
            found.addAll(values(positional(called, given)));
        }
        return found;
    }

    /** Whether an argument begins at the caret, and does not go on after an operator. */
    private static boolean begins(List<Token> given) {
        return given.isEmpty() || last(given).is(",") || last(given).isOpening();
    }

    private static Token last(List<Token> given) {
        return given.get(given.size() - 1);
    }

    /** {@code until} after {@code until:}; null elsewhere. */
    static String key(List<Token> given) {
        return given.size() >= 2
                        && last(given).is(":")
                        && given.get(given.size() - 2).isName()
                ? given.get(given.size() - 2).text()
                : null;
    }

    /** The names of arguments that may still be given. */
    private List<String> free(Called called, List<Token> given) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i + 1 < given.size(); i++) {
            if (given.get(i).isName() && given.get(i + 1).is(":")) {
                taken.add(given.get(i).text());
            }
        }
        boolean keyed = taken.stream()
                .anyMatch(name -> Arrays.stream(KeyedExit.values())
                        .anyMatch(key -> key.key().equals(name)));
        return names(called, given, !keyed)
                .filter(name -> !taken.contains(name))
                .toList();
    }

    /** The names of all arguments of a word. */
    Stream<String> names(Called called, List<Token> given, boolean exits) {
        Stream<String> keys = called.word().keys() && exits
                ? Arrays.stream(KeyedExit.values())
                        .filter(key -> key.architectures().contains(abi.arch()))
                        .map(KeyedExit::key)
                : Stream.empty();
        return Stream.of(keys, Arrays.stream(called.word().named()), special(called.name(), given))
                .flatMap(names -> names)
                .distinct();
    }

    /** Names that depend on the board or on another argument: registers, and fields of an ioctl's struct. */
    private Stream<String> special(String word, List<Token> given) {
        return switch (word) {
            case "regs", "reg" -> registers().stream();
            case "ioctl" ->
                given.stream()
                        .filter(token -> token.isName() && abi.hasIoctl(token.text()))
                        .findFirst()
                        .map(token -> abi.ioctl(token.text()).struct())
                        .stream()
                        .flatMap(Arguments::fields);
            case "struct" ->
                given.stream()
                        .filter(token -> token.kind() == Token.Kind.STRING && abi.hasStruct(token.text()))
                        .findFirst()
                        .map(token -> abi.struct(token.text()))
                        .stream()
                        .flatMap(Arguments::fields);
            default -> Stream.empty();
        };
    }

    private static Stream<String> fields(Struct struct) {
        return struct.fields().stream()
                .filter(field -> !field.isPadding())
                .map(Field::name)
                .filter(name -> !name.contains("."));
    }

    private Collection<String> valuesOf(String key) {
        if (FLAGS.contains(key)) {
            return List.of("true", "false");
        } else if (TEXTS.containsKey(key)) {
            return TEXTS.get(key).stream().map(text -> "'" + text + "'").toList();
        }
        return ofKeys.getOrDefault(key, List::of).get();
    }

    /** The constants that a parameter's type accepts, where it has any, and the names of calls. */
    private Collection<String> positional(Called called, List<Token> given) {
        int index = index(given);
        List<String> names = new ArrayList<>();
        for (Method way : called.ways()) {
            List<Class<?>> types = values(way);
            if (index < types.size()) {
                names.addAll(constantsOf(types.get(index)));
            }
        }
        if (index == 0 && called.name().equals("ioctl")) {
            names.addAll(ioctls());
        } else if (index == 0 && called.name().equals("device")) {
            names.addAll(devices());
        } else if (index == 0 && called.name().equals("enableHcall")) {
            names.addAll(Hypercalls.names());
        }
        return names.stream().distinct().toList();
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
    List<Completion> quoted(Called called, List<Token> given) {
        String key = key(given);
        if ("file".equals(key)
                || "elf".equals(key)
                || key == null && called.name().equals("include")) {
            return paths();
        }
        Collection<String> names = key != null
                ? switch (key) {
                    case "cap" -> constants(CAPABILITY);
                    case "features" -> shortened("KVM_ARM_VCPU_");
                    default -> TEXTS.getOrDefault(key, List.of());
                }
                : switch (called.name()) {
                    case "caps", "value" -> shortened(CAPABILITY);
                    case "reg" -> Architecture.registersOf(abi).names();
                    case "struct" -> abi.structs().stream().map(Struct::name).toList();
                    case "of" ->
                        shortened(ExitReasons.PREFIX).stream()
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .toList();
                    default -> List.<String>of();
                };
        return values(names);
    }

    /** The files of the directory that the path so far names. */
    private List<Completion> paths() {
        String before = caret.begun.substring(0, caret.begun.lastIndexOf('/') + 1);
        List<Completion> found = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(scene.directory().resolve(before))) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".")) {
                    found.add(new Completion(
                            before + name + (Files.isDirectory(file) ? "/" : ""), Completion.Group.FILE, ""));
                }
            }
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
        return found;
    }

    private List<String> registers() {
        return Architecture.of(abi).generalRegisters(abi).names();
    }

    /** Constants without the prefix that all of them have. */
    private List<String> shortened(String prefix) {
        return constants(prefix).stream()
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    private List<String> constants(String prefix) {
        return abi.constants().stream()
                .map(Constant::name)
                .filter(name -> name.startsWith(prefix) && abi.otherArchitecture(name) == null)
                .toList();
    }

    private List<String> devices() {
        return constants("KVM_DEV_TYPE_");
    }

    private List<String> ioctls() {
        return abi.ioctls().stream()
                .map(Ioctl::name)
                .filter(name -> abi.otherArchitecture(name) == null)
                .toList();
    }

    private static List<Completion> values(Collection<String> names) {
        return names.stream()
                .map(name -> new Completion(name, Completion.Group.VALUE, ""))
                .toList();
    }

    /** The description of a word that a bracket or a statement calls; null for what is no word of its type. */
    static Called called(Chain callee, Class<?> type) {
        String word = callee.last().name();
        List<Method> ways = type == null ? List.of() : Values.ways(type, word);
        return ways.isEmpty() ? null : new Called(word, Vocabulary.of(type).get(word), ways);
    }
}
