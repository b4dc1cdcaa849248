package org.kvmsh.bindings.kvm.rule;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;

/** What a VM's kernel has taken so far, as its calls and their answers tell. */
public final class VmRecord {
    /** A memory slot that is there. */
    record Slot(long start, long size, long address, long flags) {
        boolean overlaps(long otherStart, long otherSize) {
            return Long.compareUnsigned(start, otherStart + otherSize) < 0 && Long.compareUnsigned(otherStart, start + size) < 0;
        }
    }

    private final long type;
    private final Map<Long, Slot> slots = new ConcurrentSkipListMap<>();
    private final Set<Long> vcpus = new ConcurrentSkipListSet<>();
    private final Set<Long> devices = new ConcurrentSkipListSet<>();
    private volatile boolean irqchip;
    private volatile boolean splitIrqchip;
    private volatile boolean pit;

    /** @param type what KVM_CREATE_VM was given */
    public VmRecord(long type) {
        this.type = type;
    }

    /** A call that the kernel took. */
    public void took(String call, Abi abi, long value, Argument argument) {
        switch (call) {
            case "KVM_SET_USER_MEMORY_REGION", "KVM_SET_USER_MEMORY_REGION2" -> memory(argument);
            case "KVM_CREATE_VCPU" -> vcpus.add(value);
            case "KVM_CREATE_IRQCHIP" -> irqchip = true;
            case "KVM_CREATE_PIT", "KVM_CREATE_PIT2" -> pit = true;
            case "KVM_CREATE_DEVICE" -> {
                if ((argument.get("flags") & abi.constant("KVM_CREATE_DEVICE_TEST")) == 0) {
                    devices.add(argument.get("type"));
                }
            }
            case "KVM_ENABLE_CAP" -> splitIrqchip |= argument.get("cap") == abi.constant("KVM_CAP_SPLIT_IRQCHIP");
            default -> { }
        }
    }

    private void memory(Argument argument) {
        if (argument.get("memory_size") == 0) {
            slots.remove(argument.get("slot"));
        } else {
            slots.put(argument.get("slot"), new Slot(argument.get("guest_phys_addr"), argument.get("memory_size"), argument.get("userspace_addr"), argument.get("flags")));
        }
    }

    long type() {
        return type;
    }

    /** By their numbers, the address space in bits 16 to 31. */
    Map<Long, Slot> slots() {
        return slots;
    }

    /** The ids of its vCPUs. */
    Set<Long> vcpus() {
        return vcpus;
    }

    /** The types of devices that KVM_CREATE_DEVICE made. */
    Set<Long> devices() {
        return devices;
    }

    boolean hasIrqchip() {
        return irqchip;
    }

    boolean hasSplitIrqchip() {
        return splitIrqchip;
    }

    boolean hasPit() {
        return pit;
    }
}
