package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EEXIST;
import static org.kvmsh.bindings.kernel.Errno.EFAULT;
import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kvm.rules.NumbersInWords.hex;
import static org.kvmsh.bindings.kvm.rules.NumbersInWords.range;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.state.VmState;

/**
 * Rules for the addresses of memslots on each architecture. Its kernel checks this last, in
 * kvm_arch_prepare_memory_region and what that calls.
 */
final class MemoryLimitRules {
    /** The widest physical address of x86 (Intel SDM 4.1.4). */
    private static final int X86_BITS = 52;

    private MemoryLimitRules() {}

    static List<Rule> ofPpc64() {
        return List.of(rule(
                Arch.PPC64,
                EEXIST,
                "the range overlaps a window of KVM_SET_DEVICE_ADDRESS",
                "[PATCH v3 01/13], 2012-10-22",
                MemoryLimitRules::overlapsWindow));
    }

    static List<Rule> ofX86() {
        return List.of(rule(
                        Arch.X86_64,
                        EINVAL,
                        "the range ends above the highest guest physical address",
                        "arch/x86/kvm/x86.c",
                        MemoryLimitRules::beyondX86)
                .asConsequence());
    }

    static List<Rule> ofArm64() {
        return List.of(rule(
                Arch.ARM64,
                EFAULT,
                "the range ends beyond the VM's guest physical address space",
                "arch/arm64/kvm/mmu.c; api.rst 4.2 KVM_CREATE_VM",
                MemoryLimitRules::beyondArm));
    }

    static List<Rule> ofRiscv64() {
        return List.of(rule(
                Arch.RISCV64,
                EFAULT,
                "the range ends at or above the last guest physical address, (1 << KVM_CAP_VM_GPA_BITS) - 1",
                "arch/riscv/kvm/mmu.c",
                MemoryLimitRules::beyondRiscv));
    }

    private static Rule rule(Arch arch, Errno errno, String text, String source, Check check) {
        return Rule.of(errno, text, source, check).on(MemorySlotRules.CALLS).in(arch);
    }

    private static Finding overlapsWindow(Request request) {
        long size = request.field("memory_size");
        for (VgicWindow window :
                size == 0 || request.vm().vgic() == null ? List.<VgicWindow>of() : VgicWindow.both(request)) {
            Long at = request.vm().vgic().value(window.attribute());
            if (at != null
                    && new VmState.Slot(at, window.size(), 0, 0).overlaps(request.field("guest_phys_addr"), size)) {
                return Finding.broken("guest physical " + range(request.field("guest_phys_addr"), size) + " overlaps "
                        + window.at(at));
            }
        }
        return Finding.KEPT;
    }

    private static Finding beyondX86(Request request) {
        long end = request.field("guest_phys_addr") + request.field("memory_size") - 1;
        return request.field("memory_size") != 0 && end >>> X86_BITS != 0
                ? Finding.broken("the range ends at " + hex(end) + ", above the highest guest physical address")
                : Finding.KEPT;
    }

    private static Finding beyondArm(Request request) {
        long size = request.field("memory_size");
        return size != 0 && Arm64Addresses.isBeyond(request.vm(), request.field("guest_phys_addr"), size)
                ? Finding.broken("the range ends at " + hex(request.field("guest_phys_addr") + size - 1)
                        + ", but this VM's guest physical addresses have " + Arm64Addresses.bits(request.vm())
                        + " bits")
                : Finding.KEPT;
    }

    private static Finding beyondRiscv(Request request) {
        int bits = request.facts().capability("KVM_CAP_VM_GPA_BITS");
        long size = request.field("memory_size");
        // The kernel refuses a range that ends with the last of them as well.
        long end = request.field("guest_phys_addr") + size;
        return bits == 0
                ? Finding.UNKNOWN
                : size != 0 && end >>> bits != 0
                        ? Finding.broken("the range ends at " + hex(end - 1) + ", but guest physical addresses have "
                                + bits + " bits")
                        : Finding.KEPT;
    }
}
