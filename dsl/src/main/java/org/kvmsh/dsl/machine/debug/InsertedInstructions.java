package org.kvmsh.dsl.machine.debug;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kvmsh.bindings.debug.Breakpoints;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.MemorySlots;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The breakpoint instructions that kvmsh has put into a machine's memory, by the guest's addresses. An address is
 * translated when its instruction is inserted, by the page tables that the vCPU then uses.
 */
final class InsertedInstructions {
    /** A guest physical address with the guest's code there. */
    private record Place(long physical, byte[] code) {}

    /** The smallest page of every architecture. */
    private static final long PAGE = 4096;

    private final Bringup made;
    /** Where the guest's addresses were when an instruction was last inserted there. */
    private final Map<Long, Place> known = new HashMap<>();
    /** The addresses whose instructions are in memory now, and the guest physical ones. */
    private final Map<Long, Long> inMemory = new TreeMap<>();

    InsertedInstructions(Bringup made) {
        this.made = made;
    }

    /** Whether there is one in memory. */
    synchronized boolean any() {
        return !inMemory.isEmpty();
    }

    /** Whether the instruction at an address is in memory. */
    synchronized boolean has(long address) {
        return inMemory.containsKey(address);
    }

    /** The guest's own code at an address, at most 4 bytes, which two pages may have; null if kvmsh cannot read it. */
    byte[] code(VcpuEngine vcpu, long address) {
        int here = (int) Math.min(Integer.BYTES, PAGE - (address & PAGE - 1));
        byte[] first = part(vcpu, address, here);
        byte[] rest = first == null || first.length < here || here == Integer.BYTES
                ? null
                : part(vcpu, address + here, Integer.BYTES - here);
        if (rest == null) {
            return first;
        }
        byte[] both = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, both, first.length, rest.length);
        return both;
    }

    private byte[] part(VcpuEngine vcpu, long address, int bytes) {
        long physical = vcpu.counter().code(vcpu.vcpu(), address).physical();
        return physical == ProgramCounter.NOWHERE ? null : made.slots().read(physical, bytes);
    }

    /**
     * Has the instructions at some addresses in memory, and no others.
     *
     * @throws ScriptError if guest memory does not have one of them
     */
    void are(Set<Long> wanted, VcpuEngine vcpu, Breakpoints kind) {
        MemorySlots slots = made.slots();
        synchronized (slots) {
            synchronized (this) {
                inMemory.keySet().removeIf(at -> !wanted.contains(at));
                slots.covered().stream()
                        .filter(at -> !inMemory.containsValue(at))
                        .forEach(slots::uncover);
                for (Long at : wanted) {
                    if (!isCovered(at)) {
                        insert(at, vcpu, kind);
                    }
                }
            }
        }
    }

    private boolean isCovered(long at) {
        Long physical = inMemory.get(at);
        return physical != null && made.slots().covered().contains(physical);
    }

    private void insert(long at, VcpuEngine vcpu, Breakpoints kind) {
        MemorySlots slots = made.slots();
        byte[] instruction = kind.instruction(vcpu.vcpu());
        long physical = physical(at, vcpu);
        byte[] before = physical == ProgramCounter.NOWHERE ? null : slots.read(physical, instruction.length);
        boolean isThere = slots.covered().contains(physical);
        if (before == null || !isThere && !slots.cover(physical, instruction)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "cannot insert the software breakpoint at " + Bits64.hex(at) + ": "
                            + (physical == ProgramCounter.NOWHERE
                                    ? "the guest's address translation is on, and "
                                            + vcpu.counter().whyNowhere()
                                    : physical == at
                                            ? "there is no guest memory at that address"
                                            : "it maps to guest-physical address " + Bits64.hex(physical)
                                                    + ", which is not in any memslot"),
                    "to delete the breakpoint: m.breakpoint remove: " + Bits64.hex(at));
        }
        known.put(at, new Place(physical, before));
        inMemory.put(at, physical);
    }

    /** Another vCPU, or the same at another time, may use page tables that do not map the address. */
    private long physical(long at, VcpuEngine vcpu) {
        long now = vcpu.counter().code(vcpu.vcpu(), at).physical();
        Place last = now == ProgramCounter.NOWHERE ? known.get(at) : null;
        return last != null && Arrays.equals(last.code(), made.slots().read(last.physical(), last.code().length))
                ? last.physical()
                : now;
    }

    /** Whether guest memory has an address. */
    boolean isInMemory(long address, VcpuEngine vcpu) {
        long physical = vcpu.counter().code(vcpu.vcpu(), address).physical();
        return physical != ProgramCounter.NOWHERE && made.slots().at(physical) != null;
    }

    /** Guest memory is the guest's own again; returns whether it was not. */
    boolean end() {
        synchronized (made.slots()) {
            synchronized (this) {
                inMemory.clear();
                Set<Long> covered = made.slots().covered();
                covered.forEach(made.slots()::uncover);
                return !covered.isEmpty();
            }
        }
    }
}
