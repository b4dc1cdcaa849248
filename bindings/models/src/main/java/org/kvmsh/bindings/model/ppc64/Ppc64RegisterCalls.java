package org.kvmsh.bindings.model.ppc64;

import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.model.ModelMemory;

/**
 * A vCPU's registers as user space has them. Sources: arch/powerpc/kvm/book3s.c, book3s_hv.c and book3s_pr.c,
 * kvm_arch_vcpu_ioctl_get_regs and its like.
 */
final class Ppc64RegisterCalls {
    private final Ppc64Model board;
    private final Ppc64Registers registers;
    private final Struct regs;
    private final Struct sregs;
    private final Region specialRegisters;

    Ppc64RegisterCalls(Ppc64Model board, Ppc64Registers registers, ModelMemory memory) {
        this.board = board;
        this.registers = registers;
        this.regs = board.abi().struct("kvm_regs");
        this.sregs = board.abi().struct("kvm_sregs");
        this.specialRegisters = memory.allocate(sregs.size(), () -> {});
        registers.pvr = board.kernel().cpu().version();
    }

    int getRegs(Region into) {
        into.putLong(regs.offset("pc"), registers.pc);
        into.putLong(regs.offset("cr"), Integer.toUnsignedLong(registers.cr));
        into.putLong(regs.offset("ctr"), registers.ctr);
        into.putLong(regs.offset("lr"), registers.lr);
        into.putLong(regs.offset("xer"), registers.xer);
        into.putLong(regs.offset("msr"), registers.msr);
        into.putLong(regs.offset("srr0"), registers.srr0);
        into.putLong(regs.offset("srr1"), registers.srr1);
        into.putLong(regs.offset("pid"), registers.pid);
        for (int i = 0; i < Ppc64Registers.SPRGS; i++) {
            into.putLong(regs.offset("sprg" + i), registers.sprg[i]);
        }
        for (int i = 0; i < Ppc64Registers.COUNT; i++) {
            into.putLong(regs.offset("gpr") + (long) i * Long.BYTES, registers.gpr[i]);
        }
        return 0;
    }

    int setRegs(Region from) {
        registers.pc = from.getLong(regs.offset("pc"));
        registers.cr = (int) from.getLong(regs.offset("cr"));
        registers.ctr = from.getLong(regs.offset("ctr"));
        registers.lr = from.getLong(regs.offset("lr"));
        registers.xer = from.getLong(regs.offset("xer"));
        registers.msr = from.getLong(regs.offset("msr"));
        registers.srr0 = from.getLong(regs.offset("srr0"));
        registers.srr1 = from.getLong(regs.offset("srr1"));
        registers.pid = from.getLong(regs.offset("pid"));
        for (int i = 0; i < Ppc64Registers.SPRGS; i++) {
            registers.sprg[i] = from.getLong(regs.offset("sprg" + i));
        }
        for (int i = 0; i < Ppc64Registers.COUNT; i++) {
            registers.gpr[i] = from.getLong(regs.offset("gpr") + (long) i * Long.BYTES);
        }
        return 0;
    }

    int getSregs(Region into) {
        into.write(0, specialRegisters.bytes(0, sregs.size()));
        into.putInt(sregs.offset("pvr"), (int) registers.pvr);
        return 0;
    }

    /**
     * In hypervisor mode a guest sees the processor's own version: EINVAL for another, as kernels since 2013 answer;
     * the one of 2011 took any and kept its own.
     */
    int setSregs(Region from) {
        long version = from.get(sregs.offset("pvr"), Integer.BYTES);
        if (board.kernel().hypervisor() && version != board.kernel().cpu().version()) {
            return Errno.EINVAL.negative();
        }
        registers.pvr = version;
        specialRegisters.write(0, from.bytes(0, sregs.size()));
        return 0;
    }
}
