package org.kvmsh.bindings.model.x86;

import java.util.Set;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.state.VmState;
import org.kvmsh.bindings.model.Memslots;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelKernel;

/** A VM of {@link X86Model}. Source: virt/kvm/kvm_main.c, kvm_vm_ioctl. */
final class X86Vm extends ModelFile {
    private static final Set<String> RULED = Set.of(
            "KVM_SET_USER_MEMORY_REGION",
            "KVM_GET_DIRTY_LOG",
            "KVM_ENABLE_CAP",
            "KVM_SET_TSS_ADDR",
            "KVM_CREATE_VCPU",
            "KVM_IRQ_LINE",
            "KVM_IRQ_LINE_STATUS");

    private final ModelKernel kernel;
    private final X86Model board;
    private final Memslots memslots;
    private final X86MsrFilter filter;
    private final VmState state = new VmState(0);

    X86Vm(ModelKernel kernel, X86Model board) {
        this.kernel = kernel;
        this.board = board;
        this.memslots = new Memslots(
                        board.abi().struct("kvm_userspace_memory_region"),
                        kernel.memory(),
                        board.abi().constant("KVM_MEM_READONLY"))
                .logging(board.abi().constant("KVM_MEM_LOG_DIRTY_PAGES"));
        this.filter = new X86MsrFilter(board.abi(), kernel.memory());
    }

    @Override
    public Set<String> ruled() {
        return RULED;
    }

    @Override
    public VmState vm() {
        return state;
    }

    @Override
    public FdKind kind() {
        return FdKind.VM;
    }

    @Override
    public int ioctl(String name, long value, Region argument) {
        return switch (name) {
            case "KVM_CHECK_EXTENSION" -> board.capability(value);
            case "KVM_SET_USER_MEMORY_REGION" -> memslots.set(argument);
            case "KVM_GET_DIRTY_LOG" -> memslots.dirtyLog(argument, board.abi().struct("kvm_dirty_log"));
            case "KVM_ENABLE_CAP" -> enable(argument, board.abi().struct("kvm_enable_cap"));
            case "KVM_X86_SET_MSR_FILTER" -> filter.set(argument);
            case "KVM_SET_TSS_ADDR" -> 0;
            case "KVM_CREATE_VCPU" -> createVcpu(value);
            // arch/x86/kvm/x86.c, kvm_arch_vm_ioctl: calls on an interrupt controller that does not exist.
            case "KVM_GET_IRQCHIP", "KVM_SET_IRQCHIP", "KVM_IRQ_LINE", "KVM_IRQ_LINE_STATUS" -> Errno.ENXIO.negative();
            default -> board.unknownIoctl(kind());
        };
    }

    /** arch/x86/kvm/x86.c, kvm_vm_ioctl_enable_cap: the model has one of the capabilities. */
    private int enable(Region argument, Struct layout) {
        long capability = argument.get(layout.offset("cap"), Integer.BYTES);
        if (capability != board.abi().constant("KVM_CAP_X86_USER_SPACE_MSR")) {
            return Errno.EINVAL.negative();
        }
        return filter.enable(argument.getLong(layout.offset("args[0]")));
    }

    private int createVcpu(long id) {
        return kernel.install(new X86Vcpu(board.abi(), state, memslots, filter, id));
    }
}
