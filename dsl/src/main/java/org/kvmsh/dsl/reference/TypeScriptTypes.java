package org.kvmsh.dsl.reference;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.lang.KernelNames;

/** The {@code .d.ts} that lets an editor complete and check a script in JavaScript. */
public final class TypeScriptTypes {
    /** The member of the top level's console that prints, as in every JavaScript program. */
    private static final String PRINTING = "{log(...values: any[]): void}";

    private static final int LINE = 180;
    private static final long MOST_EXACT = (1L << 53) - 1;

    private final Described vocabulary;
    private final List<Abi> abis;
    private final StructTypes structs;
    private final ArgumentTypes arguments = new ArgumentTypes();
    private final JavaTypes types;
    private final WordTypes words;
    private final StringBuilder text = new StringBuilder();

    private TypeScriptTypes(Described vocabulary, Collection<Abi> patched) {
        this.vocabulary = vocabulary;
        this.abis = new ArrayList<>(Abi.tables().stream().map(Abi::of).toList());
        abis.add(Abi.rfc("ppc64"));
        abis.addAll(patched);
        this.structs = new StructTypes(abis);
        List<Class<?>> declared = new ArrayList<>(vocabulary.jsMembers().keySet());
        KernelNames.constants().values().forEach(value -> declared.add(constant(value)));
        this.types = new JavaTypes(declared);
        this.words = new WordTypes(arguments, types);
    }

    public static String of(Described vocabulary) {
        return of(vocabulary, List.of());
    }

    /** @param patched headers with the names of patches, which are declared too */
    public static String of(Described vocabulary, Collection<Abi> patched) {
        return new TypeScriptTypes(vocabulary, patched).write();
    }

    private String write() {
        text.append("// Generated from the descriptions of the words.\n").append(WordDetails.text("types.d.ts"));
        constantTypes();
        for (Described.Scope block : vocabulary.jsBlocks()) {
            if (block.name().isEmpty()) {
                block.entries().forEach(entry -> word("", entry, "declare function ", "declare const ", ""));
            } else {
                block(block);
            }
        }
        vocabulary.values().forEach(this::value);
        members();
        text.append(words.handlerObjects()).append(arguments.typeScript()).append(ExitTypes.typeScript(structs));
        text.append(RegisterTypes.typeScript(abis)).append(structs.typeScript());
        constants();
        kernelNames();
        return text.toString();
    }

    /** The types of the constants that are no numbers, which have no members. */
    private void constantTypes() {
        KernelNames.constants().values().stream()
                .map(value -> constant(value).getSimpleName())
                .distinct()
                .sorted()
                .forEach(type -> text.append("interface ")
                        .append(type)
                        .append(" { readonly ' '?: '")
                        .append(type)
                        .append("' }\n"));
    }

    private static Class<?> constant(Object value) {
        return value instanceof ExitKind
                ? ExitKind.class
                : value instanceof Enum<?> each ? each.getDeclaringClass() : value.getClass();
    }

    private void constants() {
        KernelNames.constants()
                .forEach((name, value) -> text.append("declare const ")
                        .append(name)
                        .append(": ")
                        .append(constant(value).getSimpleName())
                        .append(";\n"));
    }

    /** Adds the kernel's names that scripts may use, on whichever board. */
    private void kernelNames() {
        String line = "";
        for (String name : KernelNames.of(abis)) {
            String declared = name + ": " + kernelName(name);
            if (!line.isEmpty() && line.length() + declared.length() > LINE) {
                text.append(line).append(";\n");
                line = "";
            }
            line = line.isEmpty() ? "declare const " + declared : line + ", " + declared;
        }
        text.append(line).append(";\n");
    }

    /** An errno and a constant are numbers, unless one has more bits than a number of JavaScript's. */
    private String kernelName(String name) {
        if (structs.ioctls().contains(name)) {
            return "Ioctl<'" + name + "'>";
        } else if (Errno.of(name) != null) {
            return "number";
        } else if (KernelNames.call(name) != null) {
            return "bigint";
        }
        List<Long> values = structs.values(name);
        if (values.size() == 1 && ExitTypes.isReason(name)) {
            return values.get(0).toString();
        }
        List<Boolean> wide = values.stream()
                .map(value -> value < -MOST_EXACT || value > MOST_EXACT)
                .distinct()
                .toList();
        return wide.size() > 1 ? "any" : wide.contains(true) ? "bigint" : "number";
    }

