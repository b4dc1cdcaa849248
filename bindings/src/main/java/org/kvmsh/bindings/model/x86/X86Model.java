package org.kvmsh.bindings.model.x86;

import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.model.ModelBoard;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelKernel;

/** An x86_64 board in software, for machines without /dev/kvm: one VM type, vCPUs that execute 16-bit code. */
public final class X86Model implements ModelBoard {
    /** arch/x86/include/asm/kvm_host.h, KVM_MAX_VCPUS and KVM_MAX_VCPU_IDS. */
    static final int MAX_VCPUS = 1024;
    static final int MAX_VCPU_IDS = 4 * MAX_VCPUS;
    /** No more processors than a small machine has, so that nobody takes it for a large one. */
    private static final int PROCESSORS = 4;
    /** arch/x86/include/asm/kvm_host.h, KVM_USER_MEM_SLOTS: as many as 15 bits number, less the three that the kernel keeps. */
    static final int MEMSLOTS = Short.MAX_VALUE - 3;
    /** BIT(KVM_X86_DEFAULT_VM), arch/x86/kvm/x86.c. */
    private static final int DEFAULT_VM_ALONE = 1;

    private final Abi abi = Abi.of("x86_64");
    private final Map<Long, Integer> capabilities = Map.of(
            abi.constant("KVM_CAP_USER_MEMORY"), 1,
            abi.constant("KVM_CAP_HLT"), 1,
            abi.constant("KVM_CAP_SET_TSS_ADDR"), 1,
            abi.constant("KVM_CAP_NR_VCPUS"), PROCESSORS,
            abi.constant("KVM_CAP_MAX_VCPUS"), MAX_VCPUS,
            abi.constant("KVM_CAP_MAX_VCPU_ID"), MAX_VCPU_IDS,
            abi.constant("KVM_CAP_NR_MEMSLOTS"), MEMSLOTS,
            abi.constant("KVM_CAP_CHECK_EXTENSION_VM"), 1,
            abi.constant("KVM_CAP_VM_TYPES"), DEFAULT_VM_ALONE,
            abi.constant("KVM_CAP_IMMEDIATE_EXIT"), 1);

    @Override public Abi abi() {
        return abi;
    }

    @Override public int capability(long number) {
        return capabilities.getOrDefault(number, 0);
    }

    @Override public ModelFile createVm(ModelKernel kernel, long type) {
        return type == 0 ? new X86Vm(kernel, this) : null;
    }

    /** arch/x86/kvm/x86.c: kvm_arch_vm_ioctl begins with ENOTTY, the ones for the system and the vCPU with EINVAL. */
    @Override public int unknownIoctl(FdKind kind) {
        return (kind == FdKind.VM ? Errno.ENOTTY : Errno.EINVAL).negative();
    }
}
