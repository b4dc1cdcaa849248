package org.kvmsh.bindings.kvm;

import java.util.BitSet;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.state.SetUpCalls;
import org.kvmsh.bindings.kvm.state.VmState;

/**
 * A virtual machine's file descriptor. Source: Documentation/virt/kvm/api.rst, "vm ioctl".
 *
 * <pre>{@code
 * try (Board board = new Boards(System.getenv()).open("kvm");
 *      Vm vm = board.kvm().createVm(0).get();
 *      Region memory = board.kernel().allocate(0x10000).region()) {
 *     vm.setUserMemoryRegion(0, 0, 0x10000, memory).get();
 *     IoctlResult<Integer> overlap = vm.setUserMemoryRegion(1, 0x8000, 0x8000, memory);
 *     System.out.println(overlap.errno() == Errno.EEXIST.number());            // prints: true
 *     try (Vcpu vcpu = vm.createVcpu(0, board.kvm().vcpuMmapSize().get()).get()) {
 *         System.out.println("KVM_CREATE_VCPU gave " + vcpu.kind().phrase());  // prints: KVM_CREATE_VCPU gave the vCPU
 *     }
 * }
 * }</pre>
 */
public final class Vm extends KvmFile {
    private VmState state;
    private final CoalescedWrites coalesced = new CoalescedWrites(this);
    private final ReentrantReadWriteLock place = new ReentrantReadWriteLock();
    /** Null until the VM has taken the place of another one. */
    private volatile CarriedDirtyPages dirty;
    /** The devices that somebody holds. */
    private final Set<Device> held = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    /** The descriptors by the numbers that a script got for them, where another VM has taken this one's place. */
    private final Map<Integer, Integer> numbers = new ConcurrentHashMap<>();

    /** @param type what KVM_CREATE_VM was given */
    Vm(Kernel kernel, int fd, long type, RuleComparison comparison) {
        super(kernel, FdKind.VM, fd, comparison);
        state = new VmState(type, new SetUpCalls());
    }

    /** The type that KVM_CREATE_VM was given. */
    public long type() {
        return state.type();
    }

    /** The memslots that it has now, by their numbers, the address space in bits 16 to 31. */
    public Map<Long, VmState.Slot> slots() {
        return Collections.unmodifiableMap(state.slots());
    }

    /**
     * The memslot of a guest physical address in the normal address space.
     *
     * @param physical the guest physical address
     * @return the memslot's number; null if no memslot has the address
     */
    public Long slotAt(long physical) {
        return state.slotAt(physical);
    }

    /**
     * The memslot of a guest physical address in one of the VM's address spaces.
     *
     * @param space 0 for the normal one, 1 for SMM's on x86
     * @param physical the guest physical address
     * @return the memslot's number, with the address space in bits 16 to 31; null if no memslot has the address
     */
    public Long slotAt(int space, long physical) {
        return state.slotAt(space, physical);
    }

    /** A count that grows with each call that changes the VM, such as its memslots. */
    public int version() {
        return state.version();
    }

    /** Bytes of each vCPU's ring of dirty pages; 0 where KVM_CAP_DIRTY_LOG_RING was not enabled. */
    public long dirtyRing() {
        return state.dirtyRing();
    }

    /** The guest's writes to the zones of KVM_REGISTER_COALESCED_MMIO. */
    public CoalescedWrites coalesced() {
        return coalesced;
    }

    @Override
    Lock place() {
        return place.readLock();
    }

    /**
     * Does something while no other thread calls an ioctl on this VM, its vCPUs or its devices; each KVM_RUN has ended.
     *
     * @param act may call them
     */
    public void alone(Runnable act) {
        place.writeLock().lock();
        try {
            act.run();
        } finally {
            place.writeLock().unlock();
        }
    }

    @Override
    VmState vm() {
        return state;
    }

    /**
     * KVM_SET_USER_MEMORY_REGION without flags.
     *
     * @param slot the memslot's number, below KVM_CAP_NR_MEMSLOTS
     * @param guest the guest physical address, a multiple of the page size
     * @param size bytes, a multiple of the page size
     * @param memory what the guest sees there, at least size bytes
     * @return as {@link #setUserMemoryRegion(int, long, long, long, long)}
     */
    public IoctlResult<Integer> setUserMemoryRegion(int slot, long guest, long size, Region memory) {
        return setUserMemoryRegion(slot, 0, guest, size, memory);
    }

    /**
     * KVM_SET_USER_MEMORY_REGION of memory that the board's kernel sees.
     *
     * @param slot the memslot's number, below KVM_CAP_NR_MEMSLOTS
     * @param flags KVM_MEM_READONLY and its like, 0 for none
     * @param guest the guest physical address, a multiple of the page size
     * @param size bytes, a multiple of the page size
     * @param memory what the guest sees there, at least size bytes
     * @return as {@link #setUserMemoryRegion(int, long, long, long, long)}
     */
    public IoctlResult<Integer> setUserMemoryRegion(int slot, long flags, long guest, long size, Region memory) {
        return setUserMemoryRegion(slot, flags, guest, size, memory.address());
    }

