package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/**
 * On which descriptor KVM_ENABLE_CAP enables a capability. Sources: api.rst 6 and 7; kvm_vm_ioctl_enable_cap and
 * kvm_vcpu_ioctl_enable_cap of arch/x86/kvm/x86.c and arch/powerpc/kvm/powerpc.c.
 */
final class CapabilityPlaceRules {
    private static final Map<Arch, List<String>> OF_VCPU = Map.of(
            Arch.X86_64,
            List.of(
                    "HYPERV_SYNIC",
                    "HYPERV_SYNIC2",
                    "HYPERV_ENLIGHTENED_VMCS",
                    "HYPERV_DIRECT_TLBFLUSH",
                    "HYPERV_ENFORCE_CPUID",
                    "ENFORCE_PV_FEATURE_CPUID"),
            Arch.PPC64,
            List.of("PPC_OSI", "PPC_PAPR", "PPC_EPR", "SW_TLB", "IRQ_MPIC", "IRQ_XICS", "PPC_IRQ_XIVE"));

    private static final Map<Arch, List<String>> OF_VM = Map.of(
            Arch.X86_64,
            List.of(
                    "DISABLE_QUIRKS",
                    "DISABLE_QUIRKS2",
                    "SPLIT_IRQCHIP",
                    "X2APIC_API",
                    "X86_DISABLE_EXITS",
                    "MSR_PLATFORM_INFO",
                    "EXCEPTION_PAYLOAD",
                    "X86_TRIPLE_FAULT_EVENT",
                    "X86_USER_SPACE_MSR",
                    "X86_BUS_LOCK_EXIT",
                    "SGX_ATTRIBUTE",
                    "VM_COPY_ENC_CONTEXT_FROM",
                    "VM_MOVE_ENC_CONTEXT_FROM",
                    "EXIT_HYPERCALL",
                    "EXIT_ON_EMULATION_FAILURE",
                    "PMU_CAPABILITY",
                    "MAX_VCPU_ID",
                    "X86_NOTIFY_VMEXIT",
                    "VM_DISABLE_NX_HUGE_PAGES",
                    "HALT_POLL",
                    "MANUAL_DIRTY_LOG_PROTECT2",
                    "DIRTY_LOG_RING",
                    "DIRTY_LOG_RING_ACQ_REL"),
            Arch.PPC64,
            List.of("PPC_ENABLE_HCALL", "PPC_SMT", "PPC_NESTED_HV", "PPC_SECURE_GUEST", "PPC_DAWR1", "HALT_POLL"));

    static final List<Rule> RULES = Stream.of(Arch.X86_64, Arch.PPC64)
            .flatMap(arch -> Stream.of(
                    of(arch, "vm", OF_VCPU, "can be enabled only on a vCPU"),
                    of(arch, "vcpu", OF_VM, "can be enabled only on the VM")))
            .toList();

    private CapabilityPlaceRules() {}

    /**
     * @param on the wrong descriptor, as a {@link RequestFilter} has it
     * @param others the capabilities of the other descriptor, without {@code KVM_CAP_}
     */
    private static Rule of(Arch arch, String on, Map<Arch, List<String>> others, String text) {
        List<String> names = others.get(arch).stream().map("KVM_CAP_"::concat).toList();
        return Rule.of(
                        EINVAL,
                        "the capability " + text,
                        "api.rst 4.37",
                        request -> Finding.broken(names.stream()
                                        .filter(name -> CapabilityRules.isOf(request, name))
                                        .findFirst()
                                        .orElseThrow()
                                + " " + text))
                .about("on=" + on + " cap=" + String.join("|", names))
                .on("KVM_ENABLE_CAP")
                .in(arch);
    }
}
