package org.kvmsh.dsl.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.DescribedExit;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.ExitNumbers;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.kvm.MembersOfExit;
import org.kvmsh.dsl.inspect.ExitNames;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.MachineVcpu;

/** The types of handlers' arguments, for TypeScript: an interface for each exit. */
final class ExitTypes {
    /** An exit of any reason, whose fields are known when it comes. */
    static final String ANY = "AnyExit";

    static final List<DescribedExit> ALL =
            DescribedExit.of(Abi.tables().stream().map(Abi::of).toList());

    private ExitTypes() {}

    /** The interface of what a handler of a key gets. */
    static String ofKey(KeyedExit key) {
        return key == KeyedExit.EXIT
                ? ANY
                : ALL.stream()
                        .filter(exit -> exit.key() == key)
                        .map(ExitTypes::type)
                        .distinct()
                        .collect(Collectors.joining(" & "));
    }

    /** {@code X86RdmsrExit}. */
    private static String type(DescribedExit exit) {
        return Arrays.stream(exit.name().split("_"))
                        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining())
                + "Exit";
    }

    /** @param structs the constants of exit reasons */
    static String typeScript(StructTypes structs) {
        StringBuilder text = new StringBuilder();
        text.append("/** An exit with any reason: its fields depend on the reason. */\ninterface ")
                .append(ANY)
                .append(" {\n");
        ExitNames.OF_ALL.forEach(member -> text.append(typed(member)));
        text.append("  [field: string]: any;\n}\n");
        for (DescribedExit exit : ALL) {
            text.append("/** ")
                    .append(title(exit))
                    .append(". */\ninterface ")
                    .append(type(exit))
                    .append(" {\n");
            members(exit).forEach(member -> text.append(typed(member)));
            fields(exit.fields(), "", text, "  ");
            text.append("}\n");
        }
        text.append("/** The exit that a handler gets, by exit reason. */\ninterface ExitsByReason {\n");
        for (DescribedExit exit : ALL) {
            List<Long> numbers = structs.values(exit.title());
            text.append(numbers.size() == 1 ? "  " + numbers.get(0) + ": " + type(exit) + ";\n" : "");
        }
        return text.append("}\n").toString();
    }

    /** Whether a constant is an exit reason. */
    static boolean isReason(String constant) {
        return ALL.stream().anyMatch(exit -> exit.title().equals(constant));
    }

    private static String title(DescribedExit exit) {
        return exit.title() + (exit.sentence() == null ? "" : ": " + exit.sentence());
    }

    private static List<MembersOfExit.Member> members(DescribedExit exit) {
        List<MembersOfExit.Member> all = new ArrayList<>(exit.members());
        all.addAll(ExitNames.OF_ALL);
        if (exit.isAnswered()) {
            all.add(ExitNames.REPLY);
        }
        return all;
    }

    private static String typed(MembersOfExit.Member member) {
        boolean reply = member == ExitNames.REPLY;
        String parameters = member.takes() == null
                ? ""
                : reply
                        ? "(answer: Bits | Bits[] | Uint8Array | string)"
                        : member.takes().stream()
                                .map(name -> name + (name.equals("value") ? "?" : "") + ": Bits")
                                .collect(Collectors.joining(", ", "(", ")"));
        return "  /** " + member.sentence() + ". */\n  "
                + (member.takes() == null && !member.assigned() ? "readonly " : "") + member.name() + parameters + ": "
                + type(member) + ";\n";
    }

    private static String type(MembersOfExit.Member member) {
        Class<?> type = member.type();
        return type == Exit.class
                ? (member.name().equals("vcpu") ? MachineVcpu.class : Machine.class).getSimpleName()
                : type == long[].class || type == ExitNumbers.class
                        ? "Bits64[]"
                        : new JavaTypes(List.of()).returned(type);
    }

    /** The fields below a prefix, those of a nested struct or union in a nested list. */
    private static void fields(Iterable<DescribedExit.Part> all, String prefix, StringBuilder text, String indent) {
        Map<String, List<DescribedExit.Part>> groups = new LinkedHashMap<>();
        for (DescribedExit.Part part : all) {
            if (part.name().startsWith(prefix)) {
                groups.computeIfAbsent(
                                part.name().substring(prefix.length()).replaceFirst("\\..*", ""),
                                name -> new ArrayList<>())
                        .add(part);
            }
        }
        groups.forEach((name, parts) -> {
            DescribedExit.Part first = parts.get(0);
            text.append(indent).append(name).append(": ");
            if (first.name().equals(prefix + name)) {
                text.append(first.wide() ? "Bits64" : "number")
                        .append(first.count() == 1 ? "" : "[]")
                        .append(";\n");
            } else {
                text.append("{\n");
                fields(parts, prefix + name + ".", text, indent + "  ");
                text.append(indent).append("};\n");
            }
        });
    }
}
