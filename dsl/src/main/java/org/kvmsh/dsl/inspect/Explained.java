package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.bindings.proposal.Questions;
import org.kvmsh.dsl.word.Word;

/** An ioctl in words: what it takes, why it is refused, whether the board has it, and what was asked when it was proposed; or an exit in words. */
public final class Explained {
    private final List<String> lines;
    private final List<String> questions;

    private Explained(List<String> lines, List<String> questions) {
        this.lines = List.copyOf(lines);
        this.questions = List.copyOf(questions);
    }

    /** @param here what is known of it on the board, a line each */
    public static Explained ioctl(Abi abi, Ioctl ioctl, List<String> here) {
        List<String> lines = new ArrayList<>();
        lines.add(ioctl + " " + (ioctl.argument().equals("-") ? "" : ioctl.struct() == null ? ioctl.argument() + " " : "struct " + ioctl.argument() + " ") + "is made on "
                + ioctl.on().stream().map(FdKind::phrase).collect(Collectors.joining(" or ")) + "; number 0x" + Integer.toHexString(ioctl.request()) + ", " + ioctl.origin());
        if (!ioctl.capability().equals("-")) {
            lines.add("  announced by " + ioctl.capability());
        }
        Rulebook.known(abi, ioctl.name()).forEach((errno, rule) -> lines.add("  " + errno + ": " + rule));
        here.forEach(line -> lines.add("  " + line));
        List<String> questions = Questions.of(abi, ioctl).stream().map(Object::toString).toList();
        questions.forEach(question -> question.lines().forEach(line -> lines.add("  " + line)));
        return new Explained(lines, questions);
    }

    /** @param lines the exit, and what is known of it */
    static Explained exit(List<String> lines) {
        return new Explained(lines, List.of());
    }

    @Word(value = "what reviewers asked of a proposal, with the answers", example = "explain('KVM_PPC_SET_PLATFORM').questions")
    public List<String> getQuestions() {
        return questions;
    }

    @Override public String toString() {
        return String.join("\n", lines);
    }
}
