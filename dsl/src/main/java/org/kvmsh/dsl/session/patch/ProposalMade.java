package org.kvmsh.dsl.session.patch;

import org.kvmsh.bindings.proposal.ProposalKernel.Standing;
import org.kvmsh.dsl.word.Word;

/** The effect of a script's {@code proposal} on its board. */
public record ProposalMade(String ioctl, Standing standing) {
    @Word(
            value = "whether the script's proposal handles the ioctl; otherwise the board's kernel does",
            example = "proposal(KVM_PPC_SET_PLATFORM) { arg -> 0 " + "}.answers",
            js = "proposal(KVM_PPC_SET_PLATFORM, arg => 0).answers")
    public boolean getAnswers() {
        return standing == Standing.ANSWERS;
    }

    @Override
    public String toString() {
        return standing == Standing.ANSWERS
                ? ioctl + " is handled by the script's proposal"
                : ioctl
                        + " is implemented by the board's kernel, which handles the call; the script's proposal is not"
                        + " used";
    }
}
