package org.kvmsh.bindings.kvm;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Region;
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
    private final VmState state;
    private final CoalescedWrites coalesced = new CoalescedWrites(this);

    /** @param type what KVM_CREATE_VM was given */
    Vm(Kernel kernel, int fd, long type, RuleComparison comparison) {
        super(kernel, FdKind.VM, fd, comparison);
        state = new VmState(type);
    }

    /** What KVM_CREATE_VM was given. */
    public long type() {
        return state.type();
    }

    /** The memslots that it has now, by their numbers, the address space in bits 16 to 31. */
    public Map<Long, VmState.Slot> slots() {
        return Collections.unmodifiableMap(state.slots());
    }

    /** The number of the memslot for a normal address of the guest, or null. */
    public Long slotAt(long physical) {
        return state.slotAt(physical);
    }

    /** The same in an address space of the VM's: 0 is the normal one, 1 SMM's of x86. */
    public Long slotAt(int space, long physical) {
        return state.slotAt(space, physical);
    }

    /** Grows with each call that changes what it has, its memslots among that. */
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

    @Override VmState vm() {
        return state;
    }

    /** KVM_SET_USER_MEMORY_REGION without flags. */
    public IoctlResult<Integer> setUserMemoryRegion(int slot, long guest, long size, Region memory) {
        return setUserMemoryRegion(slot, 0, guest, size, memory);
    }

    /**
     * KVM_SET_USER_MEMORY_REGION: maps guest memory.
     *
     * @param slot  the memslot's number, below KVM_CAP_NR_MEMSLOTS
     * @param flags KVM_MEM_READONLY and its like
     * @param guest the guest physical address, a multiple of the page size
     * @param size  bytes, a multiple of the page size
     */
    public IoctlResult<Integer> setUserMemoryRegion(int slot, long flags, long guest, long size, Region memory) {
        return setUserMemoryRegion(slot, flags, guest, size, memory.address());
    }

    /** @param address where the board's kernel sees the memory */
    public IoctlResult<Integer> setUserMemoryRegion(int slot, long flags, long guest, long size, long address) {
        try (Argument argument = Argument.of(kernel(), "kvm_userspace_memory_region")) {
            argument.set("slot", slot).set("flags", flags).set("guest_phys_addr", guest).set("memory_size", size).set("userspace_addr", address);
            return ioctl("KVM_SET_USER_MEMORY_REGION", argument);
        }
    }

    /** KVM_CREATE_GUEST_MEMFD: a descriptor of memory that is the guest's own (api.rst 4.142). */
    public IoctlResult<Integer> createGuestMemfd(long size, long flags) {
        try (Argument argument = Argument.of(kernel(), "kvm_create_guest_memfd")) {
            return ioctl("KVM_CREATE_GUEST_MEMFD", argument.set("size", size).set("flags", flags));
        }
    }

    /**
     * KVM_SET_USER_MEMORY_REGION2: maps guest memory with a guest_memfd (api.rst 4.140).
     *
     * @param memory what the guest sees while its memory is not private
     * @param memfd  from {@link #createGuestMemfd}
     */
    public IoctlResult<Integer> setUserMemoryRegion2(int slot, long guest, long size, Region memory, int memfd) {
        try (Argument argument = Argument.of(kernel(), "kvm_userspace_memory_region2")) {
            argument.set("slot", slot).set("flags", kernel().abi().constant("KVM_MEM_GUEST_MEMFD")).set("guest_phys_addr", guest).set("memory_size", size)
                    .set("userspace_addr", memory.address()).set("guest_memfd", memfd);
            return ioctl("KVM_SET_USER_MEMORY_REGION2", argument);
        }
    }

    /** The types of its devices with an open descriptor, by their descriptors. */
    public NavigableMap<Integer, Long> devices() {
        return state.openDevices();
    }

    /** How often the kernel took a call on the VM, its vCPUs and its devices, by the call's name; KVM_RUN is not counted. */
    public Map<String, Integer> taken() {
        return state.taken();
    }

    /** Whether KVM_CREATE_IRQCHIP has succeeded. */
    public boolean hasIrqchip() {
        return state.hasIrqchip();
    }

    /** Whether KVM_CREATE_PIT2 has succeeded. */
    public boolean hasPit() {
        return state.hasPit();
    }

    /** A device of this VM by its descriptor from KVM_CREATE_DEVICE. */
    public Device device(int fd) {
        return new Device(this, fd);
    }

    /**
     * KVM_CREATE_VCPU, and the mapping of its kvm_run.
     *
     * @param id       below KVM_CAP_MAX_VCPU_ID
     * @param mmapSize what KVM_GET_VCPU_MMAP_SIZE answered
     */
    public IoctlResult<Vcpu> createVcpu(int id, int mmapSize) {
        IoctlResult<Integer> fd = ioctl("KVM_CREATE_VCPU", id);
        return fd.ok() ? Vcpu.map(this, fd.get(), true, mmapSize) : fd.map(none -> null);
    }

    /** The descriptor of a vCPU from KVM_CREATE_VCPU; empty if there is no such vCPU. */
    public OptionalInt vcpuDescriptor(int id) {
        return state.vcpuDescriptor(id);
    }

    /**
     * A vCPU whose KVM_CREATE_VCPU was called by its name: its kvm_run is mapped here, and its descriptor stays the caller's to close.
     *
     * @param fd from {@link #vcpuDescriptor}
     */
    public IoctlResult<Vcpu> mapVcpu(int fd, int mmapSize) {
        return Vcpu.map(this, fd, false, mmapSize);
    }
}
