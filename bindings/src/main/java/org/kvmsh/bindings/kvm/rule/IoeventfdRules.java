package org.kvmsh.bindings.kvm.rule;

import java.util.ArrayList;
import java.util.List;

/** KVM_IOEVENTFD. Sources: api.rst 4.59; virt/kvm/eventfd.c, kvm_ioeventfd. */
final class IoeventfdRules implements CallRules {
    private static final List<Long> LENGTHS = List.of(0L, 1L, 2L, 4L, 8L);

    @Override public List<String> broken(Refused refused) {
        List<String> broken = new ArrayList<>();
        if (refused.argument() == null || !refused.is("EINVAL")) {
            return broken;
        }
        long length = refused.field("len");
        long address = refused.field("addr");
        if (!LENGTHS.contains(length)) {
            broken.add("len is " + length + ", and must be 0, 1, 2, 4 or 8 (api.rst 4.59)");
        } else if (Long.compareUnsigned(address + length, address) < 0) {
            broken.add("addr " + Words.hex(address) + " and len " + length + " go beyond 64 bits (virt/kvm/eventfd.c)");
        }
        if (length == 0 && (refused.field("flags") & bit(refused, "kvm_ioeventfd_flag_nr_datamatch")) != 0) {
            broken.add("len 0 is any length, which can't be compared with datamatch (virt/kvm/eventfd.c)");
        }
        return broken;
    }

    private static long bit(Refused refused, String number) {
        return refused.abi().hasConstant("KVM_IOEVENTFD_FLAG_DATAMATCH") ? refused.abi().constant("KVM_IOEVENTFD_FLAG_DATAMATCH")
                : refused.abi().hasConstant(number) ? 1L << refused.abi().constant(number) : 0;
    }
}
