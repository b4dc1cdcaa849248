package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EBUSY;
import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kernel.Errno.ENODEV;
import static org.kvmsh.bindings.kernel.Errno.ENOTTY;
import static org.kvmsh.bindings.kernel.Errno.EOPNOTSUPP;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kvm.state.ConnectedDevice;
import org.kvmsh.bindings.kvm.state.CreatedDevice;

/**
 * Rules for what is set on a powerpc VM before its vCPUs, and for what its vCPUs need. Sources: api.rst 4.76, 4.100 and
 * 7.11; arch/powerpc/kvm/book3s_hv.c, kvmhv_configure_mmu, kvmhv_set_smt_mode and kvmppc_vcpu_run_hv;
 * book3s_64_mmu_hv.c.
 */
final class Ppc64VmRules {
    private static final String HV = "arch/powerpc/kvm/book3s_hv.c";
    private static final String SMT = "arch/powerpc/kvm/book3s_hv.c:kvmhv_set_smt_mode";
    /** arch/powerpc/include/asm/kvm_book3s.h, PPC_MIN_HPT_ORDER and PPC_MAX_HPT_ORDER. */
    private static final int LEAST_HTAB = 18;

    private static final int MOST_HTAB = 46;
    /** PATB_GR of a partition table's second doubleword (Power ISA book III, "Partition Table"). */
    private static final long PATB_GR = 1L << 63;
    /** PVR_ARCH_31_P11, which older releases refuse. */
    private static final long POWER11 = 0x0f00_0007L;

