package org.kvmsh.dsl.reference;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.arch.Architecture;

/** The registers of each architecture in TypeScript. A script may run on any board: its registers are those of all. */
final class RegisterTypes {
    private static final int LINE = 180;

    private RegisterTypes() {}

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
        text.append("interface RegistersOfBoards extends ")
                .append(general.keySet().stream().map(RegisterTypes::type).collect(Collectors.joining(", ")))
                .append(" {}\n");
        return text.append(names(all)).toString();
    }

    private static String type(Arch arch) {
        return "RegistersOf" + TypeScriptTypes.capital(arch.toString());
    }

    /** Every register by its name, in lines. */
    private static String names(Set<String> names) {
        StringBuilder text =
                new StringBuilder("/** Every register that a call reaches, by its name. */\n" + "type RegisterName =");
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
