package org.kvmsh.dsl.plan.step;

import java.util.Map;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kvm.DebugStop;
import org.kvmsh.bindings.kvm.Delivery;
import org.kvmsh.bindings.kvm.Probing;
import org.kvmsh.bindings.proposal.ProposalKernel;

/** Queries an open board, with VMs and a guest if necessary. */
record BoardProbe(Board board) implements Probe {
    /** A plan knows capabilities of patches that were not read on the board itself. */
    @Override
    public int capability(String name) {
        return board.kernel().abi().hasConstant(name)
                ? CallOrigin.PROBING.during(() -> board.kvm().capability(name))
                : 0;
    }

    @Override
    public int pageSize() {
        return board.kernel().pageSize();
    }

    @Override
    public String release() {
        return board.kernel().release();
    }

    @Override
    public boolean hasIoctl(Ioctl ioctl) {
        return Probing.isSafe(ioctl, board.kernel().abi()) && Probing.hasIoctl(board.kvm(), ioctl);
    }

    @Override
    public boolean hasVmType(String constant) {
        return Probing.hasVmType(board.kvm(), board.kernel().abi().constant(constant));
    }

    @Override
    public Delivery delivers(DebugStop stop, long vmType) {
        return board.delivers(stop, vmType);
    }

    @Override
    public Probe onPaper() {
        return new CapabilityProbe(board);
    }

    @Override
    public boolean hasDevice(String constant) {
        return hasDevice(board.kernel().abi().constant(constant));
    }

    @Override
    public boolean hasDevice(long type) {
        return Probing.hasDevice(board.kvm(), type);
    }

    @Override
    public Long told(String ioctl, String field) {
        return canBeTried(ioctl) ? Probing.told(board.kvm(), ioctl, field) : null;
    }

    @Override
    public Long initially(String device, String group, String attribute) {
        return Probing.initially(board.kvm(), device, group, attribute);
    }

    @Override
    public Integer answer(long vmType, String ioctl, Map<String, Long> fields) {
        return canBeTried(ioctl) ? (Integer) Probing.answer(board.kvm(), vmType, ioctl, fields) : null;
    }

    @Override
    public boolean isProposed(String ioctl) {
        return ProposalKernel.of(board.kernel()) != null
                && ProposalKernel.of(board.kernel()).standing(ioctl) == ProposalKernel.Standing.ANSWERS;
    }

    private boolean canBeTried(String ioctl) {
        return ProposalKernel.of(board.kernel()) == null
                || ProposalKernel.of(board.kernel()).canBeTried(ioctl);
    }
}
