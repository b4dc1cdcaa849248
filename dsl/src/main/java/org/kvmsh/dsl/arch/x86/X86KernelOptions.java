package org.kvmsh.dsl.arch.x86;

import java.util.List;
import org.kvmsh.dsl.arch.KernelOption;

/** The options of x86's kernels, which few programs ask for. Source: arch/x86/kvm/Kconfig. */
final class X86KernelOptions {
    static final List<KernelOption> ALL = List.of(
            KernelOption.needed(
                    "KVM with VMX, with SVM, or without either (PVM)",
                    "CONFIG_KVM_INTEL",
                    "CONFIG_KVM_AMD",
                    "CONFIG_KVM_PVM"),
            KernelOption.optional("I/O APIC, PIC and PIT in the kernel", "CONFIG_KVM_IOAPIC"),
            KernelOption.optional("system management mode", "CONFIG_KVM_SMM"),
            KernelOption.optional("Hyper-V's MSRs and hypercalls", "CONFIG_KVM_HYPERV"),
            KernelOption.optional("Xen's hypercalls", "CONFIG_KVM_XEN"));

    private X86KernelOptions() {}
}
