package org.kvmsh.bindings.kvm.state;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;

/** The state of a VM after its calls so far. It changes only when a call succeeds. */
public final class VmState {
    /**
     * A memslot.
     *
     * @param start the guest physical address of its first byte
     * @param size bytes
     * @param address where the board's kernel sees the memory
     * @param flags KVM_MEM_*
     */
    public record Slot(long start, long size, long address, long flags) {
        /**
         * Whether it overlaps a range of guest physical addresses.
         *
         * @param otherStart the first byte
         * @param otherSize bytes
         */
        public boolean overlaps(long otherStart, long otherSize) {
            return Long.compareUnsigned(start, otherStart + otherSize) < 0
                    && Long.compareUnsigned(otherStart, start + size) < 0;
        }
    }

    /** The start of a slot, in the address space that the upper bits of its number select. */
    private record Place(long space, long start) implements Comparable<Place> {
        static Place of(long number, long start) {
            return new Place(number >>> SPACE_SHIFT, start);
        }

        @Override
        public int compareTo(Place other) {
            int bySpace = Long.compare(space, other.space);
            return bySpace != 0 ? bySpace : Long.compareUnsigned(start, other.start);
        }
    }

    /** Bits 16 to 31 of a slot's number are its address space (api.rst 4.35). */
    private static final int SPACE_SHIFT = 16;

    private static final String GICV2 = "KVM_DEV_TYPE_ARM_VGIC_V2";
    private static final List<String> VGICS = List.of(GICV2, "KVM_DEV_TYPE_ARM_VGIC_V3");
    private static final List<String> ENDING_WITH_DESCRIPTOR =
            List.of("KVM_DEV_TYPE_VFIO", "KVM_DEV_TYPE_XICS", "KVM_DEV_TYPE_XIVE");

    private final long type;
    private final Map<Long, Slot> slots = new ConcurrentSkipListMap<>();
    /** The numbers of the slots by where they begin: a VM may have 32,764. */
    private final NavigableMap<Place, Long> slotsByPlace = new ConcurrentSkipListMap<>();

    private final Map<Long, CreatedVcpu> vcpus = new ConcurrentSkipListMap<>();
    /** The devices of KVM_CREATE_DEVICE. */
    private final Set<CreatedDevice> devices = ConcurrentHashMap.newKeySet();
    /** By the open descriptors of this VM. */
    private final Map<Integer, VmMember> parts = new ConcurrentHashMap<>();

    /** The logical buses of the open DMA windows of a powerpc guest, by their descriptors. */
    private final Map<Integer, Long> windows = new ConcurrentHashMap<>();
    /** The first argument of each enabled capability, by its number. */
    private final Map<Long, Long> enabled = new ConcurrentHashMap<>();

    private final AtomicInteger version = new AtomicInteger();
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    /** Null where calls are only followed. */
    private final SetUpCalls setUp;

    private volatile boolean irqchip;
    private volatile boolean splitIrqchip;
    private volatile boolean pit;
    private volatile boolean coalesces;
    private volatile long dirtyRing;
    private volatile boolean dirtyBitmap;
    private volatile boolean papr;
    private volatile boolean hasRaisedLine;
    private volatile long threads = 1;
    private volatile long vcpuIdLimit;
    private volatile long bootCpu;
    private volatile CreatedDevice vgic;

    /**
     * Creates the state of a new VM.
     *
     * @param type the argument of KVM_CREATE_VM
     */
    public VmState(long type) {
        this(type, null);
    }

    /**
     * Creates the state of a new VM whose calls can be made again on another one.
     *
     * @param type the argument of KVM_CREATE_VM
     * @param setUp takes these calls; null for a VM that nobody moves
     */
    public VmState(long type, SetUpCalls setUp) {
        this.type = type;
        this.setUp = setUp;
    }

    /**
     * A call that the kernel took.
     *
     * @param fd the descriptor of the call: the VM's, or one of its parts
     * @param answer the kernel's result
     */
    public void took(CallRequest asked, int fd, int answer) {
        taken.merge(asked.call(), 1, Integer::sum);
        VmMember part = parts.get(fd);
        if (setUp != null) {
            setUp.took(asked, fd, answer, part);
        }
        if (part == null ? tookOnVm(asked, answer) : part.took(asked)) {
            version.incrementAndGet();
        }
    }

