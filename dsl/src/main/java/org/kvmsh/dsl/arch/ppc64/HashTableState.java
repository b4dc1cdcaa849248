package org.kvmsh.dsl.arch.ppc64;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.dsl.arch.SavedPart;
import org.kvmsh.dsl.plan.step.Bringup;

/**
 * The hashed page table of a guest, which is in the kernel's memory; a radix guest has none. What its descriptor
 * returns is what sets it again (api.rst 4.78).
 *
 * @param parts all entries, also those that are not valid; none if the kernel refused the read. The kernel takes one
 *     header a write (arch/powerpc/kvm/book3s_64_mmu_hv.c, kvm_htab_write)
 * @param order of the board
 */
record HashTableState(List<byte[]> parts, ByteOrder order) implements SavedPart {
    /** The VM's; none if it has no table. */
    static List<SavedPart> of(Bringup made) {
        IoctlResult<Integer> fd =
                made.capability("KVM_CAP_PPC_HTAB_FD") > 0 ? HashedPageTable.open(made.vm(), 0) : null;
        if (fd == null || !fd.ok()) {
            return List.of();
        }
        List<byte[]> parts = HashedPageTable.read(made.vm(), fd.get());
        return parts != null && parts.isEmpty()
                ? List.of()
                : List.of(new HashTableState(
                        parts == null ? List.of() : parts, made.kernel().abi().order()));
    }

    @Override
    public String name() {
        return "hashed page table";
    }

    /** The vCPUs' registers are of a guest that has its pages. */
    @Override
    public boolean isBeforeVcpus() {
        return true;
    }

    @Override
    public List<String> missing() {
        return parts.isEmpty() ? List.of("hashed page table: it could not be read (KVM_PPC_GET_HTAB_FD)") : List.of();
    }

    @Override
    public Map<String, String> differences(SavedPart later) {
        Map<Long, HashedEntry> now = HashedPageTable.of(parts, order).entries();
        Map<Long, HashedEntry> then =
                HashedPageTable.of(((HashTableState) later).parts, order).entries();
        long same = now.entrySet().stream()
                .filter(entry -> entry.getValue().equals(then.get(entry.getKey())))
                .count();
        return same == now.size() && same == then.size()
                ? Map.of()
                : Map.of(name(), now.size() + " -> " + then.size() + " valid entries, " + same + " unchanged");
    }

    @Override
    public List<String> restore(Bringup made) {
        Vm vm = made.vm();
        IoctlResult<Integer> fd = HashedPageTable.open(vm, vm.kernel().abi().constant("KVM_GET_HTAB_WRITE"));
        if (!fd.ok()) {
            return List.of("KVM_PPC_GET_HTAB_FD failed with " + Errno.name(fd.errno()));
        }
        try {
            for (byte[] part : parts) {
                int written = vm.kernel().write(fd.get(), part);
                if (written < part.length) {
                    return List.of("hashed page table: write to the file descriptor of KVM_PPC_GET_HTAB_FD "
                            + (written < 0 ? "failed with " + Errno.name(-written) : "was short"));
                }
            }
        } finally {
            vm.kernel().close(fd.get());
        }
        return List.of();
    }
}
