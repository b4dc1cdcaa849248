package org.kvmsh.dsl.register;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Vcpu;

/** The CPUID entries that a vCPU has, by KVM_GET_CPUID2. */
public final class CpuidEntries {
    /** KVM_MAX_CPUID_ENTRIES of the kernel (arch/x86/include/asm/kvm_host.h). */
    private static final int MOST = 256;

    private CpuidEntries() {}

    /** An argument of KVM_GET_CPUID2 with room for all entries that KVM_SET_CPUID2 takes. */
    public static Argument room(Vcpu vcpu) {
        Abi abi = vcpu.kernel().abi();
        return Argument.of(
                        vcpu.kernel(),
                        abi.struct("kvm_cpuid2"),
                        (long) MOST * abi.struct("kvm_cpuid_entry2").size())
                .set("nent", MOST);
    }

    /**
     * Fills in a list, whose nent is then the number of the vCPU's own entries. Linux before 6.3 leaves nent as it was
     * asked, with zeros behind these entries; with the zeros KVM_SET_CPUID2 is refused after the first KVM_RUN.
     *
     * @param list of {@link #room}
     */
    public static IoctlResult<Integer> read(Vcpu vcpu, Argument list) {
        IoctlResult<Integer> answer = vcpu.ioctl("KVM_GET_CPUID2", list);
        if (answer.ok()) {
            Abi abi = vcpu.kernel().abi();
            // One read: the memory may be on another machine.
            byte[] bytes = list.region().bytes(0, (int) list.region().size());
            int head = abi.struct("kvm_cpuid2").size();
            int size = abi.struct("kvm_cpuid_entry2").size();
            int end = bytes.length;
            while (end > head && bytes[end - 1] == 0) {
                end--;
            }
            list.set("nent", Math.min(list.get("nent"), (end - head + size - 1) / size));
        }
        return answer;
    }
}