    private boolean tookOnVm(CallRequest asked, int answer) {
        switch (asked.call()) {
            case "KVM_SET_USER_MEMORY_REGION", "KVM_SET_USER_MEMORY_REGION2" -> memory(asked);
            case "KVM_CREATE_VCPU" -> {
                CreatedVcpu vcpu = new CreatedVcpu(CreatedVcpu.idOf(asked.value()));
                vcpus.put(vcpu.id(), vcpu);
                parts.put(answer, vcpu);
            }
            case "KVM_CREATE_IRQCHIP" -> {
                irqchip = true;
                vgic = asked.abi().hasConstant(GICV2)
                        ? new CreatedDevice(asked.abi().constant(GICV2))
                        : null;
            }
            case "KVM_CREATE_PIT", "KVM_CREATE_PIT2" -> pit = true;
            case "KVM_CREATE_DEVICE" -> {
                return device(asked);
            }
            case "KVM_ARM_SET_DEVICE_ADDR" -> vgicAddress(asked, "KVM_ARM_DEVICE_ID_SHIFT");
            case "KVM_SET_DEVICE_ADDRESS" -> vgicAddress(asked, "KVM_DEVICE_ID_SHIFT");
            case "KVM_IRQ_LINE", "KVM_IRQ_LINE_STATUS" -> {
                boolean isFirst = !hasRaisedLine;
                hasRaisedLine = true;
                return isFirst;
            }
            case "KVM_ENABLE_CAP" -> enabled(asked);
            case "KVM_SET_BOOT_CPU_ID" -> bootCpu = asked.value();
            case "KVM_CREATE_SPAPR_TCE", "KVM_CREATE_SPAPR_TCE_64" -> windows.put(answer, asked.field("liobn"));
            case "KVM_PPC_SET_PLATFORM" -> papr = asked.field("platform") == asked.bits("KVM_PPC_PV_SPAPR");
            case "KVM_REGISTER_COALESCED_MMIO" -> {
                coalesces = true;
                return false;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The calls that created its parts and set them up. */
    public SetUpCalls setUp() {
        return setUp;
    }

    /** Continues the state of the VM whose place this one takes: its counts go on. */
    public void follows(VmState before) {
        taken.clear();
        taken.putAll(before.taken);
        coalesces |= before.coalesces;
        hasRaisedLine |= before.hasRaisedLine;
        version.set(Math.max(version.get(), before.version.get()) + 1);
    }

    private void enabled(CallRequest asked) {
        enabled.put(asked.field("cap"), enabled(asked.field("cap")) | asked.field("args"));
        splitIrqchip |= isOf(asked, "KVM_CAP_SPLIT_IRQCHIP");
        if (isOf(asked, "KVM_CAP_DIRTY_LOG_RING") || isOf(asked, "KVM_CAP_DIRTY_LOG_RING_ACQ_REL")) {
            dirtyRing = asked.field("args");
        }
        if (isOf(asked, "KVM_CAP_PPC_SMT")) {
            threads = Math.max(1, asked.field("args"));
        }
        if (isOf(asked, "KVM_CAP_MAX_VCPU_ID")) {
            vcpuIdLimit = asked.field("args");
        }
        dirtyBitmap |= isOf(asked, "KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP");
    }

    private static boolean isOf(CallRequest asked, String capability) {
        return asked.abi().hasConstant(capability)
                && asked.field("cap") == asked.abi().constant(capability);
    }

    private boolean device(CallRequest asked) {
        if (asked.flagged(asked.field("flags"), "KVM_CREATE_DEVICE_TEST")) {
            return false;
        }
        CreatedDevice device = new CreatedDevice(asked.field("type"));
        devices.add(device);
        parts.put((int) asked.field("fd"), device);
        if (VGICS.stream()
                .anyMatch(name -> asked.abi().hasConstant(name) && asked.abi().constant(name) == device.type())) {
            vgic = device;
        }
        return true;
    }

    /**
     * The call for addresses alone and the attribute of the device set the same (arch/arm64/kvm/vgic/vgic-kvm-device.c,
     * kvm_set_legacy_vgic_v2_addr).
     */
    private void vgicAddress(CallRequest asked, String shift) {
        if (vgic == null && asked.abi().hasConstant(GICV2)) {
            // Where there is no KVM_CREATE_IRQCHIP, a window of the proposal is all that the VM has of a VGIC.
            vgic = new CreatedDevice(asked.abi().constant(GICV2));
        }
        if (vgic != null) {
            vgic.set(
                    new CreatedDevice.Attribute(
                            asked.bits("KVM_DEV_ARM_VGIC_GRP_ADDR"), asked.field("id") & (1L << asked.bits(shift)) - 1),
                    asked.field("addr"));
        }
    }

    /**
     * Records that a descriptor of the VM was closed. Its vCPUs and its interrupt controllers stay; of arm64's also the
     * device (virt/kvm/kvm_main.c, kvm_device_release).
     *
     * @param fd the VM's, or that of a vCPU or device
     * @param abi of the board
     */
    public void closed(int fd, Abi abi) {
        VmMember part = parts.remove(fd);
        windows.remove(fd);
        if (setUp != null) {
            setUp.closed(fd);
        }
        if (part instanceof CreatedDevice device
                && ENDING_WITH_DESCRIPTOR.stream()
                        .anyMatch(name -> abi.hasConstant(name) && abi.constant(name) == device.type())) {
            devices.remove(device);
            version.incrementAndGet();
        }
    }

    private void memory(CallRequest asked) {
        long number = asked.field("slot");
        Slot made = asked.field("memory_size") == 0
                ? null
                : new Slot(
                        asked.field("guest_phys_addr"),
                        asked.field("memory_size"),
                        asked.field("userspace_addr"),
                        asked.field("flags"));
        // Its new position first, so that another thread always finds it at one of the two.
        if (made != null) {
            slotsByPlace.put(Place.of(number, made.start()), number);
        }
        Slot old = made == null ? slots.remove(number) : slots.put(number, made);
        if (old != null && (made == null || made.start() != old.start())) {
            slotsByPlace.remove(Place.of(number, old.start()), number);
        }
    }

    /**
     * The memslot of a guest physical address in the normal address space.
     *
     * @param physical the guest physical address
     * @return the memslot's number; null if no memslot has the address
     */
    public Long slotAt(long physical) {
        return slotAt(0, physical);
    }

    /**
     * The memslot of a guest physical address in one of the VM's address spaces.
     *
     * @param space 0 for the normal one, 1 for SMM's on x86
     * @param physical the guest physical address
     * @return the memslot's number, with the address space in bits 16 to 31; null if no memslot has the address
     */
    public Long slotAt(int space, long physical) {
        Map.Entry<Place, Long> last = slotsByPlace.floorEntry(Place.of((long) space << SPACE_SHIFT, physical));
        Slot slot = last == null ? null : slots.get(last.getValue());
        return slot != null && last.getKey().space() == space && slot.overlaps(physical, 1) ? last.getValue() : null;
    }

    /**
     * The number of another memslot in the same address space that overlaps a range, or null. Memslots do not overlap
     * each other, so only the last one that begins before the range's end can overlap it.
     *
     * @param number of the memslot that the range is for, whose present range does not count
     * @param start the guest physical address of the range's first byte
     * @param size bytes
     */
    public Long overlapping(long number, long start, long size) {
        if (size == 0) {
            return null;
        }
        Map.Entry<Place, Long> last = slotsByPlace.floorEntry(Place.of(number, start + size - 1));
        if (last != null && last.getValue() == number) {
            last = slotsByPlace.lowerEntry(last.getKey());
        }
        boolean same = last != null && last.getKey().space() == number >>> SPACE_SHIFT;
        Slot slot = same ? slots.get(last.getValue()) : null;
        return slot != null && slot.overlaps(start, size) ? last.getValue() : null;
    }

    /** A count that grows with each change, so that changes can be detected later. */
    public int version() {
        return version.get();
    }

    /** The argument of KVM_CREATE_VM. */
    public long type() {
        return type;
    }

    /** The memslots by their numbers, the address space in bits 16 to 31. */
    public Map<Long, Slot> slots() {
        return slots;
    }

    /** The ids of its vCPUs. */
    public Set<Long> vcpus() {
        return vcpus.keySet();
    }

    /** Whether one of its vCPUs has run. */
    public boolean hasRun() {
        return vcpus.values().stream().anyMatch(CreatedVcpu::hasRun);
    }

    /**
     * The vCPU or device of one of its descriptors; null for the VM's own and for an unknown descriptor.
     *
     * @param fd any descriptor
     */
    public VmMember part(int fd) {
        return parts.get(fd);
    }

    /**
     * The open descriptor of a vCPU; empty if there is no such vCPU.
     *
     * @param id the vCPU's id
     */
    public OptionalInt vcpuDescriptor(long id) {
        return parts.entrySet().stream()
                .filter(part -> part.getValue() instanceof CreatedVcpu vcpu && vcpu.id() == id)
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }

    /** The types of devices that KVM_CREATE_DEVICE created. */
    public Set<Long> devices() {
        return devices.stream().map(CreatedDevice::type).collect(Collectors.toUnmodifiableSet());
    }

    /** The types of the devices with an open descriptor, by their descriptors. */
    public NavigableMap<Integer, Long> openDevices() {
        NavigableMap<Integer, Long> open = new TreeMap<>();
        parts.forEach((fd, part) -> {
            if (part instanceof CreatedDevice device) {
                open.put(fd, device.type());
            }
        });
        return open;
    }

    /**
     * The number of successful calls on the VM, its vCPUs and its devices, by the call's name; KVM_RUN is not counted.
     */
    public Map<String, Integer> taken() {
        return Map.copyOf(taken);
    }

    /** The interrupt controller of an ARM guest, whichever call created it; null if it has none. */
    public CreatedDevice vgic() {
        return vgic;
    }

    /** Whether KVM_CREATE_IRQCHIP has succeeded. */
    public boolean hasIrqchip() {
        return irqchip;
    }

    /** Whether KVM_CAP_SPLIT_IRQCHIP was enabled. */
    public boolean hasSplitIrqchip() {
        return splitIrqchip;
    }

    /** Whether KVM_IRQ_LINE has succeeded. */
    public boolean hasRaisedLine() {
        return hasRaisedLine;
    }

    /** Whether dirty pages are in rings and in no bitmap of a slot. */
    public boolean hasOnlyDirtyRings() {
        return dirtyRing != 0 && !dirtyBitmap;
    }

    /** Whether all vCPUs of a powerpc guest have KVM_CAP_PPC_PAPR, of their platform. */
    public boolean hasPapr() {
        return papr;
    }

    /** The threads of a virtual core that KVM_CAP_PPC_SMT has set; 1 if it has not. */
    public long threads() {
        return threads;
    }

    /** The limit that KVM_CAP_MAX_VCPU_ID has set, which is above the ids of all vCPUs; 0 without one. */
    public long vcpuIdLimit() {
        return vcpuIdLimit;
    }

    /** The id that KVM_SET_BOOT_CPU_ID has set; 0 without one. */
    public long bootCpu() {
        return bootCpu;
    }

    /**
     * Whether one of its open DMA windows, of a powerpc guest, is on a logical bus.
     *
     * @param bus the number of the bus (LIOBN), 32 bits
     */
    public boolean hasWindow(long bus) {
        return windows.containsValue(bus);
    }

    /**
     * The bits of the first argument of all calls that enabled a capability on the VM; 0 without one.
     *
     * @param capability its number
     */
    public long enabled(long capability) {
        return enabled.getOrDefault(capability, 0L);
    }

    /** Bytes of each vCPU's ring of dirty pages; 0 without rings. */
    public long dirtyRing() {
        return dirtyRing;
    }

    /**
     * Whether there was ever a zone of coalesced writes: what was written there before it ended may still be in the
     * ring.
     */
    public boolean coalesces() {
        return coalesces;
    }

    /** Whether KVM_CREATE_PIT or KVM_CREATE_PIT2 has succeeded. */
    public boolean hasPit() {
        return pit;
    }
}