    /**
     * KVM_SET_USER_MEMORY_REGION (api.rst 4.35): creates, moves, changes or deletes a memslot.
     *
     * @param slot the memslot's number, below KVM_CAP_NR_MEMSLOTS, with the address space in bits 16 to 31
     * @param flags KVM_MEM_READONLY and its like, 0 for none
     * @param guest the guest physical address, a multiple of the page size
     * @param size bytes, a multiple of the page size; 0 deletes the memslot
     * @param address where the board's kernel sees the memory, a multiple of the page size
     * @return 0, or a refusal: EINVAL for an unaligned or invalid argument, EEXIST if another memslot has a part of the
     *     range, ENOMEM
     */
    public IoctlResult<Integer> setUserMemoryRegion(int slot, long flags, long guest, long size, long address) {
        try (Argument argument = Argument.of(kernel(), "kvm_userspace_memory_region")) {
            argument.set("slot", slot)
                    .set("flags", flags)
                    .set("guest_phys_addr", guest)
                    .set("memory_size", size)
                    .set("userspace_addr", address);
            return ioctl("KVM_SET_USER_MEMORY_REGION", argument);
        }
    }

    /**
     * KVM_CREATE_GUEST_MEMFD (api.rst 4.142): memory that is the guest's own.
     *
     * @param size bytes, a multiple of the page size
     * @param flags GUEST_MEMFD_FLAG_*, 0 for none
     * @return a descriptor, or a refusal: EINVAL for an invalid size or flag, ENOTTY if the kernel does not have the
     *     ioctl, EMFILE
     */
    public IoctlResult<Integer> createGuestMemfd(long size, long flags) {
        try (Argument argument = Argument.of(kernel(), "kvm_create_guest_memfd")) {
            return ioctl("KVM_CREATE_GUEST_MEMFD", argument.set("size", size).set("flags", flags));
        }
    }

    /**
     * KVM_SET_USER_MEMORY_REGION2 (api.rst 4.140): maps guest memory with a guest_memfd, from its offset 0.
     *
     * @param slot the memslot's number, below KVM_CAP_NR_MEMSLOTS
     * @param guest the guest physical address, a multiple of the page size
     * @param size bytes, a multiple of the page size
     * @param memory what the guest sees while its memory is not private
     * @param memfd from {@link #createGuestMemfd}
     * @return 0, or a refusal: those of KVM_SET_USER_MEMORY_REGION, and EBADF or EINVAL for a descriptor that is no
     *     guest_memfd of this VM
     */
    public IoctlResult<Integer> setUserMemoryRegion2(int slot, long guest, long size, Region memory, int memfd) {
        try (Argument argument = Argument.of(kernel(), "kvm_userspace_memory_region2")) {
            argument.set("slot", slot)
                    .set("flags", kernel().abi().constant("KVM_MEM_GUEST_MEMFD"))
                    .set("guest_phys_addr", guest)
                    .set("memory_size", size)
                    .set("userspace_addr", memory.address())
                    .set("guest_memfd", memfd);
            return ioctl("KVM_SET_USER_MEMORY_REGION2", argument);
        }
    }

    /** The types of its devices with an open descriptor, by their descriptors. */
    public NavigableMap<Integer, Long> devices() {
        return state.openDevices();
    }

    /**
     * The number of successful calls on the VM, its vCPUs and its devices, by the call's name; KVM_RUN is not counted.
     */
    public Map<String, Integer> taken() {
        return state.taken();
    }

    /** The calls that created its parts and set them up. */
    public SetUpCalls setUp() {
        return state.setUp();
    }

    /** Whether KVM_CREATE_IRQCHIP has succeeded. */
    public boolean hasIrqchip() {
        return state.hasIrqchip();
    }

    /** Whether KVM_CAP_SPLIT_IRQCHIP is enabled: the local APICs are in the kernel, and nothing else. */
    public boolean hasSplitIrqchip() {
        return state.hasSplitIrqchip();
    }

    /** Whether KVM_CREATE_PIT or KVM_CREATE_PIT2 has succeeded. */
    public boolean hasPit() {
        return state.hasPit();
    }

    /**
     * A device of this VM.
     *
     * @param fd the descriptor that KVM_CREATE_DEVICE put into its struct; closing the device closes it
     */
    public Device device(int fd) {
        Device device = new Device(this, numbers.getOrDefault(fd, fd));
        held.add(device);
        return device;
    }

