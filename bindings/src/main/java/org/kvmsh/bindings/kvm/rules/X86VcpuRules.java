package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.E2BIG;
import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kvm.rules.NumbersInWords.hex;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.state.Cpuid;
import org.kvmsh.bindings.kvm.state.CreatedVcpu;

/**
 * Rules for what an x86 vCPU is given: MSRs, CPUID, extended control registers, debug registers, its state. Sources:
 * arch/x86/kvm/x86.c and cpuid.c.
 */
final class X86VcpuRules {
    private static final String X86 = "arch/x86/kvm/x86.c";
    private static final String CPUID = "arch/x86/kvm/cpuid.c";
    /** MAX_IO_MSRS, which is itself refused, and KVM_MAX_CPUID_ENTRIES. */
    private static final int MSRS_END = 256;

    private static final int MOST_LEAVES = 256;
    /** KVM_MAX_XCRS. */
    private static final int MOST_XCRS = 16;

    private static final int VECTORS = 256;
    /** Its eax has the width of virtual addresses in bits 8 to 15. */
    private static final long ADDRESS_SIZES = 0x80000008L;

    private static final Set<Long> VIRTUAL_BITS = Set.of(0L, 48L, 57L);
    private static final long XCR0_X87 = 1;
    private static final long XCR0_SSE = 2;
    private static final long XCR0_AVX = 4;
    private static final List<String> MP_STATES = List.of(
            "KVM_MP_STATE_RUNNABLE",
            "KVM_MP_STATE_UNINITIALIZED",
            "KVM_MP_STATE_INIT_RECEIVED",
            "KVM_MP_STATE_HALTED",
            "KVM_MP_STATE_SIPI_RECEIVED",
            "KVM_MP_STATE_AP_RESET_HOLD");

    static final List<Rule> RULES = Stream.of(
                    Rule.of(
                                    E2BIG,
                                    "the call has more than " + (MSRS_END - 1) + " MSRs",
                                    X86,
                                    request -> request.field("nmsrs") >= MSRS_END
                                            ? Finding.broken("nmsrs is " + request.field("nmsrs")
                                                    + "; the maximum for one call is " + (MSRS_END - 1))
                                            : Finding.KEPT)
                            .on("KVM_SET_MSRS", "KVM_GET_MSRS"),
                    Rule.of(
                                    E2BIG,
                                    "the call has more than " + MOST_LEAVES + " entries",
                                    CPUID,
                                    request -> request.field("nent") > MOST_LEAVES
                                            ? Finding.broken("nent is " + request.field("nent") + "; the maximum is "
                                                    + MOST_LEAVES)
                                            : Finding.KEPT)
                            .on("KVM_SET_CPUID", "KVM_SET_CPUID2"),
                    Rule.of(
                                    EINVAL,
                                    "the call changes the CPUID of a vCPU that has run",
                                    CPUID,
                                    X86VcpuRules::changesCpuid)
                            .on("KVM_SET_CPUID", "KVM_SET_CPUID2")
                            .since(6, 1),
                    Rule.of(
                                    EINVAL,
                                    "leaf 0x80000008 reports a virtual address width of neither 48 nor 57 bits",
                                    CPUID,
                                    X86VcpuRules::virtualBits)
                            .on("KVM_SET_CPUID", "KVM_SET_CPUID2"),
                    Rule.of(
                                    EINVAL,
                                    "nr_xcrs is above " + MOST_XCRS,
                                    X86,
                                    request -> request.field("nr_xcrs") > MOST_XCRS
                                            ? Finding.broken("nr_xcrs is " + request.field("nr_xcrs")
                                                    + "; the maximum is " + MOST_XCRS)
                                            : Finding.KEPT)
                            .on("KVM_SET_XCRS"),
                    Rule.of(
                                    EINVAL,
                                    "XCR0 lacks x87, bit 0",
                                    X86,
                                    xcr0(value -> (value & XCR0_X87) == 0, "lacks x87, bit 0"))
                            .on("KVM_SET_XCRS"),
                    Rule.of(
                                    EINVAL,
                                    "XCR0 has AVX without SSE",
                                    X86,
                                    xcr0(
                                            value -> (value & XCR0_AVX) != 0 && (value & XCR0_SSE) == 0,
                                            "has AVX without SSE"))
                            .on("KVM_SET_XCRS"),
                    wide("dr6"),
                    wide("dr7"),
                    Rule.of(
                                    EINVAL,
                                    "the interrupt number is not less than " + VECTORS,
                                    X86,
                                    request -> request.field("irq") >= VECTORS
                                            ? Finding.broken("irq is " + request.field("irq")
                                                    + "; it must be less than " + VECTORS)
                                            : Finding.KEPT)
                            .on("KVM_INTERRUPT"),
                    Rule.of(
                                    EINVAL,
                                    "mp_state is not a state of an x86 vCPU",
                                    X86,
                                    request -> MP_STATES.stream().noneMatch(name -> isState(request, name))
                                            ? Finding.broken("mp_state " + request.field("mp_state")
                                                    + " is not a state of an x86 vCPU")
                                            : Finding.KEPT)
                            .on("KVM_SET_MP_STATE"),
                    Rule.of(
                                    EINVAL,
                                    "mp_state is not KVM_MP_STATE_RUNNABLE, but the vCPU has no in-kernel local APIC",
                                    X86,
                                    request -> request.vm() == null
                                            ? Finding.UNKNOWN
                                            : !isState(request, "KVM_MP_STATE_RUNNABLE")
                                                            && !request.vm().hasIrqchip()
                                                            && !request.vm().hasSplitIrqchip()
                                                    ? Finding.broken(
                                                            "without KVM_CREATE_IRQCHIP only KVM_MP_STATE_RUNNABLE can"
                                                                    + " be set")
                                                    : Finding.KEPT)
                            .on("KVM_SET_MP_STATE")
                            .asConsequence())
            .map(rule -> rule.in(Arch.X86_64))
            .toList();

