package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.E2BIG;
import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.FdKind;

/**
 * KVM_ENABLE_CAP of the capabilities of dirty logs, in the order of virt/kvm/kvm_main.c,
 * kvm_vm_ioctl_enable_dirty_log_ring and kvm_vm_ioctl_enable_cap_generic. Source: api.rst, 7.36 and 7.17.
 */
final class DirtyLogCapabilityRules {
    private static final String RING = "virt/kvm/kvm_main.c:kvm_vm_ioctl_enable_dirty_log_ring";
    private static final String MANUAL = "KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2";
    private static final List<String> RINGS = List.of("KVM_CAP_DIRTY_LOG_RING", "KVM_CAP_DIRTY_LOG_RING_ACQ_REL");
    /**
     * Bytes of the entries, of 16 bytes each, that KVM may reserve: 64, and 512 if an x86 processor logs dirty pages
     * itself (PML). The 64 of the other architectures are less than a page.
     */
    private static final Map<Arch, Integer> RESERVED = Map.of(Arch.X86_64, (64 + 512) * 16);

    static final List<Rule> RULES = Stream.of(
                    ring("args[0], the size of each ring in bytes, is not a power of two", request -> {
                        long size = size(request);
                        return Long.bitCount(size) != 1
                                ? Finding.broken("args[0] is " + NumbersInWords.hex(size)
                                        + ": the size of a dirty ring in bytes must be a power of two")
                                : Finding.KEPT;
                    }),
                    ring(
                            "args[0] is smaller than a page or than the size of the ring entries that KVM reserves",
                            request -> {
                                long size = size(request);
                                int page = request.facts().pageSize();
                                return page != 0 && Long.compareUnsigned(size, page) < 0
                                        ? Finding.broken("args[0] is " + NumbersInWords.hex(size)
                                                + ": a dirty ring is at least one page, " + NumbersInWords.size(page))
                                        : Long.compareUnsigned(size, reserved(request)) < 0
                                                ? Finding.UNKNOWN
                                                : Finding.KEPT;
                            }),
                    Rule.of(
                            E2BIG,
                            "args[0], the size of each dirty ring in bytes, is above the value of the capability",
                            RING,
                            ofRings(request -> Long.compareUnsigned(size(request), most(request)) > 0
                                    ? Finding.broken("args[0] is " + NumbersInWords.hex(size(request))
                                            + "; a dirty ring is at most "
                                            + NumbersInWords.size(most(request)))
                                    : Finding.KEPT)),
                    ring(
                            "the VM already has dirty rings",
                            request -> request.vm().dirtyRing() != 0
                                    ? Finding.broken("the VM already has dirty rings of "
                                            + NumbersInWords.size(request.vm().dirtyRing())
                                            + "; they can be enabled only once")
                                    : Finding.KEPT),
                    ring(
                            "a vCPU already exists",
                            request -> !request.vm().vcpus().isEmpty()
                                    ? Finding.broken("dirty rings must be enabled before any vCPU is created;"
                                            + " this VM already has "
                                            + IrqchipRules.vcpus(request.vm()))
                                    : Finding.KEPT),
                    Rule.of(
                            EINVAL,
                            "args[0] has a bit that KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 does not report, or"
                                    + " KVM_DIRTY_LOG_INITIALLY_SET without KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE",
                            "api.rst 7.17 KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2",
                            DirtyLogCapabilityRules::manual))
            .map(rule -> rule.on("KVM_ENABLE_CAP").in(Arch.X86_64, Arch.ARM64, Arch.RISCV64, Arch.LOONGARCH64))
            .toList();

    private DirtyLogCapabilityRules() {}

    private static Rule ring(String text, Check check) {
        return Rule.of(EINVAL, text, RING, ofRings(check));
    }

    /** A kernel without the rings refuses the capability first; one that has too large a size is E2BIG. */
    private static Check ofRings(Check check) {
        return request -> isOfRings(request) && most(request) != 0 ? check.of(request) : Finding.KEPT;
    }

    /** Whether a VM's dirty rings are asked for. */
    static boolean isOfRings(Request request) {
        return request.isOn(FdKind.VM) && RINGS.stream().anyMatch(name -> isOf(request, name));
    }

    private static int reserved(Request request) {
        return RESERVED.getOrDefault(request.asked().arch(), 0);
    }

    private static long size(Request request) {
        return request.field("args[0]") & 0xffffffffL;
    }

    /** The largest ring in bytes; 0 for another capability, or on a board without it. */
    private static int most(Request request) {
        return RINGS.stream()
                .filter(name -> isOf(request, name))
                .mapToInt(name -> request.facts().capability(name))
                .findFirst()
                .orElse(0);
    }

    private static boolean isOf(Request request, String name) {
        return request.asked().abi().hasConstant(name) && request.field("cap") == request.constant(name);
    }

    private static Finding manual(Request request) {
        int reported = request.isOn(FdKind.VM) && isOf(request, MANUAL)
                ? request.facts().capability(MANUAL)
                : 0;
        long asked = request.field("args[0]");
        boolean enables = request.flagged(asked, "KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE");
        long unknown = asked & ~reported;
        return reported == 0 || asked == 0 || enables && unknown == 0
                ? Finding.KEPT
                : Finding.broken(
                        unknown != 0
                                ? "args[0] has " + NumbersInWords.hex(unknown) + ", which is not in " + MANUAL + " ("
                                        + NumbersInWords.hex(reported) + ")"
                                : "KVM_DIRTY_LOG_INITIALLY_SET needs KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE");
    }
}
