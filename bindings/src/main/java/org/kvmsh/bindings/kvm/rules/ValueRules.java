package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.E2BIG;
import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kernel.Errno.ENOENT;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/** Values of single fields that a call takes. Sources: api.rst 4.82, 4.120 and 4.142; the kernel files of each rule. */
final class ValueRules {
    private static final String PMU = "arch/x86/kvm/pmu.c:kvm_vm_ioctl_set_pmu_event_filter";
    private static final String MEMFD = "virt/kvm/guest_memfd.c:kvm_gmem_create";
    /** KVM_PMU_EVENT_FILTER_MAX_EVENTS. */
    private static final int MOST_EVENTS = 300;
    /** Bytes of a sigset_t, except on MIPS. */
    private static final int SIGNALS = 8;
    /** KVM_MIN_ALLOC_MMU_PAGES. */
    private static final int LEAST_PAGES = 64;
    /** The vCPU features of arm64's headers, KVM_ARM_VCPU_POWER_OFF to KVM_ARM_VCPU_HAS_EL2_E2H0. */
    private static final List<String> FEATURES = Stream.of(
                    "POWER_OFF",
                    "EL1_32BIT",
                    "PSCI_0_2",
                    "PMU_V3",
                    "SVE",
                    "PTRAUTH_ADDRESS",
                    "PTRAUTH_GENERIC",
                    "HAS_EL2",
                    "HAS_EL2_E2H0")
            .map("KVM_ARM_VCPU_"::concat)
            .toList();

