package org.kvmsh.bindings.model.x86;

import java.util.HashSet;
import java.util.Set;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.model.Memslots;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelKernel;

/** A VM of {@link X86Model}. Source: virt/kvm/kvm_main.c, kvm_vm_ioctl. */
final class X86Vm extends ModelFile {
    private static final int PAGE = 0x1000;

    private final ModelKernel kernel;
    private final X86Model board;
    /** The widest physical address of x86 (Intel SDM volume 3, 4.1.4). */
    private static final int PHYSICAL_BITS = 52;

    private final Memslots memslots;
    private final X86MsrFilter filter;
    private final Set<Long> vcpus = new HashSet<>();

    X86Vm(ModelKernel kernel, X86Model board) {
        this.kernel = kernel;
        this.board = board;
        this.memslots = new Memslots(board.abi().struct("kvm_userspace_memory_region"), kernel.memory(), X86Model.MEMSLOTS, board.abi().constant("KVM_MEM_READONLY"))
                .logging(board.abi().constant("KVM_MEM_LOG_DIRTY_PAGES"));
        this.filter = new X86MsrFilter(board.abi(), kernel.memory());
    }

    @Override public FdKind kind() {
        return FdKind.VM;
    }

    @Override public int ioctl(String name, long value, Region argument) {
        return switch (name) {
            case "KVM_CHECK_EXTENSION" -> board.capability(value);
            case "KVM_SET_USER_MEMORY_REGION" -> memslots.set(argument, X86Vm::prepare);
            case "KVM_GET_DIRTY_LOG" -> memslots.dirtyLog(argument, board.abi().struct("kvm_dirty_log"));
            case "KVM_ENABLE_CAP" -> enable(argument, board.abi().struct("kvm_enable_cap"));
            case "KVM_X86_SET_MSR_FILTER" -> filter.set(argument);
            case "KVM_SET_TSS_ADDR" -> setTssAddr(value);
            case "KVM_CREATE_VCPU" -> createVcpu(value);
            // arch/x86/kvm/x86.c, kvm_arch_vm_ioctl: what is asked of an interrupt controller that is not there.
            case "KVM_GET_IRQCHIP", "KVM_SET_IRQCHIP", "KVM_IRQ_LINE", "KVM_IRQ_LINE_STATUS" -> Errno.ENXIO.negative();
            default -> board.unknownIoctl(kind());
        };
    }

    /** arch/x86/kvm/x86.c, kvm_vm_ioctl_set_tss_addr: only what lies too high is refused. */
    private static int setTssAddr(long address) {
        return Integer.compareUnsigned((int) address, -3 * PAGE) > 0 ? Errno.EINVAL.negative() : 0;
    }

    /** arch/x86/kvm/x86.c, kvm_vm_ioctl_enable_cap. */
    private int enable(Region argument, Struct layout) {
        long capability = argument.get(layout.offset("cap"), Integer.BYTES);
        if (argument.getInt(layout.offset("flags")) != 0 || capability != board.abi().constant("KVM_CAP_X86_USER_SPACE_MSR")) {
            return Errno.EINVAL.negative();
        }
        return filter.enable(argument.getLong(layout.offset("args[0]")));
    }

    private int createVcpu(long id) {
        if (Long.compareUnsigned(id, X86Model.MAX_VCPU_IDS) >= 0 || vcpus.size() == X86Model.MAX_VCPUS) {
            return Errno.EINVAL.negative();
        }
        if (!vcpus.add(id)) {
            return Errno.EEXIST.negative();
        }
        return kernel.install(new X86Vcpu(board.abi(), memslots, filter, id));
    }

    /** Source: arch/x86/kvm/x86.c, kvm_arch_prepare_memory_region. */
    private static int prepare(long start, long size, long address, Region region) {
        return size != 0 && start + size - 1 >>> PHYSICAL_BITS != 0 ? Errno.EINVAL.negative() : 0;
    }
}
