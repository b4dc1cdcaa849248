package org.kvmsh.bindings.model;

import java.util.Set;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;

/** /dev/kvm of a software model. Source: virt/kvm/kvm_main.c, kvm_dev_ioctl. */
final class ModelSystem extends ModelFile {
    private static final Set<String> RULED = Set.of("KVM_CREATE_VM");

    private final ModelKernel kernel;
    private final ModelBoard board;

    ModelSystem(ModelKernel kernel, ModelBoard board) {
        this.kernel = kernel;
        this.board = board;
    }

    @Override
    public Set<String> ruled() {
        return RULED;
    }

    @Override
    public FdKind kind() {
        return FdKind.SYSTEM;
    }

    @Override
    public int ioctl(String name, long value, Region argument) {
        return switch (name) {
            case "KVM_GET_API_VERSION" ->
                value != 0 ? Errno.EINVAL.negative() : (int) board.abi().constant("KVM_API_VERSION");
            case "KVM_CHECK_EXTENSION" -> board.capability(value);
            case "KVM_GET_VCPU_MMAP_SIZE" -> value != 0 ? Errno.EINVAL.negative() : board.runSize();
            case "KVM_CREATE_VM" -> {
                ModelFile vm = board.createVm(kernel, value);
                yield vm == null ? Errno.EINVAL.negative() : kernel.install(vm);
            }
            default -> board.systemIoctl(name, argument);
        };
    }
}