    static final List<Rule> RULES = List.of(
            Rule.of(ENOENT, "features has an unknown bit", "api.rst 4.82", Arm64VcpuRules.ofTarget(request -> {
                        long known = FEATURES.stream()
                                .filter(request.asked().abi()::hasConstant)
                                .mapToLong(name -> 1L << request.constant(name))
                                .reduce(0, (all, bit) -> all | bit);
                        long unknown = request.field("features[0]") & ~known;
                        return known != 0 && unknown != 0
                                ? Finding.broken("features[0] has bit " + Long.numberOfTrailingZeros(unknown)
                                        + ", which is not a KVM_ARM_VCPU_* feature")
                                : Finding.KEPT;
                    }))
                    .on("KVM_ARM_VCPU_INIT")
                    .in(Arch.ARM64),
            Rule.of(
                            EINVAL,
                            "action is neither KVM_PMU_EVENT_ALLOW nor KVM_PMU_EVENT_DENY",
                            PMU,
                            request -> request.field("action") > request.constant("KVM_PMU_EVENT_DENY")
                                    ? Finding.broken("action is " + request.field("action")
                                            + "; it must be KVM_PMU_EVENT_ALLOW (0) or KVM_PMU_EVENT_DENY (1)")
                                    : Finding.KEPT)
                    .on("KVM_SET_PMU_EVENT_FILTER")
                    .in(Arch.X86_64),
            Rule.of(EINVAL, "flags has a bit other than KVM_PMU_EVENT_FLAG_MASKED_EVENTS", PMU, request -> {
                        long unknown = request.field("flags") & ~request.asked().bits("KVM_PMU_EVENT_FLAGS_VALID_MASK");
                        return unknown != 0
                                ? Finding.broken("flags has " + NumbersInWords.hex(unknown)
                                        + "; the only valid flag is KVM_PMU_EVENT_FLAG_MASKED_EVENTS")
                                : Finding.KEPT;
                    })
                    .on("KVM_SET_PMU_EVENT_FILTER")
                    .in(Arch.X86_64),
            Rule.of(
                            E2BIG,
                            "nevents is above " + MOST_EVENTS,
                            PMU,
                            request -> request.field("nevents") > MOST_EVENTS
                                    ? Finding.broken("nevents is " + request.field("nevents") + "; the maximum is "
                                            + MOST_EVENTS)
                                    : Finding.KEPT)
                    .on("KVM_SET_PMU_EVENT_FILTER")
                    .in(Arch.X86_64),
            Rule.of(
                            EINVAL,
                            "KVM_MSR_FILTER_DEFAULT_DENY, but nmsrs is 0 in every range",
                            "api.rst 4.97",
                            ValueRules::deniesAll)
                    .on("KVM_X86_SET_MSR_FILTER")
                    .in(Arch.X86_64),
            Rule.of(
                            EINVAL,
                            "only KVM_MP_STATE_RUNNABLE, _STOPPED and _SUSPENDED can be set",
                            "api.rst 4.39",
                            request -> state(request, "RUNNABLE", "STOPPED", "SUSPENDED"))
                    .on("KVM_SET_MP_STATE")
                    .in(Arch.ARM64),
            Rule.of(
                            EINVAL,
                            "only KVM_MP_STATE_RUNNABLE and _STOPPED can be set, and _INIT_RECEIVED with"
                                    + " KVM_CAP_RISCV_MP_STATE_RESET",
                            "arch/riscv/kvm/vcpu.c:kvm_arch_vcpu_ioctl_set_mpstate",
                            request -> request.field("mp_state") == request.constant("KVM_MP_STATE_INIT_RECEIVED")
                                    ? Finding.UNKNOWN
                                    : state(request, "RUNNABLE", "STOPPED"))
                    .on("KVM_SET_MP_STATE")
                    .in(Arch.RISCV64),
            Rule.of(
                            EINVAL,
                            "pio is neither 0 nor 1",
                            "virt/kvm/coalesced_mmio.c",
                            request -> request.field("pio") > 1
                                    ? Finding.broken("pio is " + request.field("pio")
                                            + "; it must be 0 for memory or 1 for ports")
                                    : Finding.KEPT)
                    .on("KVM_REGISTER_COALESCED_MMIO", "KVM_UNREGISTER_COALESCED_MMIO"),
            Rule.of(EINVAL, "flags has a bit that KVM_CAP_GUEST_MEMFD_FLAGS does not report", MEMFD, request -> {
                        long unknown =
                                request.field("flags") & ~request.facts().capability("KVM_CAP_GUEST_MEMFD_FLAGS");
                        return unknown != 0
                                ? Finding.broken("flags has " + NumbersInWords.hex(unknown)
                                        + ", which KVM_CAP_GUEST_MEMFD_FLAGS does not report")
                                : Finding.KEPT;
                    })
                    .on("KVM_CREATE_GUEST_MEMFD")
                    .in(Arch.X86_64, Arch.ARM64),
            Rule.of(EINVAL, "size is 0, or not a multiple of the page size", MEMFD, request -> {
                        long size = request.field("size");
                        return size <= 0 || size % request.facts().pageSize() != 0
                                ? Finding.broken(
                                        size == 0
                                                ? "size is 0"
                                                : size < 0
                                                        ? "size " + NumbersInWords.hex(size) + " has bit 63 set"
                                                        : "size " + NumbersInWords.hex(size)
                                                                + " is not a multiple of the page size, "
                                                                + NumbersInWords.size(request.facts()
                                                                        .pageSize()))
                                : Finding.KEPT;
                    })
                    .on("KVM_CREATE_GUEST_MEMFD")
                    .in(Arch.X86_64, Arch.ARM64),
            Rule.of(
                            EINVAL,
                            "len is not the size of the kernel's sigset_t",
                            "api.rst 4.21",
                            request -> request.field("len") != SIGNALS
                                    ? Finding.broken("len is " + request.field("len") + "; it must be " + SIGNALS
                                            + ", the size of the kernel's sigset_t")
                                    : Finding.KEPT)
                    .on("KVM_SET_SIGNAL_MASK")
                    .in(Arch.X86_64, Arch.ARM64, Arch.PPC64, Arch.RISCV64, Arch.S390X, Arch.LOONGARCH64),
            Rule.of(
                            EINVAL,
                            "the number of pages is below " + LEAST_PAGES,
                            "arch/x86/kvm/x86.c:kvm_vm_ioctl_set_nr_mmu_pages",
                            request -> Long.compareUnsigned(request.value(), LEAST_PAGES) < 0
                                    ? Finding.broken(
                                            request.value() + " pages are fewer than the minimum, " + LEAST_PAGES)
                                    : Finding.KEPT)
                    .on("KVM_SET_NR_MMU_PAGES")
                    .in(Arch.X86_64));

    private ValueRules() {}

    private static Finding deniesAll(Request request) {
        if (!request.flagged(request.field("flags"), "KVM_MSR_FILTER_DEFAULT_DENY")) {
            return Finding.KEPT;
        }
        for (int i = 0; i < request.constant("KVM_MSR_FILTER_MAX_RANGES"); i++) {
            if (request.field("ranges[" + i + "].nmsrs") != 0) {
                return Finding.KEPT;
            }
        }
        return Finding.broken("flags has KVM_MSR_FILTER_DEFAULT_DENY, but nmsrs is 0 in every range");
    }

    private static Finding state(Request request, String... names) {
        long state = request.field("mp_state");
        return Stream.of(names).noneMatch(name -> state == request.constant("KVM_MP_STATE_" + name))
                ? Finding.broken("mp_state is " + state + ", which cannot be set")
                : Finding.KEPT;
    }
}
