package org.kvmsh.bindings.kvm.rule;

import java.util.List;

/** KVM_GET_DIRTY_LOG and KVM_CLEAR_DIRTY_LOG. Sources: api.rst 4.8; virt/kvm/kvm_main.c, kvm_get_dirty_log_protect. */
final class DirtyLogRules implements CallRules {
    private static final long NUMBER_MASK = 0xffff;

    @Override public List<String> broken(Refused refused) {
        if (refused.argument() == null) {
            return List.of();
        }
        long number = refused.field("slot");
        VmRecord.Slot slot = refused.vm().slots().get(number);
        if (refused.is("ENOENT")) {
            return slot == null ? List.of("there is no slot " + number + " (virt/kvm/kvm_main.c)")
                    : refused.flagged(slot.flags(), "KVM_MEM_LOG_DIRTY_PAGES") ? List.of() : List.of("slot " + number + " was made without KVM_MEM_LOG_DIRTY_PAGES (api.rst 4.35)");
        }
        int most = refused.is("EINVAL") ? refused.facts().capability("KVM_CAP_NR_MEMSLOTS") : 0;
        return most > 0 && (number & NUMBER_MASK) >= most ? List.of("slot " + (number & NUMBER_MASK) + " is not below KVM_CAP_NR_MEMSLOTS, " + most + " (api.rst 4.8)") : List.of();
    }
}
