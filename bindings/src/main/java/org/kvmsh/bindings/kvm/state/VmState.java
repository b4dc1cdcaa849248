package org.kvmsh.bindings.kvm.state;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/** What a VM's calls have made so far. It changes only when a call succeeded. */
public final class VmState {
    /** A memory slot. */
    public record Slot(long start, long size, long address, long flags) {
        /** Whether it overlaps a range of guest physical addresses. */
        public boolean overlaps(long otherStart, long otherSize) {
            return Long.compareUnsigned(start, otherStart + otherSize) < 0 && Long.compareUnsigned(otherStart, start + size) < 0;
        }
    }

    private final long type;
    private final Map<Long, Slot> slots = new ConcurrentSkipListMap<>();
    private final Set<Long> vcpus = new ConcurrentSkipListSet<>();
    private final Set<Long> devices = new ConcurrentSkipListSet<>();
    private final AtomicInteger version = new AtomicInteger();
    private volatile boolean irqchip;
    private volatile boolean splitIrqchip;
    private volatile boolean pit;

    /** @param type the argument of KVM_CREATE_VM */
    public VmState(long type) {
        this.type = type;
    }

    /** A call that the kernel took. */
    public void took(CallRequest asked) {
        boolean changed = true;
        switch (asked.call()) {
            case "KVM_SET_USER_MEMORY_REGION", "KVM_SET_USER_MEMORY_REGION2" -> memory(asked);
            case "KVM_CREATE_VCPU" -> vcpus.add(asked.value());
            case "KVM_CREATE_IRQCHIP" -> irqchip = true;
            case "KVM_CREATE_PIT", "KVM_CREATE_PIT2" -> pit = true;
            case "KVM_CREATE_DEVICE" -> {
                if (!asked.flagged(asked.field("flags"), "KVM_CREATE_DEVICE_TEST")) {
                    devices.add(asked.field("type"));
                }
            }
            case "KVM_ENABLE_CAP" -> splitIrqchip |= asked.abi().hasConstant("KVM_CAP_SPLIT_IRQCHIP") && asked.field("cap") == asked.abi().constant("KVM_CAP_SPLIT_IRQCHIP");
            default -> changed = false;
        }
        if (changed) {
            version.incrementAndGet();
        }
    }

    private void memory(CallRequest asked) {
        if (asked.field("memory_size") == 0) {
            slots.remove(asked.field("slot"));
        } else {
            slots.put(asked.field("slot"), new Slot(asked.field("guest_phys_addr"), asked.field("memory_size"), asked.field("userspace_addr"), asked.field("flags")));
        }
    }

    /** Grows with each change, so that a later look can tell whether the VM is still as it was. */
    public int version() {
        return version.get();
    }

    public long type() {
        return type;
    }

    /** By their numbers, the address space in bits 16 to 31. */
    public Map<Long, Slot> slots() {
        return slots;
    }

    /** The ids of its vCPUs. */
    public Set<Long> vcpus() {
        return vcpus;
    }

    /** The types of devices that KVM_CREATE_DEVICE created. */
    public Set<Long> devices() {
        return devices;
    }

    public boolean hasIrqchip() {
        return irqchip;
    }

    public boolean hasSplitIrqchip() {
        return splitIrqchip;
    }

    public boolean hasPit() {
        return pit;
    }
}
