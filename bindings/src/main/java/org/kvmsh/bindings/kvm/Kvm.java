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
     * Opens /dev/kvm: open(2).
     *
     * @param path where the board has the device, usually /dev/kvm
     * @return the device, or a refusal such as ENOENT, EACCES or ENODEV
     */
    public static IoctlResult<Kvm> open(Kernel kernel, String path) {
        int fd = kernel.open(path);
        return fd >= 0
                ? IoctlResult.of(new Kvm(kernel, fd))
                : IoctlResult.refused(
                        new Refusal("open", FdKind.SYSTEM, path, -fd, () -> Rulebook.known(kernel.abi(), "open", -fd)));
    }

    /**
     * KVM_GET_API_VERSION (api.rst 4.1).
     *
     * @return 12 on every kernel that is in use; refused with ENOTTY if the file is not /dev/kvm
     */
    public IoctlResult<Integer> apiVersion() {
        return ioctl("KVM_GET_API_VERSION", 0);
    }

    /**
     * KVM_CHECK_EXTENSION (api.rst 4.4): the value of a capability for /dev/kvm.
     *
     * @param name such as KVM_CAP_USER_MEMORY
     * @return 0 if it is not supported
     * @throws java.util.NoSuchElementException if the board's ABI has no such capability
     * @throws KvmException if the kernel refuses the ioctl
     */
    public int capability(String name) {
        return ioctl("KVM_CHECK_EXTENSION", kernel().abi().constant(name)).get();
    }

    /**
     * KVM_CREATE_VM (api.rst 4.2).
     *
     * @param type 0 for the default, otherwise the architecture's: IPA bits on arm64, 1 (HV) or 2 (PR) on powerpc
     * @return the VM, or a refusal: EINVAL for a type that the kernel does not have, ENOMEM, EMFILE
     */
    public IoctlResult<Vm> createVm(long type) {
        return ioctl("KVM_CREATE_VM", type).map(fd -> new Vm(kernel(), fd, type, comparison()));
    }

    /**
     * KVM_GET_VCPU_MMAP_SIZE (api.rst 4.5): the size of a vCPU's kvm_run with the rings that are mapped behind it.
     *
     * @return bytes; refused with ENOTTY if the file is not /dev/kvm
     */
    public IoctlResult<Integer> vcpuMmapSize() {
        return ioctl("KVM_GET_VCPU_MMAP_SIZE", 0);
    }
}
