package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/** KVM_SET_SREGS of x86. Sources: arch/x86/kvm/x86.c, kvm_is_valid_sregs; the bits are Intel SDM volume 3's, 2.5 and 2.2.1. */
final class SregsRules {
    private static final String SOURCE = "arch/x86/kvm/x86.c";
    private static final long CR0_PE = 1;
    private static final long CR0_NW = 1L << 29;
    private static final long CR0_CD = 1L << 30;
    private static final long CR0_PG = 1L << 31;
    private static final long CR4_PAE = 1L << 5;
    private static final long EFER_LME = 1L << 8;
    private static final long EFER_LMA = 1L << 10;

    static final List<Rule> RULES = Stream.of(
            Rule.of(EINVAL, "cr0 has bits above 31", SOURCE, request -> Finding.brokenIf(request.field("cr0") >>> Integer.SIZE != 0,
                    () -> "cr0 " + NumbersInWords.hex(request.field("cr0")) + " has bits above 31")),
            when(request -> has(request, "cr0", CR0_PG) && !has(request, "cr0", CR0_PE), "cr0 has PG, paging, without PE, protected mode"),
            when(request -> has(request, "cr0", CR0_NW) && !has(request, "cr0", CR0_CD), "cr0 has NW without CD"),
            when(request -> isLong(request) && !has(request, "cr4", CR4_PAE), "efer has LME and cr0 PG, so the vCPU is in long mode, and cr4 lacks PAE"),
            when(request -> isLong(request) && !has(request, "efer", EFER_LMA), "efer has LME and cr0 PG, so the vCPU is in long mode, and efer lacks LMA"),
            when(request -> !isLong(request) && has(request, "efer", EFER_LMA), "efer has LMA, and long mode needs LME in efer and PG in cr0"),
            when(request -> !isLong(request) && request.field("cs.l") != 0, "cs.l is 1, 64-bit code, and long mode needs LME in efer and PG in cr0"))
            .map(rule -> rule.on("KVM_SET_SREGS").in(Arch.X86_64)).toList();

    private SregsRules() { }

    private static Rule when(Predicate<Request> broken, String text) {
        return Rule.of(EINVAL, text, SOURCE, request -> Finding.brokenIf(broken.test(request), () -> text));
    }

    private static boolean has(Request request, String field, long bit) {
        return (request.field(field) & bit) != 0;
    }

    private static boolean isLong(Request request) {
        return has(request, "efer", EFER_LME) && has(request, "cr0", CR0_PG);
    }
}
