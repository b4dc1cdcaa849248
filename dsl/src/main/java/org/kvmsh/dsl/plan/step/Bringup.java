package org.kvmsh.dsl.plan.step;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Device;
import org.kvmsh.bindings.kvm.Kvm;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Refusal;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.dsl.config.Image;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.device.PhysicalMemory;
import org.kvmsh.dsl.register.WrittenRegisters;

/** The objects that a plan's steps have created so far; closing it removes everything. */
public final class Bringup implements PhysicalMemory, AutoCloseable {
    private final Board board;
    private final List<AutoCloseable> made = Collections.synchronizedList(new ArrayList<>());
    private final List<AutoCloseable> regions = Collections.synchronizedList(new ArrayList<>());
    private final List<MemoryConfig> memory = Collections.synchronizedList(new ArrayList<>());
    private final Map<Integer, Vcpu> vcpus = new ConcurrentSkipListMap<>();
    private final Map<Integer, WrittenRegisters> written = new ConcurrentHashMap<>();
    private final Map<String, Device> devices = new ConcurrentHashMap<>();
    private Vm vm;
    private MemorySlots slots;
    private int mmapSize;

    /** Nothing is created yet. */
    public Bringup(Board board) {
        this.board = board;
    }

    /** The board's /dev/kvm. */
    public Kvm kvm() {
        return board.kvm();
    }

    /** The board's kernel. */
    public Kernel kernel() {
        return board.kernel();
    }

    /** The machine's VM. */
    public Vm vm() {
        return vm;
    }

    /** The machine's vCPUs by id. */
    public Map<Integer, Vcpu> vcpus() {
        return Collections.unmodifiableMap(vcpus);
    }

    /** KVM_CREATE_VM created the machine's VM. */
    public void made(Vm created) {
        vm = created;
        slots = new MemorySlots(created, board.kernel());
        made.add(created);
    }

    /** KVM_CREATE_VCPU created a vCPU of the machine. */
    public void made(int id, Vcpu created) {
        vcpus.put(id, created);
        made.add(created);
    }

    /**
     * Takes a vCPU whose KVM_CREATE_VCPU a script called by its name: maps its kvm_run; false if the VM has no such
     * vCPU.
     */
    public boolean adopt(int id) {
        OptionalInt fd = vm.vcpuDescriptor(id);
        fd.ifPresent(created -> made(id, vm.mapVcpu(created, mmapSize()).get()));
        return fd.isPresent();
    }

    /** The values that a vCPU's registers were set to. */
    public WrittenRegisters written(int id) {
        return written.computeIfAbsent(id, WrittenRegisters::new);
    }

    /** A descriptor that belongs to the VM. */
    public void madeDescriptor(int fd) {
        keep(() -> kernel().close(fd));
    }

    /**
     * KVM_CREATE_DEVICE.
     *
     * @param name what other steps of the plan call it
     */
    public void createDevice(String name, long type) {
        try (Argument argument = Argument.of(kernel(), "kvm_create_device")) {
            vm.ioctl("KVM_CREATE_DEVICE", argument.set("type", type)).get();
            Device device = vm.device((int) argument.get("fd"));
            devices.put(name, device);
            made.add(device);
        }
    }

    /** The device created by a step of the plan. */
    public Device device(String name) {
        return devices.get(name);
    }

    /** Whether no step of the plan created the device of a descriptor: a script did, who has its number. */
    public boolean isForeignDevice(int fd) {
        return devices.values().stream().noneMatch(device -> device.fd() == fd);
    }

    /** @param bytes the value's number of bytes in memory; 0 if the attribute has none */
    public void setDeviceAttribute(String name, long group, long attribute, long value, int bytes) {
        try (Argument argument = Argument.of(kernel(), "kvm_device_attr");
                Argument held = Argument.of(kernel(), Struct.scalar("u64"), 0)) {
            argument.set("group", group).set("attr", attribute);
            if (bytes > 0) {
                held.region().put(0, bytes, value);
                argument.set("addr", held.region().address());
            }
            device(name).ioctl("KVM_SET_DEVICE_ATTR", argument, held.region()).get();
        }
    }

