package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;

/** KVM_IOEVENTFD. Sources: api.rst 4.59; virt/kvm/eventfd.c, kvm_ioeventfd. */
final class IoeventfdRules {
    private static final String CODE = "virt/kvm/eventfd.c";
    private static final List<Long> LENGTHS = List.of(0L, 1L, 2L, 4L, 8L);

    static final List<Rule> RULES = Stream.of(
                    Rule.of(
                            EINVAL,
                            "len is not 0, 1, 2, 4 or 8",
                            "api.rst 4.59",
                            request -> !LENGTHS.contains(request.field("len"))
                                    ? Finding.broken("len is " + request.field("len") + ", but must be 0, 1, 2, 4 or 8")
                                    : Finding.KEPT),
                    Rule.of(
                                    EINVAL,
                                    "addr + len exceeds 64 bits",
                                    CODE,
                                    request -> Long.compareUnsigned(
                                                            request.field("addr") + request.field("len"),
                                                            request.field("addr"))
                                                    < 0
                                            ? Finding.broken("addr " + NumbersInWords.hex(request.field("addr"))
                                                    + " + len " + request.field("len") + " exceeds 64 bits")
                                            : Finding.KEPT)
                            .asConsequence(),
                    Rule.of(
                            EINVAL,
                            "KVM_IOEVENTFD_FLAG_DATAMATCH with a len of 0",
                            CODE,
                            request -> request.field("len") == 0 && (request.field("flags") & datamatch(request)) != 0
                                    ? Finding.broken("len 0 matches any length, which cannot be combined with"
                                            + " KVM_IOEVENTFD_FLAG_DATAMATCH")
                                    : Finding.KEPT))
            .map(rule -> rule.on("KVM_IOEVENTFD"))
            .toList();

    private IoeventfdRules() {}

    private static long datamatch(Request request) {
        String number = "kvm_ioeventfd_flag_nr_datamatch";
        long bits = request.asked().bits("KVM_IOEVENTFD_FLAG_DATAMATCH");
        return bits != 0 || !request.asked().abi().hasConstant(number)
                ? bits
                : 1L << request.asked().abi().constant(number);
    }
}
