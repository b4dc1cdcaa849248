package org.kvmsh.dsl.plan;

import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.MemorySpec;
import org.kvmsh.dsl.spec.Site;

/** KVM_SET_USER_MEMORY_REGION of zeroed memory. */
record AddMemory(MemorySpec memory) implements Step {
    @Override public String text() {
        return "KVM_SET_USER_MEMORY_REGION at " + Bits64.hex(memory.at()) + ", " + Bits64.size(memory.size());
    }

    @Override public Site site() {
        return memory.site();
    }

    @Override public String why() {
        return "guest physical addresses that hold memory of kvmsh's own (api.rst 4.35)";
    }

    @Override public void perform(Bringup machine) {
        machine.addMemory(memory, machine.allocate(memory.size()));
    }
}