    /** Something that is to be closed with the machine. */
    public void keep(AutoCloseable part) {
        made.add(part);
    }

    /** Memory in ordinary pages. */
    public Region allocate(long size) {
        return keep(kernel().allocate(size), size + " bytes of memory");
    }

    /** @param page bytes of a huge page */
    public Region allocate(long size, long page) {
        return keep(kernel().allocate(size, page), size + " bytes of memory in huge pages of " + page);
    }

    /** Memory that begins as a copy of a file. */
    public Region copyOf(MemoryConfig where) {
        try {
            return keep(
                    kernel().copyOf(Path.of(where.file()), where.size()),
                    where.size() + " bytes of memory for " + where.file());
        } catch (IOException e) {
            throw ScriptFile.unreadable(Path.of(where.file()), e, where.site());
        }
    }

    /** Maps a descriptor. */
    public Region map(int fd, long size) {
        return map(fd, size, 0);
    }

    /** Maps a descriptor from an offset on. */
    public Region map(int fd, long size, long offset) {
        return keep(kernel().map(fd, size, offset), "a mapping of " + size + " bytes");
    }

    private Region keep(Mapped mapped, String what) {
        if (mapped.region() == null) {
            throw new KvmException(Refusal.ofSystemCall(kernel().abi(), "mmap", "mmap of " + what, mapped.errno()));
        }
        regions.add(mapped.region());
        return mapped.region();
    }

    /** Maps memory for the guest, in the next free slot. */
    public void addMemory(MemoryConfig where, Region region) {
        long flags = (where.readonly() ? kernel().abi().constant("KVM_MEM_READONLY") : 0)
                | (where.log() ? kernel().abi().constant("KVM_MEM_LOG_DIRTY_PAGES") : 0);
        vm.setUserMemoryRegion(freeSlot(where.space()), flags, where.at(), where.size(), region)
                .get();
        memory.add(where);
    }

    /** A number without a memslot: a script may have used the next one in an ioctl. */
    private int freeSlot(int space) {
        long number = (long) space << MemorySlots.SPACE_SHIFT;
        synchronized (memory) {
            for (MemoryConfig each : memory) {
                number += each.space() == space ? 1 : 0;
            }
        }
        while (vm.slots().containsKey(number)) {
            number++;
        }
        return (int) number;
    }

    /**
     * @param flags of KVM_CREATE_GUEST_MEMFD; 0 if kvmsh cannot map the result, and other memory is used while the
     *     guest's is not private
     */
    public void addGuestMemfd(MemoryConfig where, long flags) {
        int memfd = vm.createGuestMemfd(where.size(), flags).get();
        madeDescriptor(memfd);
        Region region = flags == 0 ? allocate(where.size()) : map(memfd, where.size());
        vm.setUserMemoryRegion2(freeSlot(where.space()), where.at(), where.size(), region, memfd)
                .get();
        memory.add(where);
    }

    /** Changes a memslot's guest physical address. */
    public void moveMemory(MemorySlots.Slot slot, long to) {
        vm.setUserMemoryRegion(slot.number(), slot.flags(), to, slot.size(), slot.address())
                .get();
    }

    /** Deletes a memslot, and frees its memory unless another one uses it. */
    public void removeMemory(MemorySlots.Slot slot) {
        vm.setUserMemoryRegion(slot.number(), slot.flags(), slot.at(), 0, slot.address())
                .get();
        boolean used = slots.all().stream().anyMatch(other -> other.region() == slot.region());
        if (slot.region() != null && !used && regions.remove(slot.region())) {
            slot.region().close();
        }
    }

    /** The VM's memslots as they are now. */
    public MemorySlots slots() {
        return slots;
    }