    static final List<Rule> RULES = Stream.of(
                    Rule.of(
                                    ENOTTY,
                                    "the VM is not an HV VM, so it has no hash table in the kernel",
                                    "api.rst 4.76",
                                    Ppc64VmRules::isNoHypervisor)
                            .on("KVM_PPC_ALLOCATE_HTAB"),
                    Rule.of(
                                    EOPNOTSUPP,
                                    "this kernel runs only radix guests, for example because it is a nested hypervisor",
                                    "arch/powerpc/kvm/book3s_64_mmu_hv.c",
                                    Ppc64VmRules::hasNoHash)
                            .on("KVM_PPC_ALLOCATE_HTAB"),
                    Rule.of(
                                    EINVAL,
                                    "the order is not in the range " + LEAST_HTAB + " to " + MOST_HTAB,
                                    "api.rst 4.76",
                                    request -> !request.asked().has("value")
                                            ? Finding.UNKNOWN
                                            : request.field("value") < LEAST_HTAB || request.field("value") > MOST_HTAB
                                                    ? Finding.broken("hashed page table order " + request.field("value")
                                                            + " is invalid: the order must be from " + LEAST_HTAB
                                                            + " to " + MOST_HTAB)
                                                    : Finding.KEPT)
                            .on("KVM_PPC_ALLOCATE_HTAB")
                            .asConsequence(),
                    Rule.of(EINVAL, "the VM is not an HV VM", SMT, smt(Ppc64VmRules::isNoHypervisor))
                            .on("KVM_ENABLE_CAP"),
                    Rule.of(ENODEV, "the VM is not an HV VM", HV, Ppc64VmRules::isNoHypervisor)
                            .on("KVM_PPC_CONFIGURE_V3_MMU"),
                    Rule.of(ENODEV, "the processor is older than POWER9", HV, request -> {
                                Integer level = Ppc64Levels.ofHost(request.facts());
                                return level == null
                                        ? Finding.UNKNOWN
                                        : level < Ppc64Levels.POWER9
                                                ? Finding.broken("the processor is older than POWER9")
                                                : Finding.KEPT;
                            })
                            .on("KVM_PPC_CONFIGURE_V3_MMU"),
                    mmu(
                            "PATB_GR in process_table does not match KVM_PPC_MMUV3_RADIX in flags",
                            request -> (request.field("process_table") & PATB_GR) != 0 != isRadix(request)
                                    ? Finding.broken("bit 63 of process_table, PATB_GR, is "
                                            + (isRadix(request) ? "not set, but flags has" : "set, but flags lacks")
                                            + " KVM_PPC_MMUV3_RADIX")
                                    : Finding.KEPT),
                    mmu(
                            "KVM_PPC_MMUV3_RADIX needs KVM_CAP_PPC_MMU_RADIX",
                            request -> isRadix(request) && request.facts().capability("KVM_CAP_PPC_MMU_RADIX") == 0
                                    ? Finding.broken(
                                            "flags has KVM_PPC_MMUV3_RADIX, but KVM_CAP_PPC_MMU_RADIX is 0 on this"
                                                    + " board")
                                    : Finding.KEPT),
                    // KVM_CAP_PPC_MMU_HASH_V3 is 0 on some processors that take one.
                    mmu(
                            "a kernel that runs only radix guests, as a nested hypervisor does, has no hashed page"
                                    + " table",
                            request -> isRadix(request) ? Finding.KEPT : hasNoHash(request)),
                    Rule.of(
                                    EINVAL,
                                    "args[1] of KVM_CAP_PPC_SMT, its flags, is not 0",
                                    SMT,
                                    request -> request.field("args[1]") != 0
                                            ? Finding.broken("args[1] (flags of KVM_CAP_PPC_SMT) is "
                                                    + NumbersInWords.hex(request.field("args[1]")) + ", but must be 0")
                                            : Finding.KEPT)
                            .about("on=vm cap=KVM_CAP_PPC_SMT")
                            .on("KVM_ENABLE_CAP"),
                    Rule.of(
                                    EINVAL,
                                    "the number of threads is not a power of two",
                                    SMT,
                                    smt(request -> Long.bitCount(request.field("args[0]")) != 1
                                            ? Finding.broken("args[0] (threads per virtual core) is "
                                                    + request.field("args[0]") + ", not a power of two")
                                            : Finding.KEPT))
                            .on("KVM_ENABLE_CAP"),
                    Rule.of(
                                    EINVAL,
                                    "the number of threads is not allowed by KVM_CAP_PPC_SMT_POSSIBLE",
                                    SMT,
                                    smt(Ppc64VmRules::isPossible))
                            .on("KVM_ENABLE_CAP")
                            .asConsequence(),
                    Rule.of(
                                    EBUSY,
                                    "a vCPU already exists",
                                    SMT,
                                    smt(request -> !request.vm().vcpus().isEmpty()
                                            ? Finding.broken("KVM_CAP_PPC_SMT must be enabled before any vCPU is"
                                                    + " created; this VM already has one")
                                            : Finding.KEPT))
                            .on("KVM_ENABLE_CAP"),
                    Rule.of(
                                    EINVAL,
                                    "KVM_REG_PPC_ARCH_COMPAT on an HV VM needs KVM_CAP_PPC_PAPR; the refused call"
                                            + " still sets the register",
                                    "arch/powerpc/kvm/powerpc.c:kvmppc_sanity_check",
                                    request -> request.field("id") == request.constant("KVM_REG_PPC_ARCH_COMPAT")
                                            ? hasNoPapr(request)
                                            : Finding.KEPT)
                            .on("KVM_SET_ONE_REG")
                            .since(7, 2),
                    Rule.of(
                                    EINVAL,
                                    "the value of KVM_REG_PPC_ARCH_COMPAT is not a logical PVR, or its level is"
                                            + " above the processor's",
                                    "arch/powerpc/kvm/book3s_hv.c:kvmppc_set_arch_compat",
                                    Ppc64VmRules::compat)
                            .on("KVM_SET_ONE_REG"),
                    Rule.of(
                                    EINVAL,
                                    "the logical PVR of POWER11 is unknown to this release",
                                    "arch/powerpc/kvm/book3s_hv.c:kvmppc_set_arch_compat",
                                    request -> {
                                        Long logical =
                                                request.field("id") == request.constant("KVM_REG_PPC_ARCH_COMPAT")
                                                        ? request.asked().pointed(request.field("addr"), Integer.BYTES)
                                                        : (Long) 0L;
                                        return logical == null
                                                ? Finding.UNKNOWN
                                                : logical == POWER11
                                                        ? Finding.broken(
                                                                "KVM_REG_PPC_ARCH_COMPAT " + NumbersInWords.hex(logical)
                                                                        + " is POWER11, which Linux before 6.9 does not know")
                                                        : Finding.KEPT;
                                    })
                            .on("KVM_SET_ONE_REG")
                            .before(6, 9),
                    Rule.of(
                                    EINVAL,
                                    "KVM_CAP_PPC_PAPR is not enabled on this vCPU of an HV VM; the refused call still"
                                            + " enables the requested capability",
                                    "arch/powerpc/kvm/powerpc.c:kvmppc_sanity_check",
                                    request -> !request.isOn(FdKind.VCPU)
                                                    || request.facts().capability("KVM_CAP_PPC_PAPR") == 0
                                                    || request.field("cap") == request.constant("KVM_CAP_PPC_PAPR")
                                            ? Finding.KEPT
                                            : namesNoDevice(request) ? Finding.UNKNOWN : hasNoPapr(request))
                            .on("KVM_ENABLE_CAP")
                            .asConsequence(),
                    Rule.of(EINVAL, "a vCPU of an HV VM needs KVM_CAP_PPC_PAPR", HV, Ppc64VmRules::hasNoPapr)
                            .on("KVM_RUN"))
            .map(rule -> rule.in(Arch.PPC64))
            .toList();

