package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.state.Cpuid;

/**
 * KVM_SET_SREGS and KVM_SET_SREGS2 of x86. Sources: arch/x86/kvm/x86.c, kvm_is_valid_sregs and kvm_set_apic_base; the
 * bits are Intel SDM volume 3's, 2.5, 2.2.1 and 11.4.4.
 */
final class SregsRules {
    private static final String SOURCE = "arch/x86/kvm/x86.c";
    private static final String EFER_SOURCE = "arch/x86/kvm/regs.c:kvm_is_valid_sregs";
    private static final long CR0_PE = 1;
    private static final long CR0_NW = 1L << 29;
    private static final long CR0_CD = 1L << 30;
    private static final long CR0_PG = 1L << 31;
    private static final long CR4_PAE = 1L << 5;
    private static final long EFER_LME = 1L << 8;
    private static final long EFER_LMA = 1L << 10;

    /** The widest physical address, Intel SDM volume 3, 4.1.4. */
    private static final int ADDRESS_BITS = 52;
    /** X86_CR3_LAM_U57 and X86_CR3_LAM_U48. */
    private static final long LAM = 3L << 61;

    /** Bits 0 to 7 and 9 of the local APIC's base. */
    private static final long APIC_RESERVED = 0x2ff;

    private static final long APIC_X2 = 1L << 10;
    private static final long APIC_ENABLED = 1L << 11;
    /** The last releases that were seen to refuse each bit whose feature the vCPU's CPUID lacks. */
    private static final Releases CPUID_ALONE = new Releases(null, new Releases.Release(6, 18));

    private static final Predicate<Request> LONG = set("efer", EFER_LME).and(set("cr0", CR0_PG));

    static final List<Rule> RULES = Stream.of(
                    values(),
                    Stream.of(Cr4Feature.values()).map(SregsRules::feature),
                    Stream.of(EferFeature.values()).map(SregsRules::feature))
            .flatMap(rules -> rules)
            .map(rule -> rule.on("KVM_SET_SREGS", "KVM_SET_SREGS2").in(Arch.X86_64))
            .toList();

    private SregsRules() {}

    private static Stream<Rule> values() {
        return Stream.of(
                Rule.of(
                        EINVAL,
                        "cr0 has bits above 31",
                        SOURCE,
                        request -> request.field("cr0") >>> Integer.SIZE != 0
                                ? Finding.broken(
                                        "cr0 " + NumbersInWords.hex(request.field("cr0")) + " has bits above 31")
                                : Finding.KEPT),
                when("cr0 has PG (paging) without PE (protected mode)", set("cr0", CR0_PG), clear("cr0", CR0_PE)),
                when("cr0 has NW without CD", set("cr0", CR0_NW), clear("cr0", CR0_CD)),
                when(
                        "efer has LME and cr0 has PG, so the vCPU is in long mode, but cr4 lacks PAE",
                        LONG,
                        clear("cr4", CR4_PAE)),
                when(
                        "efer has LME and cr0 has PG, so the vCPU is in long mode, but efer lacks LMA",
                        LONG,
                        clear("efer", EFER_LMA)),
                when("efer has LMA, which requires LME in efer and PG in cr0", LONG.negate(), set("efer", EFER_LMA)),
                when(
                        "cs.l is 1 (64-bit code), which needs long mode: LME in efer and PG in cr0",
                        LONG.negate(),
                        set("cs.l", -1)),
                Rule.of(EINVAL, "in long mode, cr3 has bits above " + (ADDRESS_BITS - 1), SOURCE, SregsRules::wideRoot),
                Rule.of(
                        EINVAL,
                        "cr4 has a reserved bit",
                        SOURCE,
                        request -> (request.field("cr4") & Cr4Feature.reserved()) != 0
                                ? Finding.broken("cr4 has reserved bits "
                                        + NumbersInWords.hex(request.field("cr4") & Cr4Feature.reserved()))
                                : Finding.KEPT),
                Rule.of(
                        EINVAL,
                        "apic_base has a reserved bit",
                        SOURCE,
                        request -> (request.field("apic_base") & APIC_RESERVED) != 0
                                        || request.field("apic_base") >>> ADDRESS_BITS != 0
                                ? Finding.broken("apic_base " + NumbersInWords.hex(request.field("apic_base"))
                                        + " has reserved bits set; bits 0 to 7, 9 and those above " + (ADDRESS_BITS - 1)
                                        + " are reserved")
                                : Finding.KEPT),
                when(
                        "apic_base has x2APIC mode (bit 10) without the enable bit (bit 11)",
                        set("apic_base", APIC_X2),
                        clear("apic_base", APIC_ENABLED)));
    }

