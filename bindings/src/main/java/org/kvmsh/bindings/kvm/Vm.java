package org.kvmsh.bindings.kvm;

import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Region;

/** A virtual machine's file descriptor. Source: Documentation/virt/kvm/api.rst, "vm ioctl". */
public final class Vm extends KvmFile {
    Vm(Kernel kernel, int fd) {
        super(kernel, FdKind.VM, fd);
    }

    /**
     * KVM_SET_USER_MEMORY_REGION: gives the guest memory.
     *
     * @param slot  the memslot's number, below KVM_CAP_NR_MEMSLOTS
     * @param flags KVM_MEM_READONLY and its like
     * @param guest the guest physical address, a multiple of the page size
     * @param size  bytes, a multiple of the page size
     */
    public Answer<Integer> setUserMemoryRegion(int slot, long flags, long guest, long size, Region memory) {
        try (Argument argument = Argument.of(kernel(), "kvm_userspace_memory_region")) {
            argument.set("slot", slot).set("flags", flags).set("guest_phys_addr", guest).set("memory_size", size).set("userspace_addr", memory.address());
            return ioctl("KVM_SET_USER_MEMORY_REGION", argument);
        }
    }

    /**
     * KVM_CREATE_GUEST_MEMFD, and KVM_SET_USER_MEMORY_REGION2 of it: memory that is the guest's own once it is private (api.rst 4.140, 4.142).
     *
     * @param memory what the guest sees where its memory is not private
     * @return the descriptor of the guest's own memory
     */
    public Answer<Integer> setGuestMemory(int slot, long guest, long size, Region memory) {
        try (Argument asked = Argument.of(kernel(), "kvm_create_guest_memfd"); Argument argument = Argument.of(kernel(), "kvm_userspace_memory_region2")) {
            Answer<Integer> fd = ioctl("KVM_CREATE_GUEST_MEMFD", asked.set("size", size));
            if (!fd.ok()) {
                return fd;
            }
            argument.set("slot", slot).set("flags", kernel().abi().constant("KVM_MEM_GUEST_MEMFD")).set("guest_phys_addr", guest).set("memory_size", size)
                    .set("userspace_addr", memory.address()).set("guest_memfd", fd.get());
            Answer<Integer> set = ioctl("KVM_SET_USER_MEMORY_REGION2", argument);
            if (!set.ok()) {
                kernel().close(fd.get());
            }
            return set.map(none -> fd.get());
        }
    }

    /**
     * KVM_CREATE_VCPU, and the mapping of its kvm_run.
     *
     * @param id       below KVM_CAP_MAX_VCPU_ID
     * @param mmapSize what KVM_GET_VCPU_MMAP_SIZE answered
     */
    public Answer<Vcpu> createVcpu(int id, int mmapSize) {
        Answer<Integer> fd = ioctl("KVM_CREATE_VCPU", id);
        return fd.ok() ? Vcpu.map(kernel(), fd.get(), mmapSize) : fd.map(none -> null);
    }
}
