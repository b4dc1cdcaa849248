package org.kvmsh.dsl.plan;

import java.util.List;
import java.nio.file.Path;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.MemorySpec;
import org.kvmsh.dsl.spec.Site;

/**
 * A memory slot.
 *
 * @param page bytes of the huge pages that it is in; 0 for ordinary ones
 */
record AddMemory(MemorySpec memory, long page) implements Step {
    @Override public String text() {
        return (memory.memfd() ? "KVM_CREATE_GUEST_MEMFD, KVM_SET_USER_MEMORY_REGION2 at " : "KVM_SET_USER_MEMORY_REGION at ") + Bits64.hex(memory.at()) + ", " + Bits64.size(memory.size())
                + (memory.readonly() ? ", KVM_MEM_READONLY" : "") + (memory.log() ? ", KVM_MEM_LOG_DIRTY_PAGES" : "") + (page == 0 ? "" : ", in pages of " + Bits64.size(page))
                + (memory.file() == null ? "" : ", a copy of " + Path.of(memory.file()).getFileName());
    }

    @Override public Site site() {
        return memory.site();
    }

    @Override public String why() {
        return "guest physical addresses that hold memory of " + (memory.memfd() ? "the guest's own, and of kvmsh's while it is shared (api.rst 4.140, 4.142)" : "kvmsh's own (api.rst 4.35)")
                + (memory.readonly() ? "; a write of the guest's is an exit of MMIO" : "") + (memory.log() ? "; KVM_GET_DIRTY_LOG tells which pages were written" : "");
    }

    @Override public List<String> capabilities() {
        return memory.readonly() ? List.of("KVM_CAP_READONLY_MEM") : List.of();
    }

    @Override public void perform(Bringup machine) {
        machine.addMemory(memory, memory.file() != null ? machine.copyOf(memory) : page == 0 ? machine.allocate(memory.size()) : machine.allocate(memory.size(), page));
    }
}
