package org.kvmsh.dsl.reference;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.bits.BitField;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.bits.NamedBits;
import org.kvmsh.dsl.bits.NamedRegister;
import org.kvmsh.dsl.inspect.KnownSymbols;
import org.kvmsh.dsl.machine.vcpu.Registers;

/** The registers of each architecture in TypeScript. A script may run on any board: its registers are those of all. */
final class RegisterTypes {
    private static final int LINE = 180;
    private static final String OF_BOARDS = "RegistersOfBoards";
    private static final String FIELDS = "FieldsWithNames";
    private static final String WITH_FIELDS = "RegistersWithFields";
    private static final String VARIABLES = "VariablesOfGuests";
    /** The declarations that have the members of values whose words do not tell them. */
    private static final Map<Class<?>, String> BASES = Map.of(
            Registers.class,
            OF_BOARDS,
            NamedBits.class,
            WITH_FIELDS,
            NamedRegister.class,
            FIELDS,
            KnownSymbols.class,
            VARIABLES);

    private RegisterTypes() {}

    /** What the declaration of a value extends; null for nothing. */
    static String base(Class<?> value) {
        return BASES.get(value);
    }

    static String typeScript(Collection<Abi> abis) {
        Map<Arch, Set<String>> general = new LinkedHashMap<>();
        Set<String> all = new TreeSet<>();
        for (Abi abi : abis) {
            if (Architecture.hasRoom(abi.arch()) && abi.hasStruct("kvm_regs")) {
                general.computeIfAbsent(abi.arch(), arch -> new LinkedHashSet<>())
                        .addAll(Architecture.registersOf(abi).general().names());
                all.addAll(Architecture.registersOf(abi).names());
            }
        }
        StringBuilder text = new StringBuilder();
        general.forEach((arch, names) -> {
            text.append("/** The general registers of ")
                    .append(arch)
                    .append(". */\ninterface ")
                    .append(type(arch))
                    .append(" {\n");
            names.forEach(name -> text.append("  get ")
                    .append(name)
                    .append("(): Bits64; set ")
                    .append(name)
                    .append("(value: Bits);\n"));
            text.append("}\n");
        });
        text.append("interface ")
                .append(OF_BOARDS)
                .append(" extends ")
                .append(general.keySet().stream().map(RegisterTypes::type).collect(Collectors.joining(", ")))
                .append(" {}\n");
        return text.append(names(all))
                .append(ofBits())
                .append("/** The global variables of a guest in C, by name. */\ninterface " + VARIABLES
                        + " {\n  [variable: string]: any;\n}\n")
                .toString();
    }

    /** The members that the tables of named bits give to registers, and to their fields. */
    private static String ofBits() {
        Set<String> fields = new TreeSet<>();
        Set<String> registers = new TreeSet<>();
        for (Architecture architecture : Architecture.all()) {
            for (BitLayout layout : architecture.layouts()) {
                registers.addAll(List.of(layout.register().split("\\.")));
                layout.fields().stream()
                        .map(BitField::name)
                        .filter(name -> Character.isJavaIdentifierStart(name.charAt(0)))
                        .forEach(fields::add);
            }
        }
        registers.removeAll(fields);
        return "interface " + FIELDS + " {\n" + members(fields) + "}\ninterface " + WITH_FIELDS + " extends " + FIELDS
                + " {\n" + members(registers)
                // The leaves of CPUID are the processor's.
                + "  [leaf: `leaf_${string}`]: any;\n}\n";
    }

    private static String members(Set<String> names) {
        return names.stream().map(name -> "  readonly '" + name + "': any;\n").collect(Collectors.joining());
    }

    private static String type(Arch arch) {
        return "RegistersOf" + TypeScriptTypes.capital(arch.toString());
    }

    /** Every register by its name, in lines. */
    private static String names(Set<String> names) {
        StringBuilder text =
                new StringBuilder("/** The name of a register that an ioctl can access. */\ntype RegisterName =");
        StringBuilder line = new StringBuilder("\n ");
        for (String name : names) {
            String next = " | '" + name + "'";
            if (line.length() + next.length() > LINE) {
                text.append(line);
                line = new StringBuilder("\n ");
            }
            line.append(next);
        }
        return text.append(line).append(";\n").toString();
    }
}
