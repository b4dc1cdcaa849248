package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EBUSY;
import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.FdKind;

/**
 * What of a powerpc VM is set before its vCPUs, and what its vCPUs need. Sources: api.rst 4.76, 4.100 and 7.11; arch/powerpc/kvm/book3s_hv.c, kvmhv_configure_mmu,
 * kvmhv_set_smt_mode and kvmppc_vcpu_run_hv; book3s_64_mmu_hv.c.
 */
final class Ppc64VmRules {
    private static final String HV = "arch/powerpc/kvm/book3s_hv.c";
    private static final String SMT = "arch/powerpc/kvm/book3s_hv.c:kvmhv_set_smt_mode";
    /** arch/powerpc/include/asm/kvm_book3s.h, PPC_MIN_HPT_ORDER and PPC_MAX_HPT_ORDER. */
    private static final int LEAST_HTAB = 18;
    private static final int MOST_HTAB = 46;
    /** PATB_GR of a partition table's second doubleword (Power ISA book III, "Partition Table"). */
    private static final long PATB_GR = 1L << 63;

    static final List<Rule> RULES = Stream.of(
            Rule.of(EINVAL, "the order is not in the range " + LEAST_HTAB + " to " + MOST_HTAB, "api.rst 4.76", request -> !request.asked().has("value") ? Finding.UNKNOWN : Finding.brokenIf(request.field("value") < LEAST_HTAB || request.field("value") > MOST_HTAB,
                    () -> "hashed page table order " + request.field("value") + " is invalid: the order must be from " + LEAST_HTAB + " to "
                            + MOST_HTAB)).on("KVM_PPC_ALLOCATE_HTAB"),
            mmu("PATB_GR in process_table does not match KVM_PPC_MMUV3_RADIX in flags", request -> Finding.brokenIf((request.field("process_table") & PATB_GR) != 0 != isRadix(request),
                    () -> "bit 63 of process_table, PATB_GR, is " + (isRadix(request) ? "not set, but flags has" : "set, but flags lacks") + " KVM_PPC_MMUV3_RADIX")),
            mmu("KVM_PPC_MMUV3_RADIX needs KVM_CAP_PPC_MMU_RADIX", request -> Finding.brokenIf(isRadix(request) && request.facts().capability("KVM_CAP_PPC_MMU_RADIX") == 0,
                    () -> "flags has KVM_PPC_MMUV3_RADIX, but KVM_CAP_PPC_MMU_RADIX is 0 on this board")),
            mmu("a hashed page table needs KVM_CAP_PPC_MMU_HASH_V3", request -> Finding.brokenIf(!isRadix(request) && request.facts().capability("KVM_CAP_PPC_MMU_HASH_V3") == 0,
                    () -> "without KVM_PPC_MMUV3_RADIX, flags selects a hashed page table, but KVM_CAP_PPC_MMU_HASH_V3 is 0 on this board")),
            Rule.of(EINVAL, "the number of threads is not a power of two", SMT, smt(request -> Finding.brokenIf(Long.bitCount(request.field("args[0]")) != 1,
                    () -> "args[0] (threads per virtual core) is " + request.field("args[0]") + ", not a power of two"))).on("KVM_ENABLE_CAP"),
            Rule.of(EINVAL, "the number of threads is not allowed by KVM_CAP_PPC_SMT_POSSIBLE", SMT, smt(Ppc64VmRules::isPossible)).on("KVM_ENABLE_CAP").asConsequence(),
            Rule.of(EBUSY, "a vCPU already exists", SMT, smt(request -> Finding.brokenIf(!request.vm().vcpus().isEmpty(),
                    () -> "KVM_CAP_PPC_SMT must be enabled before any vCPU is created; this VM already has one"))).on("KVM_ENABLE_CAP"),
            Rule.of(EINVAL, "KVM_REG_PPC_ARCH_COMPAT on an HV VM needs KVM_CAP_PPC_PAPR; the refused call still sets the register",
                    "arch/powerpc/kvm/powerpc.c:kvmppc_sanity_check", request -> request.field("id") == request.constant("KVM_REG_PPC_ARCH_COMPAT") ? hasNoPapr(request) : Finding.KEPT)
                    .on("KVM_SET_ONE_REG").since(7, 2),
            Rule.of(EINVAL, "a vCPU of an HV VM needs KVM_CAP_PPC_PAPR", HV, Ppc64VmRules::hasNoPapr).on("KVM_RUN"))
            .map(rule -> rule.in(Arch.PPC64)).toList();

    private Ppc64VmRules() { }

    private static Rule mmu(String text, Check check) {
        return Rule.of(EINVAL, text, HV, check).on("KVM_PPC_CONFIGURE_V3_MMU");
    }

    private static boolean isRadix(Request request) {
        return request.flagged(request.field("flags"), "KVM_PPC_MMUV3_RADIX");
    }

    private static Check smt(Check check) {
        return request -> request.isOn(FdKind.VM) && request.asked().bits("KVM_CAP_PPC_SMT") != 0 && request.field("cap") == request.constant("KVM_CAP_PPC_SMT") ? check.of(request) : Finding.KEPT;
    }

    private static Finding isPossible(Request request) {
        int possible = request.facts().capability("KVM_CAP_PPC_SMT_POSSIBLE");
        long threads = request.field("args[0]");
        if (possible == 0 || (possible & threads) != 0) {
            return possible == 0 ? Finding.UNKNOWN : Finding.KEPT;
        }
        List<String> modes = new ArrayList<>();
        for (int mode = 1; mode > 0 && mode <= possible; mode <<= 1) {
            if ((possible & mode) != 0) {
                modes.add(Integer.toString(mode));
            }
        }
        return Finding.broken("threads per virtual core must be " + String.join(", ", modes) + " on this board (KVM_CAP_PPC_SMT_POSSIBLE), not " + threads);
    }

    /** For a VM of type 0, no call reports whether it is an HV VM. */
    private static Finding hasNoPapr(Request request) {
        if (request.vcpu() == null || request.vcpu().enabled().contains(request.constant("KVM_CAP_PPC_PAPR"))) {
            return request.vcpu() == null ? Finding.UNKNOWN : Finding.KEPT;
        }
        long hv = request.asked().bits("KVM_VM_PPC_HV");
        return hv != 0 && request.vm().type() == hv ? Finding.broken("a vCPU of an HV VM needs KVM_CAP_PPC_PAPR, which is not enabled on this "
                + "vCPU") : request.vm().type() == 0 ? Finding.UNKNOWN : Finding.KEPT;
    }
}
