package org.kvmsh.dsl.look;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.bindings.proposal.Questions;
import org.kvmsh.dsl.word.Word;

/** An ioctl in words: what it takes, why it is refused, whether the board has it, and what was asked when it was proposed. */
public final class Explained {
    private final Abi abi;
    private final Ioctl ioctl;
    private final List<String> here;

    /** @param here what is known of it on the board at hand, a line each */
    public Explained(Abi abi, Ioctl ioctl, List<String> here) {
        this.abi = abi;
        this.ioctl = ioctl;
        this.here = List.copyOf(here);
    }

    @Word(value = "what reviewers asked of a proposal, with the answers", example = "explain('KVM_PPC_SET_PLATFORM').questions")
    public List<String> getQuestions() {
        return Questions.of(abi, ioctl).stream().map(Object::toString).toList();
    }

    @Override public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(ioctl + " " + (ioctl.argument().equals("-") ? "" : ioctl.struct() == null ? ioctl.argument() + " " : "struct " + ioctl.argument() + " ") + "is made on "
                + ioctl.on().stream().map(FdKind::phrase).collect(Collectors.joining(" or ")) + "; number 0x" + Integer.toHexString(ioctl.request()) + ", " + ioctl.origin());
        if (!ioctl.capability().equals("-")) {
            lines.add("  announced by " + ioctl.capability());
        }
        Rulebook.known(abi, ioctl.name()).forEach((errno, rule) -> lines.add("  " + errno + ": " + rule));
        here.forEach(line -> lines.add("  " + line));
        getQuestions().forEach(question -> question.lines().forEach(line -> lines.add("  " + line)));
        return String.join("\n", lines);
    }
}
