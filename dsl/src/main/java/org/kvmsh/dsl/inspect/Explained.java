package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.rules.Rule;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.bindings.proposal.Questions;
import org.kvmsh.dsl.word.Word;

/**
 * An ioctl in words: what it takes, why it is refused, whether the board has it, and what was asked when it was
 * proposed; one of its errnos; or an exit in words.
 */
public record Explained(
        List<String> lines,

        @Word(
                value = "what reviewers asked about a proposal, with the answers",
                example = "explain('KVM_PPC_SET_PLATFORM').questions")
        List<String> questions) {
    private static final String NO_RULE = "no known rule";
    private static final String OR = "or";

    public Explained {
        lines = List.copyOf(lines);
        questions = List.copyOf(questions);
    }

    /** @param here what is known of it on the board, a line each */
    public static Explained ioctl(Abi abi, Ioctl ioctl, List<String> here) {
        List<String> lines = new ArrayList<>();
        lines.add(ioctl + " "
                + (ioctl.argument().equals("-")
                        ? ""
                        : ioctl.struct() == null ? ioctl.argument() + " " : "struct " + ioctl.argument() + " ")
                + "is issued on " + ioctl.on().stream().map(FdKind::phrase).collect(Collectors.joining(" or "))
                + "; number 0x" + Integer.toHexString(ioctl.request()) + ", " + ioctl.origin());
        if (abi.otherArchitecture(ioctl.name()) != null) {
            lines.add("  for " + abi.otherArchitecture(ioctl.name()) + " only, according to its patch; this board is "
                    + abi.arch());
        }
        if (!ioctl.capability().equals("-")) {
            lines.add("  advertised by " + ioctl.capability());
        }
        Map<String, List<String>> known = Rulebook.known(abi, ioctl.name());
        known.forEach((errno, rules) -> lines.addAll(errno(errno, rules)));
        if (known.isEmpty()) {
            lines.add("  " + NO_RULE);
        }
        here.forEach(line -> lines.add("  " + line));
        List<String> questions =
                Questions.of(abi, ioctl).stream().map(Object::toString).toList();
        questions.forEach(question -> question.lines().forEach(line -> lines.add("  " + line)));
        return new Explained(lines, questions);
    }

    /** The rules for one errno of an ioctl; those of any ioctl if it has none. */
    public static Explained errno(Abi abi, Ioctl ioctl, Errno errno) {
        List<String> rules = Rulebook.known(abi, ioctl.name())
                .getOrDefault(
                        errno.name(),
                        Rulebook.of(abi.arch(), ioctl.name(), errno.number()).stream()
                                .map(Rule::toString)
                                .toList());
        List<String> lines = new ArrayList<>();
        lines.add(ioctl + " " + Errno.describe(errno.number()));
        lines.addAll(rules.isEmpty() ? List.of("  " + NO_RULE) : errno(errno.name(), rules));
        return new Explained(lines, List.of());
    }

    /** A line for each rule. */
    private static List<String> errno(String errno, List<String> rules) {
        String further = " ".repeat(Math.max(0, errno.length() - OR.length())) + OR;
        List<String> lines = new ArrayList<>();
        rules.forEach(rule -> lines.add("  " + (lines.isEmpty() ? errno : further) + ": " + rule));
        return lines;
    }

    /** @param lines the exit, and what is known of it */
    static Explained exit(List<String> lines) {
        return new Explained(lines, List.of());
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
