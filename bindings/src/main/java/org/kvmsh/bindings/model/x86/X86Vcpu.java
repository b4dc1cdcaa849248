package org.kvmsh.bindings.model.x86;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.model.Memslots;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelMemory;

/** A vCPU of {@link X86Model}: the register ioctls, kvm_run and KVM_RUN around {@link X86RealMode}. */
final class X86Vcpu extends ModelFile {
    private static final int RUN_SIZE = 0x3000;
    /** Where x86 puts the bytes of programmed IO: KVM_PIO_PAGE_OFFSET pages into kvm_run. */
    private static final int PIO_DATA = 0x1000;
    /** How many instructions run between two looks at whether somebody wants the vCPU to stop. */
    private static final int BETWEEN_LOOKS = 1024;

    private final Abi abi;
    private final Struct regs;
    private final Struct sregs;
    private final Struct layout;
    private final Region specialRegisters;
    private final X86RealMode cpu;
    private Region run;
    private volatile boolean kicked;

    X86Vcpu(Abi abi, Memslots memslots, ModelMemory memory, long id) {
        this.abi = abi;
        this.regs = abi.struct("kvm_regs");
        this.sregs = abi.struct("kvm_sregs");
        this.layout = abi.struct("kvm_run");
        this.specialRegisters = memory.allocate(sregs.size(), () -> { });
        this.cpu = new X86RealMode(memslots);
        X86Reset.apply(cpu, specialRegisters, sregs, id);
        takeSegmentBases();
    }

    @Override public FdKind kind() {
        return FdKind.VCPU;
    }

    @Override public int ioctl(String name, long value, Region argument) {
        switch (name) {
            case "KVM_GET_REGS" -> getRegs(argument);
            case "KVM_SET_REGS" -> setRegs(argument);
            case "KVM_GET_SREGS" -> argument.write(0, specialRegisters.bytes(0, sregs.size()));
            case "KVM_SET_SREGS" -> {
                specialRegisters.write(0, argument.bytes(0, sregs.size()));
                takeSegmentBases();
            }
            default -> {
                return Errno.EINVAL.negative();
            }
        }
        return 0;
    }

    private void getRegs(Region into) {
        for (Field field : regs.fields()) {
            into.putLong(field.offset(), cpu.register(field.name()));
        }
    }

    private void setRegs(Region from) {
        for (Field field : regs.fields()) {
            cpu.setRegister(field.name(), from.getLong(field.offset()));
        }
    }

    private void takeSegmentBases() {
        cpu.segments(specialRegisters.getLong(sregs.offset("cs.base")), specialRegisters.getLong(sregs.offset("ds.base")),
                specialRegisters.getLong(sregs.offset("cr0")));
    }

    @Override public Mapped map(ModelMemory memory, long size, long offset) {
        if (offset != 0 || size > RUN_SIZE) {
            return Mapped.failed(Errno.EINVAL.number());
        }
        run = memory.allocate(size, () -> { });
        return Mapped.to(run);
    }

    @Override public void kick() {
        kicked = true;
    }

    /** api.rst, KVM_RUN: an input of the last exit is taken on entry; immediate_exit leaves before the guest is entered. */
    @Override public int run() {
        if (cpu.wantsInput()) {
            cpu.giveInput(run.get(PIO_DATA, cpu.ioBytes()));
        }
        if (run.getByte(layout.offset("immediate_exit")) != 0) {
            run.putByte(layout.offset("immediate_exit"), (byte) 0);
            return Errno.EINTR.negative();
        }
        for (;;) {
            if (kicked) {
                kicked = false;
                return Errno.EINTR.negative();
            }
            X86RealMode.Stop stop = cpu.execute(BETWEEN_LOOKS);
            if (stop != X86RealMode.Stop.NOT_YET) {
                exit(stop);
                return 0;
            }
        }
    }

    /** arch/x86/kvm/x86.c, post_kvm_run_save. */
    private void state() {
        boolean interruptible = (cpu.register("rflags") & X86Flags.INTERRUPT) != 0;
        run.putByte(layout.offset("if_flag"), (byte) (interruptible ? 1 : 0));
        run.putByte(layout.offset("ready_for_interrupt_injection"), (byte) (interruptible ? 1 : 0));
        run.putLong(layout.offset("cr8"), specialRegisters.getLong(sregs.offset("cr8")));
        run.putLong(layout.offset("apic_base"), specialRegisters.getLong(sregs.offset("apic_base")));
    }

    private void exit(X86RealMode.Stop stop) {
        state();
        switch (stop) {
            case HLT -> reason("KVM_EXIT_HLT");
            case IN, OUT -> {
                reason("KVM_EXIT_IO");
                run.putByte(layout.offset("io.direction"),
                        (byte) abi.constant(stop == X86RealMode.Stop.IN ? "KVM_EXIT_IO_IN" : "KVM_EXIT_IO_OUT"));
                run.putByte(layout.offset("io.size"), (byte) cpu.ioBytes());
                run.putShort(layout.offset("io.port"), (short) cpu.ioPort());
                run.putInt(layout.offset("io.count"), 1);
                run.putLong(layout.offset("io.data_offset"), PIO_DATA);
                if (stop == X86RealMode.Stop.OUT) {
                    run.put(PIO_DATA, cpu.ioBytes(), cpu.ioValue());
                }
            }
            default -> {
                reason("KVM_EXIT_INTERNAL_ERROR");
                run.putInt(layout.offset("internal.suberror"), (int) abi.constant("KVM_INTERNAL_ERROR_EMULATION"));
                run.putInt(layout.offset("internal.ndata"), 0);
            }
        }
    }

    private void reason(String name) {
        run.putInt(layout.offset("exit_reason"), (int) abi.constant(name));
    }
}
