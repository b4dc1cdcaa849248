package org.kvmsh.bindings.board;

import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kvm.Probing;
import org.kvmsh.bindings.proposal.ProposalKernel;
import org.kvmsh.bindings.proposal.ProposalKernel.Standing;

/** The component that answers an ioctl on a board. */
public enum IoctlAnswers {
    /** The kernel has it. */
    KERNEL,
    /** The kernel does not have it, and a proposal in front of it answers. */
    PROPOSAL,
    /** It gets the errno of an ioctl that is unknown. */
    NONE,
    /** Only a call would show it, and a call would have an effect. */
    UNKNOWN;

    /** Asks a board about an ioctl of its headers, or of a patch that was read over them. */
    public static IoctlAnswers of(Board board, Ioctl ioctl) {
        Standing standing = standing(ProposalKernel.of(board.kernel()), ioctl);
        board.kernel().tellMade();
        if (standing == Standing.ANSWERS) {
            return PROPOSAL;
        }
        if (standing == Standing.STEPS_ASIDE) {
            return KERNEL;
        }
        if (isList(ioctl)) {
            return Probing.hasIoctl(board.kvm(), ioctl) ? KERNEL : NONE;
        }
        boolean tells = Probing.isSafe(ioctl, board.kernel().abi())
                || board.kernel().abi().hasConstant(ioctl.capability());
        return !tells ? UNKNOWN : Probing.has(board.kvm(), ioctl) ? KERNEL : NONE;
    }

    /** Whether it only fills a list: the kernel reads how long the caller's is before anything else. */
    private static boolean isList(Ioctl ioctl) {
        return ioctl.name().startsWith("KVM_GET_")
                && ioctl.name().endsWith("_LIST")
                && ioctl.data() == Direction.IN_OUT;
    }

    /** A patch of the same name with another number is another ioctl. */
    private static Standing standing(ProposalKernel proposals, Ioctl ioctl) {
        boolean same = proposals != null
                && proposals.abi().hasIoctl(ioctl.name())
                && proposals.abi().ioctl(ioctl.name()).request() == ioctl.request();
        return same ? proposals.standing(ioctl.name()) : null;
    }
}
