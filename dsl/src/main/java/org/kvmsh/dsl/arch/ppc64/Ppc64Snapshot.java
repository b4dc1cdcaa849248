package org.kvmsh.dsl.arch.ppc64;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.dsl.arch.SavedPart;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.register.StateOrder;

/** What a snapshot of a machine on powerpc has, and its order. */
final class Ppc64Snapshot {
    private Ppc64Snapshot() {}

    /**
     * There is no KVM_GET_REG_LIST on powerpc, so it is what the headers name. They are set twice: the VPA cannot be
     * removed before the SLB shadow and the dispatch trace log are (arch/powerpc/kvm/book3s_hv.c,
     * kvmppc_set_one_reg_hv).
     */
    static StateOrder order(Abi abi) {
        long own = abi.constant("KVM_REG_PPC");
        List<Long> ids = abi.constants().stream()
                .filter(c ->
                        c.name().startsWith("KVM_REG_PPC_") && (c.value() & abi.constant("KVM_REG_ARCH_MASK")) == own)
                .map(Constant::value)
                .toList();
        return new StateOrder(List.of("SREGS", "ONE_REGS", "ONE_REGS", "REGS", "MP_STATE"), ids);
    }

    /** The state besides vCPUs and memory. */
    static List<SavedPart> parts(Bringup made) {
        List<SavedPart> parts = new ArrayList<>(XicsSources.of(made));
        parts.addAll(HashTableState.of(made));
        return parts;
    }
}