    private Ppc64VmRules() {}

    private static Rule mmu(String text, Check check) {
        return Rule.of(EINVAL, text, HV, check).on("KVM_PPC_CONFIGURE_V3_MMU");
    }

    private static boolean isRadix(Request request) {
        return request.flagged(request.field("flags"), "KVM_PPC_MMUV3_RADIX");
    }

    private static Check smt(Check check) {
        return request -> request.isOn(FdKind.VM)
                        && request.asked().bits("KVM_CAP_PPC_SMT") != 0
                        && request.field("cap") == request.constant("KVM_CAP_PPC_SMT")
                ? check.of(request)
                : Finding.KEPT;
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
        return Finding.broken("threads per virtual core must be " + String.join(", ", modes)
                + " on this board (KVM_CAP_PPC_SMT_POSSIBLE), not " + threads);
    }

    /**
     * A capability that connects a vCPU to a device: if args[0] is not a device's descriptor, KVM fails earlier, with
     * EBADF or EPERM.
     */
    private static boolean namesNoDevice(Request request) {
        return ConnectedDevice.isConnectedBy(
                        request.field("cap"), request.asked().abi())
                && !(request.vm() != null
                        && request.vm().part((int) request.field("args[0]")) instanceof CreatedDevice);
    }

    private static Finding hasNoPapr(Request request) {
        if (request.vcpu() == null || request.vcpu().enabled().contains(request.constant("KVM_CAP_PPC_PAPR"))) {
            return request.vcpu() == null ? Finding.UNKNOWN : Finding.KEPT;
        }
        Boolean hv = isHypervisor(request);
        return request.vm().hasPapr()
                ? Finding.KEPT
                : hv == null
                        ? Finding.UNKNOWN
                        : hv
                                ? Finding.broken(
                                        "a vCPU of an HV VM needs KVM_CAP_PPC_PAPR, which is not enabled on this vCPU")
                                : Finding.KEPT;
    }

    /** Type 0 is an HV VM where kvm_hv is loaded (arch/powerpc/kvm/powerpc.c); null if that is not known. */
    static Boolean isHypervisor(Request request) {
        long type = request.vm() == null ? -1 : request.vm().type();
        return type == request.asked().bits("KVM_VM_PPC_HV") || type == 0 && VmTypeRules.hasHv(request)
                ? (Boolean) true
                : type > 0 ? (Boolean) false : null;
    }

    private static Finding isNoHypervisor(Request request) {
        Boolean hv = isHypervisor(request);
        return hv == null
                ? Finding.UNKNOWN
                : !hv
                        ? Finding.broken(request.call() + " needs an HV VM; this VM is of type "
                                + request.vm().type())
                        : Finding.KEPT;
    }

    /** book3s_hv.c, kvm_vm_ioctl_get_smmu_info_hv: a nested hypervisor has only radix guests. */
    private static Finding hasNoHash(Request request) {
        Long flags = request.facts().told("KVM_PPC_GET_SMMU_INFO", "flags");
        return flags == null
                ? Finding.UNKNOWN
                : request.flagged(flags, "KVM_PPC_NO_HASH")
                        ? Finding.broken(
                                "this kernel runs only radix guests: KVM_PPC_GET_SMMU_INFO reports KVM_PPC_NO_HASH")
                        : Finding.KEPT;
    }

    private static Finding compat(Request request) {
        Long logical = request.field("id") == request.constant("KVM_REG_PPC_ARCH_COMPAT")
                ? request.asked().pointed(request.field("addr"), Integer.BYTES)
                : (Long) 0L;
        if (logical == null || logical != 0 && isHypervisor(request) != Boolean.TRUE) {
            return Finding.UNKNOWN;
        }
        Integer level = Ppc64Levels.ofLogical(logical);
        if (logical == 0 || level == null) {
            return logical == 0
                    ? Finding.KEPT
                    : logical == POWER11
                            ? Finding.UNKNOWN
                            : Finding.broken(
                                    "KVM_REG_PPC_ARCH_COMPAT " + NumbersInWords.hex(logical) + " is not a logical PVR");
        }
        Integer host = Ppc64Levels.ofHost(request.facts());
        return host == null
                ? Finding.UNKNOWN
                : level > host
                        ? Finding.broken("KVM_REG_PPC_ARCH_COMPAT " + NumbersInWords.hex(logical)
                                + " is architecture level " + level + ", but the processor's level is " + host)
                        : Finding.KEPT;
    }
}
