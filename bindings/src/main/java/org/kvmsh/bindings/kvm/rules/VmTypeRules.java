package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;

/** KVM_CREATE_VM. Sources: api.rst 4.2; arch/x86/kvm/x86.c; arch/arm64/kvm/arm.c; arch/powerpc/kvm/powerpc.c. */
final class VmTypeRules {
    private static final String DOCUMENT = "api.rst 4.2";
    private static final String POWERPC = "arch/powerpc/kvm/powerpc.c";
    private static final long IPA_MASK = 0xff;
    private static final int LEAST_IPA = 32;

    private VmTypeRules() {}

    static List<Rule> ofX86() {
        return List.of(rule("the type is not one of KVM_CAP_VM_TYPES", DOCUMENT, VmTypeRules::x86)
                .in(Arch.X86_64));
    }

    static List<Rule> ofArm64() {
        return Stream.of(
                        rule(
                                "the type has bits above bit 7; bits 7 to 0 are the number of guest physical"
                                        + " address bits",
                                DOCUMENT,
                                VmTypeRules::armBits),
                        rule(
                                        "the type asks for fewer than 32 guest physical address bits",
                                        DOCUMENT,
                                        VmTypeRules::tooNarrow)
                                .asConsequence(),
                        rule(
                                        "the type asks for more guest physical address bits than"
                                                + " KVM_CAP_ARM_VM_IPA_SIZE",
                                        DOCUMENT,
                                        VmTypeRules::tooWide)
                                .asConsequence())
                .map(rule -> rule.in(Arch.ARM64))
                .toList();
    }

    static List<Rule> ofPpc64() {
        return Stream.of(
                        rule("the type is not 0 (default), 1 (HV) or 2 (PR)", POWERPC, VmTypeRules::powerpc),
                        rule("VM type 1 (HV) needs the kvm_hv module", POWERPC, VmTypeRules::needsHv),
                        rule("VM type 2 (PR) needs the kvm_pr module", POWERPC, VmTypeRules::needsPr),
                        rule(
                                "VM type 0 (default) needs the kvm_hv or the kvm_pr module",
                                POWERPC,
                                VmTypeRules::needsEither))
                .map(rule -> rule.in(Arch.PPC64))
                .toList();
    }

    private static Rule rule(String text, String source, Check check) {
        return Rule.of(EINVAL, text, source, check).on("KVM_CREATE_VM");
    }

    private static Finding x86(Request request) {
        if (request.value() == 0) {
            return Finding.KEPT;
        }
        int known = request.facts().capability("KVM_CAP_VM_TYPES");
        long type = request.value();
        // Linux before 6.8 has no other type and no such capability.
        return known == 0
                ? Finding.broken("VM type " + type + " is invalid: KVM_CAP_VM_TYPES is 0, so the only type is 0")
                : type < 0 || type >= Integer.SIZE || (known >> type & 1) == 0
                        ? Finding.broken(
                                "VM type " + type + " is not set in KVM_CAP_VM_TYPES = " + NumbersInWords.hex(known))
                        : Finding.KEPT;
    }

    private static Finding armBits(Request request) {
        long unused = request.value() & ~IPA_MASK;
        return unused != 0
                ? Finding.broken("type has " + NumbersInWords.hex(unused)
                        + ": only its lowest 8 bits, the number of guest physical address bits, may be set")
                : Finding.KEPT;
    }

    private static Finding tooNarrow(Request request) {
        return request.value() != 0 && Long.compareUnsigned(request.value(), LEAST_IPA) < 0
                ? Finding.broken("a guest physical address space of " + request.value()
                        + " bits is too small: the minimum is " + LEAST_IPA)
                : Finding.KEPT;
    }

    private static Finding tooWide(Request request) {
        if (request.value() == 0) {
            return Finding.KEPT;
        }
        int most = request.facts().capability("KVM_CAP_ARM_VM_IPA_SIZE");
        return Long.compareUnsigned(request.value(), most) > 0
                ? Finding.broken("a guest physical address space of " + request.value()
                        + " bits is too large: KVM_CAP_ARM_VM_IPA_SIZE is " + most)
                : Finding.KEPT;
    }

    private static Finding powerpc(Request request) {
        Abi abi = request.asked().abi();
        if (!abi.hasConstant("KVM_VM_PPC_PR")) {
            return Finding.UNKNOWN;
        }
        long hv = abi.constant("KVM_VM_PPC_HV");
        long pr = abi.constant("KVM_VM_PPC_PR");
        return request.value() != 0 && request.value() != hv && request.value() != pr
                ? Finding.broken("VM type " + request.value() + " is invalid: use 0 (default), " + hv + " (HV) or " + pr
                        + " (PR)")
                : Finding.KEPT;
    }

    /** kvm_vm_ioctl_check_extension: without a VM this capability is 1 where kvm_hv is loaded. */
    static boolean hasHv(Request request) {
        return request.facts().capability("KVM_CAP_PPC_ALLOC_HTAB") > 0;
    }

    private static boolean isType(Request request, String type) {
        Abi abi = request.asked().abi();
        return abi.hasConstant(type) && request.value() == abi.constant(type);
    }

    private static Finding needsHv(Request request) {
        return isType(request, "KVM_VM_PPC_HV") && !hasHv(request)
                ? Finding.broken("VM type " + request.value()
                        + " (HV) needs the kvm_hv module; KVM_CAP_PPC_ALLOC_HTAB is 0, so it is not loaded")
                : Finding.KEPT;
    }

    /** No capability proves that kvm_pr is loaded. */
    private static Finding needsPr(Request request) {
        return isType(request, "KVM_VM_PPC_PR") ? Finding.UNKNOWN : Finding.KEPT;
    }

    private static Finding needsEither(Request request) {
        return request.value() == 0 && !hasHv(request) ? Finding.UNKNOWN : Finding.KEPT;
    }
}