    /** The rule for a CR4 feature; if no CPUID was set, the board's processor decides. */
    private static Rule feature(Cr4Feature feature) {
        return Rule.of(
                EINVAL,
                "cr4 has " + feature.inCr4() + ", which the vCPU's CPUID (" + feature.inCpuid() + ") or this KVM lacks",
                SOURCE,
                request -> {
                    if (!feature.isIn(request.field("cr4"))) {
                        return Finding.KEPT;
                    }
                    Cpuid cpuid = request.vcpu() == null ? null : request.vcpu().cpuid();
                    boolean lacks = cpuid != null
                            && !cpuid.equals(Cpuid.NONE)
                            && !feature.isIn(cpuid)
                            && CPUID_ALONE.hold(request.facts().release());
                    return lacks
                            ? Finding.broken("cr4 has " + feature.inCr4() + ", which the vCPU's CPUID lacks ("
                                    + feature.inCpuid() + ")")
                            : Finding.UNKNOWN;
                });
    }

    /**
     * The rule for an EFER feature, also of a vCPU without CPUID: its CPUID has no feature ("KVM: x86: Check EFER
     * validity on KVM_SET_SREGS*", mail of 2026-06-30).
     */
    private static Rule feature(EferFeature feature) {
        return Rule.of(
                        EINVAL,
                        "efer has " + feature.inEfer() + ", but the vCPU's CPUID lacks " + feature.inCpuid(),
                        EFER_SOURCE,
                        request -> {
                            if (!feature.isIn(request.field("efer"))) {
                                return Finding.KEPT;
                            }
                            Cpuid cpuid = request.vcpu() == null
                                    ? null
                                    : request.vcpu().cpuid();
                            return cpuid == null
                                    ? Finding.UNKNOWN
                                    : !feature.isIn(cpuid)
                                            ? Finding.broken("efer has " + feature.inEfer() + ", but "
                                                    + (cpuid.equals(Cpuid.NONE)
                                                            ? "the vCPU has no CPUID: call KVM_SET_CPUID2 first"
                                                            : "the vCPU's CPUID lacks " + feature.inCpuid()))
                                            : Finding.KEPT;
                        })
                .since(7, 2);
    }

    /** Broken by a request that both conditions hold of. */
    private static Rule when(String text, Predicate<Request> first, Predicate<Request> second) {
        return Rule.of(
                EINVAL,
                text,
                SOURCE,
                request -> first.test(request) && second.test(request) ? Finding.broken(text) : Finding.KEPT);
    }

    private static Predicate<Request> set(String field, long bits) {
        return request -> (request.field(field) & bits) != 0;
    }

    private static Predicate<Request> clear(String field, long bits) {
        return set(field, bits).negate();
    }

    /** KVM takes LAM_U57 and LAM_U48 where the vCPU's CPUID has LAM (arch/x86/kvm/cpuid.h, kvm_vcpu_is_legal_cr3). */
    private static Finding wideRoot(Request request) {
        long root = request.field("cr3");
        long wide = LONG.test(request) ? root >>> ADDRESS_BITS << ADDRESS_BITS : 0;
        return wide == 0
                ? Finding.KEPT
                : (wide & ~LAM) == 0
                        ? Finding.UNKNOWN
                        : Finding.broken("cr3 " + NumbersInWords.hex(root) + " has bits above " + (ADDRESS_BITS - 1));
    }
}
