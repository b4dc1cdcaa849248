package org.kvmsh.dsl.plan;

import java.nio.file.Path;
import java.util.List;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/**
 * A memory slot.
 *
 * @param page bytes of the huge pages that it is in; 0 for ordinary ones
 * @param memfdFlags of KVM_CREATE_GUEST_MEMFD
 */
record AddMemory(MemoryConfig memory, long page, long memfdFlags) implements Step {
    @Override
    public String text() {
        return (memory.memfd()
                        ? "KVM_CREATE_GUEST_MEMFD, KVM_SET_USER_MEMORY_REGION2 at "
                        : "KVM_SET_USER_MEMORY_REGION at ")
                + Bits64.hex(memory.at()) + ", " + Bits64.size(memory.size())
                + (memory.space() == 0 ? "" : ", address space " + memory.space())
                + (memory.readonly() ? ", KVM_MEM_READONLY" : "") + (memory.log() ? ", KVM_MEM_LOG_DIRTY_PAGES" : "")
                + (page == 0 ? "" : ", in pages of " + Bits64.size(page))
                + (memory.file() == null
                        ? ""
                        : ", a copy of " + Path.of(memory.file()).getFileName());
    }

    @Override
    public Site site() {
        return memory.site();
    }

    @Override
    public String why() {
        return "guest physical memory, backed by "
                + (!memory.memfd()
                        ? "kvmsh's own memory (api.rst 4.35)"
                        : "a guest_memfd"
                                + (memfdFlags == 0
                                        ? " while private, by kvmsh's own memory while shared"
                                        : ", mapped into user space and initially shared")
                                + " (api.rst 4.140, 4.142)")
                + (memory.space() == 0
                        ? ""
                        : "; bits 16 to 31 of slot select the address space; x86's SMM uses address space 1"
                                + " instead of 0")
                + (memory.readonly() ? "; a write by the guest is an MMIO exit" : "")
                + (memory.log() ? "; KVM_GET_DIRTY_LOG or the dirty ring reports the written pages" : "");
    }

    @Override
    public List<String> capabilities() {
        return memory.memfd() && memfdFlags != 0
                ? List.of("KVM_CAP_GUEST_MEMFD_FLAGS")
                : memory.readonly() ? List.of("KVM_CAP_READONLY_MEM") : List.of();
    }

    @Override
    public String advice(Bringup made) {
        return MemoryAdvice.of(this, made);
    }

    @Override
    public void perform(Bringup machine) {
        if (memory.memfd()) {
            machine.addGuestMemfd(memory, memfdFlags);
            return;
        }
        machine.addMemory(
                memory,
                memory.file() != null
                        ? machine.copyOf(memory)
                        : page == 0 ? machine.allocate(memory.size()) : machine.allocate(memory.size(), page));
    }
}
