package org.kvmsh.bindings.kvm;

import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.rules.Rulebook;

/**
 * /dev/kvm, opened: the calls about KVM as a whole. Source: Documentation/virt/kvm/api.rst, "system ioctl".
 *
 * <pre>{@code
 * try (Board board = new Boards(System.getenv()).open("kvm")) {
 *     Kvm kvm = board.kvm();
 *     System.out.println("API version " + kvm.apiVersion().get());             // prints: API version 12
 *     System.out.println(kvm.capability("KVM_CAP_USER_MEMORY"));               // prints: 1
 *     try (Vm vm = kvm.createVm(0).get()) {
 *         System.out.println("a VM of type " + vm.type());                     // prints: a VM of type 0
 *     }
 * }
 * }</pre>
 */
public final class Kvm extends KvmFile {
    private Kvm(Kernel kernel, int fd) {
        super(kernel, FdKind.SYSTEM, fd, new RuleComparison());
    }

    /**
     * open(2) of the device.
     *
     * @param path where the board has it, usually /dev/kvm
     */
    public static IoctlResult<Kvm> open(Kernel kernel, String path) {
        int fd = kernel.open(path);
        return fd >= 0 ? IoctlResult.of(new Kvm(kernel, fd)) : IoctlResult.refused(new Refusal("open", FdKind.SYSTEM, path, -fd, () -> Rulebook.known(kernel.abi(), "open", -fd)));
    }

    /** KVM_GET_API_VERSION: 12 on every kernel that is in use. */
    public IoctlResult<Integer> apiVersion() {
        return ioctl("KVM_GET_API_VERSION", 0);
    }

    /** KVM_CHECK_EXTENSION: the capability's value, 0 if it is not supported. */
    public int capability(String name) {
        return ioctl("KVM_CHECK_EXTENSION", kernel().abi().constant(name)).get();
    }

    /**
     * KVM_CREATE_VM.
     *
     * @param type 0, or its meaning on the architecture: IPA bits on arm64, HV or PR on powerpc
     */
    public IoctlResult<Vm> createVm(long type) {
        return ioctl("KVM_CREATE_VM", type).map(fd -> new Vm(kernel(), fd, type, comparison()));
    }

    /** KVM_GET_VCPU_MMAP_SIZE: bytes of a vCPU's kvm_run and what is mapped behind it. */
    public IoctlResult<Integer> vcpuMmapSize() {
        return ioctl("KVM_GET_VCPU_MMAP_SIZE", 0);
    }
}
