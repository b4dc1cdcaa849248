package org.kvmsh.dsl.reference;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.call.ByteList;
import org.kvmsh.dsl.call.ProposalBody;
import org.kvmsh.dsl.call.ProposalCall;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.machine.MachineVcpu;
import org.kvmsh.dsl.machine.StopCondition;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.Vocabulary;

/** The {@code .d.ts} that lets an editor complete and check a script in JavaScript. */
public final class TypeScriptTypes {
    /** The types of the argument that comes after named arguments. */
    private static final Set<Class<?>> FUNCTIONS = Set.of(Block.class, Handler.class, StopCondition.class);

    private static final int LINE = 180;

    private final Described vocabulary;
    private final StringBuilder text = new StringBuilder();

    private TypeScriptTypes(Described vocabulary) {
        this.vocabulary = vocabulary;
    }

    public static String of(Described vocabulary) {
        return new TypeScriptTypes(vocabulary).write();
    }

    private String write() {
        text.append("// Generated from the descriptions of the words.\n");
        text.append("/** A 64-bit value: a BigInt, or a safe integer. */\n"
                + "type Bits = bigint | number;\n"
                + "/** A 64-bit value that kvmsh returns: a BigInt. Declared any, because TypeScript does not let"
                + " == compare a BigInt with a number. */\n"
                + "type Bits64 = any;\n"
                + "interface Duration { }\n"
                + "interface Kernel { readonly [name: string]: any }\n");
        text.append("/** A constant or an ioctl from the board's headers. */\ntype KernelName = any;\n");
        for (Described.Scope block : vocabulary.jsBlocks()) {
            if (block.name().isEmpty()) {
                block.entries().forEach(entry -> word(entry, "declare function ", "declare const ", ""));
            } else {
                block(block);
            }
        }
        vocabulary.values().forEach(value -> members(value.name(), value.entries(), "readonly "));
        text.append(ExitTypes.typeScript());
        KernelNames.constants()
                .keySet()
                .forEach(name -> text.append("declare const ").append(name).append(": KernelName;\n"));
        text.append("declare const kvm: IoctlScope;\n");
        text.append(
                "/** The error that a script catches: a call that the kernel refused, or any other kvmsh error. */\n"
                        + "interface KvmshError extends Error { readonly errno?: number; readonly refusal?: RefusedCall"
                        + " }\n"
                        + "declare namespace console { function log(...values: any[]): void }\n");
        handlerObjects();
        kernelNames();
        return text.toString();
    }

    /**
     * {@code on: {io: 0x3f8, do: e => …}}: the key determines the function's exit; the other keys are listed so that
     * TypeScript can tell.
     */
    private void handlerObjects() {
        text.append("type HandlerObject =");
        for (KeyedExit key : KeyedExit.values()) {
            String keys = Arrays.stream(KeyedExit.values())
                    .map(each -> each.key() + (each == key ? ": {}" : "?: undefined"))
                    .collect(Collectors.joining(", "));
            text.append("\n  | {")
                    .append(keys)
                    .append(", do: (e: ")
                    .append(ExitTypes.ofKey(key))
                    .append(") => unknown}");
        }
        text.append(";\n");
    }

    /** Adds the kernel's names that scripts may use, on whichever board. */
    private void kernelNames() {
        String line = "";
        for (String name : KernelNames.ofAllBoards()) {
            String declared = name + ": KernelName";
            if (!line.isEmpty() && line.length() + declared.length() > LINE) {
                text.append(line).append(";\n");
                line = "";
            }
            line = line.isEmpty() ? "declare const " + declared : line + ", " + declared;
        }
        text.append(line).append(";\n");
    }

    /** A block is a function that gets the words, or an object whose keys they are. */
    private void block(Described.Scope block) {
        String name = capital(block.name()) + "Words";
        members(name, block.entries(), "");
        text.append("interface ").append(name).append("Object {\n");
        block.entries()
                .forEach(entry -> text.append("  ")
                        .append(entry.name())
                        .append(entry.name().equals("on") ? "?: HandlerObject | HandlerObject[];\n" : "?: any;\n"));
        text.append("  [word: string]: any;\n}\n");
    }

    /** @param constant how a word that is read begins; empty in a block, where it is called like any other */
    private void members(String name, List<Described.Entry> entries, String constant) {
        text.append("interface ").append(name).append(" {\n");
        entries.forEach(entry -> word(entry, "", constant, "  "));
        text.append(name.equals(GuestBytes.class.getSimpleName()) ? "  [offset: number]: number;\n" : "")
                .append("}\n");
    }

