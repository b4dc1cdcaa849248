package org.kvmsh.bindings.model.ppc64;

import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.state.VmState;
import org.kvmsh.bindings.model.Memslots;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelMemory;

/** A vCPU of {@link Ppc64Model}: the register ioctls, kvm_run and KVM_RUN around {@link Ppc64Processor}. */
final class Ppc64Vcpu extends ModelFile {
    /** The number of instructions between two checks for a request to stop the vCPU. */
    private static final int BETWEEN_LOOKS = 1024;

    private static final int FIRST_ARGUMENT = 4;
    private static final int RETURNED = 3;

    private static final Set<String> RULED = Set.of("KVM_ENABLE_CAP");

    private final Ppc64ModelVm vm;
    private final Ppc64Model board;
    private final Memslots memslots;
    private final Abi abi;
    private final Struct layout;
    private final Ppc64Registers registers = new Ppc64Registers();
    private final Ppc64RegisterCalls calls;
    private final Ppc64Processor processor;
    private final Ppc64Hypercalls hypercalls;
    private Region run;
    private boolean owesHypercall;
    private Ppc64Access owesLoad;
    private boolean kicked;
    private boolean prodded;
    private volatile boolean wanted;

    Ppc64Vcpu(Ppc64ModelVm vm, Ppc64Model board, Memslots memslots, ModelMemory memory) {
        this.vm = vm;
        this.board = board;
        this.memslots = memslots;
        this.abi = board.abi();
        this.layout = abi.struct("kvm_run");
        this.calls = new Ppc64RegisterCalls(board, registers, memory);
        this.processor = new Ppc64Processor(board.kernel(), registers, new Ppc64Storage(memslots, vm), vm);
        this.hypercalls = new Ppc64Hypercalls(board.kernel(), vm);
    }

    @Override
    public Set<String> ruled() {
        return RULED;
    }

    @Override
    public VmState vm() {
        return vm.vm();
    }

    @Override
    public FdKind kind() {
        return FdKind.VCPU;
    }

    @Override
    public int ioctl(String name, long value, Region argument) {
        return switch (name) {
            case "KVM_GET_REGS" -> calls.getRegs(argument);
            case "KVM_SET_REGS" -> calls.setRegs(argument);
            case "KVM_GET_SREGS" -> calls.getSregs(argument);
            case "KVM_SET_SREGS" -> calls.setSregs(argument);
            case "KVM_ENABLE_CAP" -> enableCap(argument);
            default -> board.without(name, kind());
        };
    }

    /** arch/powerpc/kvm/powerpc.c, kvm_vcpu_ioctl_enable_cap: the model has one of the capabilities. */
    private int enableCap(Region argument) {
        Struct cap = abi.struct("kvm_enable_cap");
        if (argument.getInt(cap.offset("cap")) != abi.constant("KVM_CAP_PPC_PAPR")) {
            return Errno.EINVAL.negative();
        }
        processor.enablePapr();
        return 0;
    }

    @Override
    public Mapped map(ModelMemory memory, long size, long offset) {
        if (offset != 0 || size > board.runSize()) {
            return Mapped.failed(Errno.EINVAL.number());
        }
        run = memory.allocate(size, () -> {});
        return Mapped.to(run);
    }

    @Override
    public void kick() {
        synchronized (this) {
            kicked = true;
            wanted = true;
            notifyAll();
        }
    }

    /** H_PROD of another vCPU: this one no longer waits. */
    void prod() {
        synchronized (this) {
            prodded = true;
            notifyAll();
        }
    }

    /** kvm_arch_vcpu_ioctl_run: the last exit is finished first. */
    @Override
    public int run() {
        finishExit();
        if (run.getByte(layout.offset("immediate_exit")) != 0) {
            run.putByte(layout.offset("immediate_exit"), (byte) 0);
            return Errno.EINTR.negative();
        }
        int refused = refused();
        if (refused < 0) {
            return refused;
        }
        for (; ; ) {
            if (wanted && takeKick()) {
                reason("KVM_EXIT_INTR");
                return Errno.EINTR.negative();
            }
            switch (memslots.during(() -> processor.execute(BETWEEN_LOOKS))) {
                case HYPERCALL -> {
                    switch (hypercalls.take(registers)) {
                        case WAITS -> cede();
                        case FOR_USER_SPACE -> {
                            hypercallExit();
                            return 0;
                        }
                        default -> {}
                    }
                }
                case OUTSIDE -> {
                    mmioExit(processor.access());
                    return 0;
                }
                default -> {}
            }
        }
    }

    /**
     * No rule can tell HV from PR for a VM of type 0, or whether it has a real mode area. Sources: kvmppc_sanity_check
     * and kvmppc_vcpu_run: book3s_hv supports only PAPR, and on a PPC970 needs a real mode area.
     */
    private int refused() {
        if (registers.pvr == 0 || board.kernel().hypervisor() && !processor.hasPapr()) {
            reason("KVM_EXIT_INTERNAL_ERROR");
            return Errno.EINVAL.negative();
        }
        return vm.lacksRma() ? Errno.EPERM.negative() : 0;
    }

    private synchronized boolean takeKick() {
        wanted = false;
        boolean was = kicked;
        kicked = false;
        return was;
    }

    private void cede() {
        boolean interrupted = false;
        synchronized (this) {
            while (!kicked && !prodded) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                    kicked = true;
                    wanted = true;
                }
            }
            prodded = false;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void finishExit() {
        if (owesHypercall) {
            owesHypercall = false;
            registers.gpr[RETURNED] = run.getLong(layout.offset("papr_hcall.ret"));
            int arguments = layout.offset("papr_hcall.args");
            for (int i = 0; i < layout.field("papr_hcall.args").count(); i++) {
                registers.gpr[FIRST_ARGUMENT + i] = run.getLong(arguments + (long) i * Long.BYTES);
            }
        } else if (owesLoad != null) {
            long value = run.get(layout.offset("mmio.data"), owesLoad.bytes());
            registers.gpr[owesLoad.register()] =
                    Ppc64Access.extended(value, owesLoad.bytes(), owesLoad.signed(), owesLoad.reversed());
            owesLoad = null;
        }
    }

    private void hypercallExit() {
        reason("KVM_EXIT_PAPR_HCALL");
        run.putLong(layout.offset("papr_hcall.nr"), registers.gpr[RETURNED]);
        int arguments = layout.offset("papr_hcall.args");
        for (int i = 0; i < layout.field("papr_hcall.args").count(); i++) {
            run.putLong(arguments + (long) i * Long.BYTES, registers.gpr[FIRST_ARGUMENT + i]);
        }
        owesHypercall = true;
    }

    /** kvmppc_handle_load and kvmppc_handle_store: the lowest bytes of data, in the guest's order. */
    private void mmioExit(Ppc64Access access) {
        reason("KVM_EXIT_MMIO");
        run.putLong(layout.offset("mmio.phys_addr"), Ppc64Storage.real(access.address()));
        run.putInt(layout.offset("mmio.len"), access.bytes());
        run.putByte(layout.offset("mmio.is_write"), (byte) (access.write() ? 1 : 0));
        if (access.write()) {
            run.put(layout.offset("mmio.data"), access.bytes(), access.value());
        } else {
            owesLoad = access;
        }
    }

    private void reason(String name) {
        run.putInt(layout.offset("exit_reason"), (int) abi.constant(name));
    }
}
