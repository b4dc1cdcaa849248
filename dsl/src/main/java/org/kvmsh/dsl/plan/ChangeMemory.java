package org.kvmsh.dsl.plan;

import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.MemorySlots;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * A memslot of an existing machine, moved or removed.
 *
 * @param at its address
 * @param to its new address; null if it is removed
 */
public record ChangeMemory(long at, Long to, Site site) implements Step {
    @Override
    public String text() {
        return "KVM_SET_USER_MEMORY_REGION of the memslot at " + Bits64.hex(at)
                + (to == null ? " with memory_size 0" : " at " + Bits64.hex(to));
    }

    @Override
    public String why() {
        return to == null
                ? "size 0 deletes the memslot (api.rst 4.35)"
                : "the same memory at another guest physical address (api.rst 4.35)";
    }

    @Override
    public void perform(Bringup machine) {
        if (to == null) {
            machine.removeMemory(slot(machine));
        } else {
            machine.moveMemory(slot(machine), to);
        }
    }

    private MemorySlots.Slot slot(Bringup machine) {
        MemorySlots.Slot slot = machine.slots().holding(at, 1).get(0);
        if (slot.at() != at) {
            throw new ScriptError(
                    site,
                    "the memslot that contains " + Bits64.hex(at) + " starts at " + Bits64.hex(slot.at()),
                    "try: memory "
                            + (to == null
                                    ? "remove: " + Bits64.hex(slot.at())
                                    : "move: " + Bits64.hex(slot.at()) + ", at: " + Bits64.hex(to)));
        }
        return slot;
    }
}