    /** A block is a function that gets the words, or an object whose keys they are. */
    private void block(Described.Scope block) {
        String name = capital(block.name()) + "Words";
        text.append("interface ").append(name).append(" {\n");
        block.entries().forEach(entry -> word(block.name(), entry, "", "", "  "));
        text.append("}\ninterface ").append(name).append("Object {\n");
        block.entries().forEach(entry -> {
            comment(entry, "  ");
            text.append("  ")
                    .append(entry.name())
                    .append("?: ")
                    .append(words.key(block.name(), entry))
                    .append(";\n");
        });
        // A vCPU's number and a device's type are keys where a function has them before the block.
        text.append(
                block.name().equals("vcpu")
                        ? "  id?: Bits;\n"
                        : block.name().equals("device") ? "  type?: Bits | string;\n" : "");
        text.append("}\n");
    }

    private void value(Described.Scope value) {
        String name = value.name();
        String base = RegisterTypes.base(value.type());
        text.append("interface ")
                .append(name)
                .append(base == null ? "" : " extends " + base)
                .append(" {\n");
        value.entries().forEach(entry -> word(name, entry, "", "readonly ", "  "));
        text.append(value.type() == GuestBytes.class ? "  [offset: number]: number;\n" : "")
                .append("}\n");
    }

    /** The values without words of their own. */
    private void members() {
        Map<Class<?>, Collection<String>> all = new TreeMap<>(Comparator.comparing(Class::getSimpleName));
        all.putAll(vocabulary.jsMembers());
        all.remove(Ioctl.class);
        all.forEach((type, names) -> {
            text.append("interface ").append(type.getSimpleName()).append(" {\n");
            names.stream()
                    .sorted()
                    .forEach(name -> text.append("  readonly ")
                            .append(name)
                            .append(": ")
                            .append(member(type, name))
                            .append(";\n"));
            text.append("}\n");
        });
        vocabulary.ofMembers().forEach(this::value);
    }

    private String member(Class<?> type, String name) {
        Method read = Described.member(type, name);
        return read == null ? "number" : types.returned(read.getGenericReturnType());
    }

    private static boolean isAssigned(Method way) {
        String setter = way.getName().replaceFirst("^get", "set");
        return way.getReturnType() == Object.class
                && Stream.of(way.getDeclaringClass().getMethods())
                        .anyMatch(method -> method.getName().equals(setter) && method.getParameterCount() == 1);
    }

    /** @param constant how a word that is read begins; empty in a block, where it is called like any other */
    private void word(String scope, Described.Entry entry, String function, String constant, String indent) {
        comment(entry, indent);
        if (!entry.read() || constant.isEmpty()) {
            words.signatures(scope, entry)
                    .forEach(signature -> text.append(indent)
                            .append(function)
                            .append(signature)
                            .append(";\n"));
            return;
        }
        Method way = entry.ways().get(0);
        String read = way.getReturnType() == StructValue.class && entry.name().equals("run")
                ? "kvm_run"
                : types.returned(way.getGenericReturnType());
        // A text of JavaScript's has no calls.
        String calls = read.equals("string") ? "" : String.join("; ", words.calls(scope, entry));
        text.append(indent)
                .append(isAssigned(way) ? "" : constant)
                .append(entry.name())
                .append(": ")
                .append(read)
                .append(scope.isEmpty() && entry.name().equals("console") ? " & " + PRINTING : "")
                .append(calls.isEmpty() ? "" : " & {" + calls + "}")
                .append(";\n");
    }

    private void comment(Described.Entry entry, String indent) {
        text.append(indent).append("/** ").append(comment(entry.word().value())).append(". */\n");
    }

    /** A text in a comment, which it does not end. */
    static String comment(String text) {
        return text.replace("*/", "* /");
    }

    static String capital(String name) {
        return name.isEmpty() ? "" : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
