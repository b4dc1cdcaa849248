package org.kvmsh.bindings.model.x86;

import java.util.HashMap;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.model.ModelBoard;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelKernel;

/**
 * A software model of an x86_64 board, for machines without /dev/kvm: one VM type, vCPUs that execute code of ring 0,
 * no interrupt controller.
 */
public final class X86Model implements ModelBoard {
    /** arch/x86/include/asm/kvm_host.h, KVM_MAX_VCPUS and KVM_MAX_VCPU_IDS. */
    static final int MAX_VCPUS = 1024;

    static final int MAX_VCPU_IDS = 4 * MAX_VCPUS;
    /** The number of processors: that of a small machine, so that nobody mistakes it for a large one. */
    private static final int PROCESSORS = 4;
    /**
     * arch/x86/include/asm/kvm_host.h, KVM_USER_MEM_SLOTS: as many as 15 bits number, less the three that the kernel
     * keeps.
     */
    static final int MEMSLOTS = Short.MAX_VALUE - 3;
    /** BIT(KVM_X86_DEFAULT_VM), arch/x86/kvm/x86.c. */
    private static final int DEFAULT_VM_ALONE = 1;

    private final Abi abi = Abi.of("x86_64");
    private final Map<Long, Integer> capabilities = new HashMap<>();

    public X86Model() {
        for (String there : new String[] {
            "USER_MEMORY",
            "HLT",
            "SET_TSS_ADDR",
            "IMMEDIATE_EXIT",
            "EXT_CPUID",
            "MP_STATE",
            "DESTROY_MEMORY_REGION_WORKS",
            "JOIN_MEMORY_REGIONS_WORKS",
            "READONLY_MEM",
            "SET_GUEST_DEBUG",
            "DEBUGREGS",
            "XSAVE",
            "XCRS",
            "ENABLE_CAP",
            "ENABLE_CAP_VM",
            "CHECK_EXTENSION_VM",
            "X86_USER_SPACE_MSR",
            "X86_MSR_FILTER",
            "VCPU_EVENTS"
        }) {
            capabilities.put(abi.constant("KVM_CAP_" + there), 1);
        }
        capabilities.put(abi.constant("KVM_CAP_NR_VCPUS"), PROCESSORS);
        capabilities.put(abi.constant("KVM_CAP_MAX_VCPUS"), MAX_VCPUS);
        capabilities.put(abi.constant("KVM_CAP_MAX_VCPU_ID"), MAX_VCPU_IDS);
        capabilities.put(abi.constant("KVM_CAP_NR_MEMSLOTS"), MEMSLOTS);
        capabilities.put(abi.constant("KVM_CAP_VM_TYPES"), DEFAULT_VM_ALONE);
        capabilities.put(abi.constant("KVM_CAP_SET_GUEST_DEBUG2"), (int) (abi.constant("KVM_GUESTDBG_ENABLE")
                | abi.constant("KVM_GUESTDBG_SINGLESTEP")
                | abi.constant("KVM_GUESTDBG_USE_SW_BP")
                | abi.constant("KVM_GUESTDBG_USE_HW_BP")
                | abi.constant("KVM_GUESTDBG_INJECT_BP")));
    }

    @Override
    public Abi abi() {
        return abi;
    }

    @Override
    public int capability(long number) {
        return capabilities.getOrDefault(number, 0);
    }

    @Override
    public ModelFile createVm(ModelKernel kernel, long type) {
        return new X86Vm(kernel, this);
    }

    @Override
    public int systemIoctl(String name, Region argument) {
        return switch (name) {
            case "KVM_GET_SUPPORTED_CPUID" -> new X86ModelCpuid(abi).giveSupported(argument);
            case "KVM_GET_MSR_INDEX_LIST" -> giveMsrs(argument);
            default -> unknownIoctl(FdKind.SYSTEM);
        };
    }

    /** api.rst 4.3: how many there are, also where the list has no room for them. */
    private int giveMsrs(Region into) {
        Struct list = abi.struct("kvm_msr_list");
        int[] indices = X86ModelMsrs.listed();
        long room = into.get(list.offset("nmsrs"), Integer.BYTES);
        into.putInt(list.offset("nmsrs"), indices.length);
        if (room < indices.length) {
            return Errno.E2BIG.negative();
        }
        if (into.size() < list.size() + (long) indices.length * Integer.BYTES) {
            return Errno.EFAULT.negative();
        }
        for (int i = 0; i < indices.length; i++) {
            into.putInt(list.size() + (long) i * Integer.BYTES, indices[i]);
        }
        return 0;
    }

    /** arch/x86/kvm/x86.c: kvm_arch_vm_ioctl begins with ENOTTY, the ones for the system and the vCPU with EINVAL. */
    @Override
    public int unknownIoctl(FdKind kind) {
        return (kind == FdKind.VM ? Errno.ENOTTY : Errno.EINVAL).negative();
    }
}