    private X86VcpuRules() {}

    private static boolean isState(Request request, String name) {
        return request.asked().abi().hasConstant(name) && request.constant(name) == request.field("mp_state");
    }

    /**
     * Whether a call changes the CPUID of a vCPU that has run; it is not known whether the kernel itself changed an
     * entry that differs.
     */
    private static Finding changesCpuid(Request request) {
        CreatedVcpu vcpu = request.vcpu();
        if (vcpu == null || !vcpu.hasRun()) {
            return vcpu == null ? Finding.UNKNOWN : Finding.KEPT;
        }
        Cpuid asked = Cpuid.of(request.asked());
        if (asked == null
                || vcpu.cpuid() == null
                || asked.leaves().size() == vcpu.cpuid().leaves().size()) {
            return asked != null && asked.equals(vcpu.cpuid()) ? Finding.KEPT : Finding.UNKNOWN;
        }
        return Finding.broken("the vCPU has run with " + vcpu.cpuid().leaves().size() + " entries, but nent is "
                + asked.leaves().size() + ": its CPUID can no longer change");
    }

    private static Finding virtualBits(Request request) {
        Cpuid asked = Cpuid.of(request.asked());
        // In a plan the script's entries are known, and not the board's.
        Long sizes = asked == null ? named(request) : asked.register(ADDRESS_SIZES, 0, "eax");
        long bits = sizes == null ? 0 : sizes >> Byte.SIZE & 0xff;
        return asked == null && sizes == null
                ? Finding.UNKNOWN
                : !VIRTUAL_BITS.contains(bits)
                        ? Finding.broken("leaf " + hex(ADDRESS_SIZES) + " reports a virtual address width of " + bits
                                + " " + "bits; it must be 48 or 57")
                        : Finding.KEPT;
    }

    private static Long named(Request request) {
        long count = Math.min(request.field("nent"), request.asked().elements("entries"));
        for (int i = 0; i < count; i++) {
            if (request.field("entries[" + i + "].function") == ADDRESS_SIZES) {
                return request.field("entries[" + i + "].eax");
            }
        }
        return null;
    }

    private interface Bits {
        boolean of(long value);
    }

    /** The first entry that is for XCR0. */
    private static Check xcr0(Bits broken, String what) {
        return request -> {
            for (int i = 0; i < Math.min(request.field("nr_xcrs"), MOST_XCRS); i++) {
                if (request.field("xcrs[" + i + "].xcr") == 0) {
                    long value = request.field("xcrs[" + i + "].value");
                    return broken.of(value) ? Finding.broken("XCR0 " + hex(value) + " " + what) : Finding.KEPT;
                }
            }
            return Finding.KEPT;
        };
    }

    private static Rule wide(String register) {
        return Rule.of(
                        EINVAL,
                        register + " has bits above 31",
                        X86,
                        request -> request.field(register) >>> Integer.SIZE != 0
                                ? Finding.broken(register + " " + hex(request.field(register)) + " has bits above 31")
                                : Finding.KEPT)
                .on("KVM_SET_DEBUGREGS");
    }
}
