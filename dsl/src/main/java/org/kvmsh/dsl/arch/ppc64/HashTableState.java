package org.kvmsh.dsl.arch.ppc64;

import java.util.List;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.dsl.arch.SavedPart;
import org.kvmsh.dsl.plan.step.Bringup;

/**
 * The hash page table of a guest, which is in the kernel's memory; a radix guest has none (api.rst 4.78). It is not
 * saved.
 */
record HashTableState(List<String> missing) implements SavedPart {
    private static final int HEADER = 8;

    /** The missing part of the state: empty for a guest that has no entry. */
    static List<SavedPart> of(Bringup made) {
        return made.capability("KVM_CAP_PPC_HTAB_FD") > 0 && hasEntries(made)
                ? List.of(new HashTableState(List.of("the hashed page table: it is not read (KVM_PPC_GET_HTAB_FD)")))
                : List.of();
    }

    private static boolean hasEntries(Bringup made) {
        try (Argument asked = Argument.of(made.kernel(), "kvm_get_htab_fd")) {
            IoctlResult<Integer> fd = made.vm().ioctl("KVM_PPC_GET_HTAB_FD", asked);
            if (!fd.ok()) {
                return false;
            }
            try {
                return made.kernel().read(fd.get(), new byte[HEADER * HEADER]) > 0;
            } finally {
                made.kernel().close(fd.get());
            }
        }
    }

    @Override
    public String name() {
        return "";
    }

    @Override
    public List<String> restore(Bringup made) {
        return List.of();
    }
}