    private void word(Described.Entry entry, String function, String constant, String indent) {
        text.append(indent)
                .append("/** ")
                .append(entry.word().value().replace("*/", "* /"))
                .append(". */\n");
        if (entry.read() && !constant.isEmpty()) {
            String read = type(entry.ways().get(0).getGenericReturnType());
            // A text of JavaScript's has no calls.
            String calls = read.equals("string")
                    ? ""
                    : entry.called().stream()
                            .map(way -> "(" + parameters(entry, way) + "): " + type(way.getGenericReturnType()))
                            .distinct()
                            .collect(Collectors.joining("; "));
            text.append(indent)
                    .append(constant)
                    .append(entry.name())
                    .append(": ")
                    .append(read)
                    .append(calls.isEmpty() ? "" : " & {" + calls + "}")
                    .append(";\n");
            return;
        }
        Set<String> signatures = new LinkedHashSet<>();
        boolean handles = entry.word().keys()
                && entry.ways().stream()
                        .anyMatch(way -> List.of(way.getParameterTypes()).contains(Handler.class));
        if (handles) {
            Arrays.stream(KeyedExit.values())
                    .forEach(key -> signatures.add(entry.name() + "(a1: {" + key.key() + ": any}, a2: (e: "
                            + ExitTypes.ofKey(key) + ") => unknown): void;\n"));
        }
        for (Method way : handles ? List.<Method>of() : entry.ways()) {
            signatures.add(
                    entry.name() + "(" + parameters(entry, way) + "): " + type(way.getGenericReturnType()) + ";\n");
        }
        signatures.forEach(signature -> text.append(indent).append(function).append(signature));
    }

    /** Named arguments come before a block and otherwise last. */
    private static String parameters(Described.Entry entry, Method way) {
        List<Parameter> ordered = new ArrayList<>(Arrays.asList(way.getParameters()));
        if (ordered.size() > 1
                && Map.class.isAssignableFrom(ordered.get(0).getType())
                && !FUNCTIONS.contains(way.getParameterTypes()[1])) {
            boolean blockLast = way.getParameterTypes()[way.getParameterCount() - 1] == Block.class;
            ordered.add(blockLast ? ordered.size() - 2 : ordered.size() - 1, ordered.remove(0));
        }
        List<String> parameters = new ArrayList<>();
        for (Parameter parameter : ordered) {
            String type = Map.class.isAssignableFrom(parameter.getType())
                    ? named(entry)
                    : parameter.getType() == Block.class ? blockOf(entry) : type(parameter.getParameterizedType());
            parameters.add("a" + (parameters.size() + 1) + ": " + type);
        }
        return String.join(", ", parameters);
    }

    private static String named(Described.Entry entry) {
        List<String> named = Vocabulary.arguments(entry.word());
        return named.isEmpty()
                ? "{[name: string]: any}"
                : named.stream().map(name -> name + "?: any").collect(Collectors.joining(", ", "{", "}"));
    }

    private static String blockOf(Described.Entry entry) {
        String name = entry.name().equals("plan") ? "vm" : entry.name();
        return name.equals("vm") || name.equals("vcpu") || name.equals("device")
                ? "((words: " + capital(name) + "Words) => void) | " + capital(name) + "WordsObject"
                : "() => unknown";
    }

    static String type(Type type) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            return List.class.isAssignableFrom(raw) ? type(generic.getActualTypeArguments()[0]) + "[]" : type(raw);
        }
        if (!(type instanceof Class<?> known)) {
            return "any";
        }
        if (known == void.class) {
            return "void";
        } else if (known == long.class || Number.class.isAssignableFrom(known)) {
            return known == long.class ? "Bits64" : "Bits";
        } else if (known == int.class || known == double.class) {
            return "number";
        } else if (known == boolean.class) {
            return "boolean";
        } else if (known == String.class) {
            return "string";
        } else if (known == byte[].class) {
            return "Uint8Array";
        } else if (known == ByteList.class) {
            return "number[]";
        } else if (known == Duration.class) {
            return "Duration";
        } else if (known == ProposalBody.class) {
            return "(arg: " + ProposalCall.class.getSimpleName() + " & {[field: string]: any}) => unknown";
        } else if (known == StopCondition.class) {
            return "(vcpu: " + MachineVcpu.class.getSimpleName() + ") => boolean";
        } else if (known == Handler.class) {
            return "(e: " + ExitTypes.ANY + ") => unknown";
        } else if (known == Exit.class) {
            return ExitTypes.ANY;
        }
        return Vocabulary.methods(known).isEmpty() ? "any" : known.getSimpleName();
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
