package org.kvmsh.dsl.reference;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.ExitAdvice;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.kvm.DescribedExit;
import org.kvmsh.dsl.inspect.ExitNames;

/** The reference of exits: when each happens, its fields, what a handler does and which architectures have it. */
final class ExitPages {
    static final String SECTION = "Exits";

    /** The common part of the section. */
    private static final Set<String> OF_EACH = Set.of("name", "reason");

    private ExitPages() {}

    /** What a page of exits begins with; empty for another page. */
    static String introduction(String page) {
        return page.equals(SECTION)
                ? introduction()
                : page.startsWith(SECTION)
                        ? "\nMembers that every exit has, and how to answer an exit: [" + SECTION + "]("
                                + ValueTexts.file(SECTION) + ").\n"
                        : "";
    }

    private static String introduction() {
        return "\nA handler gets an exit as `e`; `v.ioctl KVM_RUN` returns one; `exits.last.exit` is one. Each has"
                + " `name`, its kernel name without\n"
                + "`KVM_EXIT_`, in lower case; `reason`, the number in exit_reason;"
                + ExitNames.OF_ALL.stream()
                        .map(member -> " `" + member.name() + "`, " + member.sentence())
                        .collect(Collectors.joining(";"))
                + ".\nThe guest waits for an answer at exits with `" + ExitNames.REPLY.name() + "`: "
                + ExitNames.REPLY.sentence()
                + ". The answer is a number,\n"
                + "for IO and MMIO also a string or the value's bytes, and for IO of several values a list with one"
                + " answer for each. A field of kvm_run can be assigned, `e.error = 1`; the kernel\n"
                + "reads it at the next KVM_RUN if it reads that field at all. A register that a handler writes,"
                + " `e.vcpu.regs.rcx = 1`, keeps its value when the guest resumes:\n"
                + "the kernel completes the exit first.\n";
    }

    static List<ReferenceEntry> entries() {
        return ExitTypes.ALL.stream()
                .map(ExitPages::described)
                .sorted(Comparator.comparing(ReferenceEntry::page))
                .toList();
    }

    private static ReferenceEntry described(DescribedExit exit) {
        String page = page(exit);
        String name = exit.title();
        String line = "- " + ValueTexts.link("`" + name + "`", page, name) + ": "
                + (exit.sentence() == null ? "" : capital(exit.sentence()));
        return new ReferenceEntry(page, page, List.of(exit.name()), entry(exit), List.of(), List.of(line));
    }

    /** An architecture's own exits have a page. */
    private static String page(DescribedExit exit) {
        ExitAdvice advice = ExitReasons.advice(exit.title());
        List<String> architectures = advice == null ? List.of() : List.copyOf(advice.architectures());
        return architectures.size() == 1 && !architectures.contains("*")
                ? SECTION + " of " + architectures.get(0)
                : SECTION;
    }

    private static String entry(DescribedExit exit) {
        String name = exit.title();
        StringBuilder entry = new StringBuilder("### ")
                .append(name)
                .append("\n\n")
                .append(exit.sentence() == null ? "" : capital(exit.sentence()) + ".\n\n");
        entry.append("- handler: `on(")
                .append(exit.key() != null ? exit.key().key() + ": …" : "exit: " + name)
                .append(") { e -> … }`\n");
        exit.members().stream()
                .filter(member -> !OF_EACH.contains(member.name()))
                .forEach(member -> entry.append("- `e.")
                        .append(member.name())
                        .append(member.takes() == null ? "" : "(" + String.join(", ", member.takes()) + ")")
                        .append("`: ")
                        .append(member.sentence())
                        .append("\n"));
        if (!exit.fields().isEmpty()) {
            entry.append("- fields, by their kernel names: ")
                    .append(exit.fields().stream()
                            .map(part ->
                                    "`e." + part.name() + (part.count() == 1 ? "" : "[" + part.count() + "]") + "`")
                            .collect(Collectors.joining(", ")))
                    .append("\n");
        }
        ExitAdvice advice = ExitReasons.advice(name);
        entry.append(
                exit.isAnswered()
                        ? "- answer: the handler's result, or `e.reply(answer)`: " + exit.result() + "\n"
                        : advice != null && advice.owes()
                                ? "- answer: the fields that the handler assigns; its result is ignored\n"
                                : "- answer: none; the handler's result is ignored\n");
        if (advice != null) {
            entry.append("- what to do: ")
                    .append(advice.todo())
                    .append("\n- completed by: ")
                    .append(advice.owes() ? "the next KVM_RUN" : "the exit itself; no further KVM_RUN is " + "needed")
                    .append("\n- architectures: ")
                    .append(
                            advice.architectures().isEmpty()
                                    ? "none; no current kernel has it"
                                    : advice.architectures().contains("*")
                                            ? "all"
                                            : String.join(", ", advice.architectures()))
                    .append("\n- seen on boards: ")
                    .append(advice.seen().isEmpty() ? "none" : advice.seen())
                    .append("\n- source: ")
                    .append(advice.source())
                    .append("\n");
        }
        return entry.toString();
    }

    private static String capital(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }
}