    /** The size of the slot of an address; 0 outside of slots. */
    public long sizeAt(long at) {
        MemorySlots.Slot slot = slots.at(at);
        return slot == null ? 0 : slot.size();
    }

    @Override
    public void write(long at, byte[] bytes) {
        slots.write(at, bytes);
    }

    /** Writes memory in an address space of the VM. */
    public void write(int space, long at, byte[] bytes) {
        slots.write(space, at, bytes);
    }

    /** Fills guest memory from a file; memory that was no file's is 0 if the file's bytes end. */
    public void load(int space, long at, Image.FilePart part) throws IOException {
        boolean ofFile;
        synchronized (memory) {
            ofFile = memory.stream()
                    .anyMatch(where ->
                            where.file() != null && where.space() == space && at >= where.at() && at < where.end());
        }
        load(space, at, part, ofFile);
    }

    /** @param zeroed whether the part beyond the file's bytes is written too, since it may not be 0 */
    public void load(int space, long at, Image.FilePart part, boolean zeroed) throws IOException {
        if (slots.covered().isEmpty()) {
            loadFile(space, at, part, zeroed);
        } else {
            slots.uncoveredWhile(() -> loadFile(space, at, part, zeroed));
        }
    }

    private void loadFile(int space, long at, Image.FilePart part, boolean zeroed) throws IOException {
        slots.holding(space, at, part.length());
        try (FileChannel file = FileChannel.open(Path.of(part.file()), StandardOpenOption.READ)) {
            for (MemorySlots.Part of : slots.parts(space, at, part.bytes())) {
                of.region().load(of.offset(), file, part.offset() + of.done(), of.length());
            }
        }
        for (long done = part.bytes(); zeroed && done < part.length(); done += Region.PIECE) {
            slots.write(space, at + done, new byte[(int) Math.min(Region.PIECE, part.length() - done)]);
        }
    }

    @Override
    public byte[] read(long at, int length) {
        return slots.read(at, length);
    }

    /** KVM_GET_MSR_INDEX_LIST (api.rst 4.3); empty if the board does not support it. */
    public List<Long> msrIndices() {
        try (Argument none = Argument.of(kernel(), "kvm_msr_list")) {
            if (kvm().ioctl("KVM_GET_MSR_INDEX_LIST", none).errno() != Errno.E2BIG.number()) {
                return List.of();
            }
            long count = none.get("nmsrs");
            try (Argument list = Argument.of(kernel(), kernel().abi().struct("kvm_msr_list"), count * Integer.BYTES)
                    .set("nmsrs", count)) {
                kvm().ioctl("KVM_GET_MSR_INDEX_LIST", list).get();
                return LongStream.range(0, count)
                        .mapToObj(i -> list.get("indices[" + i + "]"))
                        .toList();
            }
        }
    }

    /** KVM_CHECK_EXTENSION. */
    public int capability(String name) {
        return kvm().capability(name);
    }

    /** The facts of the board that rules use. */
    public Facts facts() {
        return new Facts() {
            @Override
            public int capability(String name) {
                return Bringup.this.capability(name);
            }

            @Override
            public int pageSize() {
                return kernel().pageSize();
            }

            @Override
            public String release() {
                return kernel().release();
            }
        };
    }

    /** KVM_GET_VCPU_MMAP_SIZE, asked once. */
    public int mmapSize() {
        if (mmapSize == 0) {
            mmapSize = kvm().vcpuMmapSize().get();
        }
        return mmapSize;
    }

    /**
     * Closes in the reverse order of creation: vCPUs before their VM; the VM before its memory, which would otherwise
     * have to be unmapped.
     */
    @Override
    public void close() {
        close(made);
        close(regions);
    }

    private static void close(List<AutoCloseable> parts) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            try {
                parts.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException("closing the machine failed", e);
            }
        }
        parts.clear();
    }
}
