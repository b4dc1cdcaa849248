package org.kvmsh.dsl.plan.step;

import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.proposal.ProposalKernel;

/** Queries only the capabilities of an open board: no VM is created, and what only a VM can report is assumed. */
record CapabilityProbe(Board board) implements Probe {
    @Override
    public int capability(String name) {
        return new BoardProbe(board).capability(name);
    }

    @Override
    public Integer assumedCapability(String name) {
        return ProposalKernel.of(board.kernel()) == null
                ? null
                : ProposalKernel.of(board.kernel()).assumedCapability(name);
    }

    @Override
    public int pageSize() {
        return board.kernel().pageSize();
    }

    @Override
    public String release() {
        return board.kernel().release();
    }

    /**
     * Whether the board's own headers have the ioctl: that is assumed to be supported, and what a script's patch adds
     * to them is not.
     */
    @Override
    public boolean hasIoctl(Ioctl ioctl) {
        return board.kernel().below().abi().hasIoctl(ioctl.name());
    }

    @Override
    public boolean assumes() {
        return true;
    }
}
