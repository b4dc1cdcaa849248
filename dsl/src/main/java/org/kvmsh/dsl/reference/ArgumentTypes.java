package org.kvmsh.dsl.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.word.Vocabulary;

/**
 * The types of named arguments in TypeScript. TypeScript rejects an unknown key only in an object whose type is known,
 * so each list of named arguments is an interface with a name.
 */
final class ArgumentTypes {
    private static final String ADDRESS = "Address";
    private static final String BITS = "Bits";
    private static final String BOOLEAN = "boolean";
    private static final String BYTES = "Bytes";
    private static final String CONSTANT = "Bits | string";
    private static final String DURATION = "Duration";
    private static final String NUMBERS = "Bits | Bits[]";
    private static final String PLACE = "Place";
    private static final String STRING = "string";
    private static final String STRINGS = "string | string[]";

    /** By the argument's name, or by that of the word and the argument where words differ. */
    private static final Map<String, String> TYPES = new TreeMap<>();

    static {
        for (KeyedExit key : KeyedExit.values()) {
            all(PLACE, key.key());
        }
        all(
                BITS,
                "addr address aplic at attr bits code console count data devid dist eax ebx ecx edx fill function gsi"
                        + " ids ignore imsic index irqs length level memory min move offset order ppi redist remove"
                        + " ring size sources space spi stack steps tables value vcpu virtual");
        all(BITS, "coalesce.io coalesce.mmio debugExit.io debugExit.mmio fallocate.mode ioeventfd.io ioeventfd.mmio");
        all(BITS, "pl011.mmio serial.io serial.mmio vgic.cpu");
        all(ADDRESS, "back.to breakpoint.at breakpoint.disable breakpoint.enable breakpoint.remove");
        all(ADDRESS, "watchpoint.at watchpoint.remove");
        all(BOOLEAN, "exits guestMemfd keep kernel log on once punch readonly software timed");
        all(STRING, "test.source");
        all("number", "bringup");
        all(STRING, "commit elf file hex like reg text tree");
        all(STRINGS, "boards tags");
        all(NUMBERS, "u8 u16 u32 u64");
        all(BYTES, "bytes");
        all(CONSTANT, "attr.attr attr.group cap device target");
        all(DURATION, "within");
        all("Bits | boolean", "irq.level memory.huge");
        all("'little' | 'big'", "mem.order");
        all("'all' | 'changed' | 'none'", "registers");
        all("'kernel' | 'proposal' | 'none'", "by");
        all("'vcpu' | 'vm' | 'kvm' | 'device'", "rfc.on");
        all("'write' | 'read' | 'access'", "access");
        all("'EMUL' | 'HWACCEL' | 'AUTO'", "aia.mode");
        // A script may keep it in a variable, which is a string for TypeScript.
        all("Api | string", "api");
        all("boolean | {[vector: string]: Bits | string}", "idt vcpu.vectors");
        all("Bits | string | (Bits | string)[]", "cpu.features cpu.sbi");
        all("ExitKind | Bits", "expect.exit");
        all("Bits | Place", "exit");
        all("number", "errno");
        all("ExitKind | Bits | (() => boolean)", "until");
        all("AnyIoctl", "ioctl");
        all("CodeMode", "needs.asm");
        all(STRING, "breakpoint.log load.asm");
    }

    private final Map<String, String> interfaces = new TreeMap<>();
    private final Map<String, String> written = new LinkedHashMap<>();

    private static void all(String type, String names) {
        for (String name : names.split(" ")) {
            TYPES.put(name, type);
        }
    }

    /**
     * The type of a named argument.
     *
     * @throws IllegalStateException if it has none: each argument needs one
     */
    static String of(String word, String argument) {
        String type = TYPES.getOrDefault(word + "." + argument, TYPES.get(argument));
        if (type == null) {
            throw new IllegalStateException("no type of " + argument + ": of " + word);
        }
        return type;
    }

    /** The interface of a word's named arguments, which {@link #typeScript} declares. */
    String named(String scope, Described.Entry entry) {
        List<String> names = Vocabulary.arguments(entry.word());
        String members = names.stream()
                .map(name -> member(entry.name(), name, "?: " + of(entry.name(), name)))
                .collect(Collectors.joining());
        String own = TypeScriptTypes.capital(entry.name()) + "Arguments";
        String known = written.computeIfAbsent(
                members, text -> interfaces.containsKey(own) ? TypeScriptTypes.capital(scope) + own : own);
        interfaces.put(known, members);
        return known;
    }

    /** The named argument that selects a handler's exits. */
    String key(KeyedExit key) {
        String name = TypeScriptTypes.capital(key.key()) + "Key";
        interfaces.put(name, member("on", key.key(), ": " + of("on", key.key())));
        return name;
    }

    private static String member(String word, String name, String type) {
        String sentence = ArgumentSentences.of(word, name);
        return (sentence.isEmpty() ? "" : "  /** " + TypeScriptTypes.comment(sentence) + " */\n") + "  " + name + type
                + ";\n";
    }

    /** The interfaces of all named arguments that were asked for. */
    String typeScript() {
        StringBuilder text = new StringBuilder();
        interfaces.forEach((name, members) -> text.append("interface ")
                .append(name)
                .append(" {\n")
                .append(members)
                .append("}\n"));
        return text.toString();
    }
}