    /** Reads the dirty logs, so that the next KVM_GET_DIRTY_LOG of each returns what is in them now. */
    void carryDirtyPages() {
        if (state.hasOnlyDirtyRings()) {
            return;
        } else if (dirty == null) {
            dirty = new CarriedDirtyPages();
        }
        long logs = kernel().abi().constant("KVM_MEM_LOG_DIRTY_PAGES");
        boolean isManual = setUp().isManualLog(kernel().abi());
        state.slots().forEach((number, slot) -> {
            if ((slot.flags() & logs) != 0) {
                dirty.add(number, dirtyLog(number, slot.size()), isManual);
            }
        });
    }

    /**
     * KVM_GET_DIRTY_LOG.
     *
     * @param slot with KVM_MEM_LOG_DIRTY_PAGES
     * @param size of its memory, in bytes
     * @return the pages that were written, counted from the slot's first
     * @throws KvmException if the kernel refuses the call
     */
    public BitSet dirtyLog(long slot, long size) {
        long words = (size / kernel().pageSize() + Long.SIZE - 1) / Long.SIZE;
        try (Argument bitmap = Argument.of(kernel(), Struct.scalar("u64"), (words - 1) * Long.BYTES);
                Argument log = Argument.of(kernel(), "kvm_dirty_log")) {
            log.set("slot", slot).set("dirty_bitmap", bitmap.region().address());
            ioctl("KVM_GET_DIRTY_LOG", log, bitmap.region()).get();
            BitSet pages = new BitSet();
            for (int word = 0; word < words; word++) {
                for (long bits = bitmap.region().getLong((long) word * Long.BYTES); bits != 0; bits &= bits - 1) {
                    pages.set(word * Long.SIZE + Long.numberOfTrailingZeros(bits));
                }
            }
            return pages;
        }
    }

    @Override
    public IoctlResult<Integer> ioctl(String name, Argument argument, Region... reached) {
        IoctlResult<Integer> result = super.ioctl(name, argument, reached);
        if (result.ok() && dirty != null && !dirty.isEmpty()) {
            dirty.called(name, argument, reached);
        }
        return result;
    }

    /**
     * Takes the place of another VM.
     *
     * @param replaced the descriptors of its parts by the former ones
     * @param known whether a former number stays a name for its part, because somebody else has it and closes it
     */
    void exchange(Vm other, Map<Integer, Integer> replaced, IntPredicate known) {
        super.exchange(other);
        VmState mine = state;
        state = other.state;
        other.state = mine;
        state.follows(mine);
        synchronized (held) {
            held.stream()
                    .filter(device -> replaced.containsKey(device.fd()))
                    .forEach(device -> device.replacedBy(replaced.get(device.fd())));
        }
        numbers.replaceAll((number, fd) -> replaced.getOrDefault(fd, fd));
        numbers.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
        replaced.forEach((former, now) -> {
            if (known.test(former) && !numbers.containsValue(now)) {
                numbers.put(former, now);
            }
        });
    }

    /** Somebody else closes the descriptor of a vCPU. */
    void owns(Vcpu vcpu) {
        numbers.values().remove(vcpu.fd());
    }

    /** Whether a former number is the name of a part: somebody else has it and closes it. */
    boolean isKnown(int former) {
        return numbers.containsKey(former);
    }

    @Override
    public void close() {
        if (!isClosed()) {
            numbers.values().forEach(kernel()::close);
        }
        super.close();
    }

    /**
     * KVM_CREATE_VCPU (api.rst 4.7), and mmap(2) of its kvm_run.
     *
     * @param id the vCPU's id, below KVM_CAP_MAX_VCPU_ID
     * @param mmapSize bytes, from {@link Kvm#vcpuMmapSize}
     * @return the vCPU, or a refusal of either call: EEXIST if the VM has a vCPU with the id, EINVAL for an invalid id
     *     or too many vCPUs, ENOMEM
     */
    public IoctlResult<Vcpu> createVcpu(int id, int mmapSize) {
        IoctlResult<Integer> fd = ioctl("KVM_CREATE_VCPU", id);
        return fd.ok() ? Vcpu.map(this, fd.get(), true, mmapSize) : fd.map(none -> null);
    }

    /**
     * The descriptor of a vCPU from KVM_CREATE_VCPU; empty if there is no such vCPU.
     *
     * @param id the vCPU's id
     */
    public OptionalInt vcpuDescriptor(int id) {
        return state.vcpuDescriptor(id);
    }

    /**
     * A vCPU whose KVM_CREATE_VCPU was called by its name: its kvm_run is mapped here, and its descriptor stays the
     * caller's to close.
     *
     * @param fd from {@link #vcpuDescriptor}
     * @param mmapSize bytes, from {@link Kvm#vcpuMmapSize}
     * @return the vCPU, or a refusal of mmap(2): EINVAL for an invalid size, ENOMEM
     */
    public IoctlResult<Vcpu> mapVcpu(int fd, int mmapSize) {
        return Vcpu.map(this, fd, false, mmapSize);
    }
}
