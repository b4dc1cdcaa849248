package org.kvmsh.dsl.plan.step;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.bindings.kvm.state.VmState;
import org.kvmsh.bindings.trace.TracingKernel;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** A VM's current memslots, including those created by a script's ioctls, and the memory of each. */
public final class MemorySlots {
    /** The number of memslots that an error names. */
    private static final int NEARBY = 4;
    /** Bits 16 to 31 of a slot's number are its address space: SMM's of x86, for one (api.rst 4.35). */
    static final int SPACE_SHIFT = 16;

    private final Vm vm;
    private final TracingKernel kernel;
    /** The guest's bytes under kvmsh's own instructions, by address, while these are in guest memory. */
    private final Map<Long, byte[]> beneath = new ConcurrentSkipListMap<>();

    private List<Slot> slots = List.of();
    private int version = -1;

    MemorySlots(Vm vm, TracingKernel kernel) {
        this.vm = vm;
        this.kernel = kernel;
    }

    /**
     * A memslot.
     *
     * @param address where the board's kernel sees its memory
     * @param flags KVM_MEM_READONLY and its like
     * @param region its memory; null if kvmsh did not allocate it
     */
    public record Slot(int number, long at, long size, long address, long flags, Region region) {
        /** The address space that it is of: 0 but for SMM's of x86. */
        public int space() {
            return number >>> SPACE_SHIFT;
        }

        private boolean isReachable() {
            return region != null && !region.isClosed();
        }

        @Override
        public String toString() {
            return Bits64.hex(at) + " to " + Bits64.hex(at + size - 1);
        }
    }

    /** By number, those of other address spaces last. */
    public synchronized List<Slot> all() {
        int now = vm.version();
        if (now != version) {
            slots = vm.slots().entrySet().stream()
                    .map(slot -> slot(slot.getKey(), slot.getValue()))
                    .sorted(Comparator.comparingInt(Slot::number))
                    .toList();
            version = now;
        }
        return slots;
    }

    private Slot slot(Long number, VmState.Slot slot) {
        return new Slot(
                number.intValue(),
                slot.start(),
                slot.size(),
                slot.address(),
                slot.flags(),
                kernel.memoryAt(slot.address(), slot.size()));
    }

    /** Whether a memslot has a flag of the headers. */
    public boolean has(Slot slot, String flag) {
        Abi abi = kernel.abi();
        return abi.hasConstant(flag) && (slot.flags() & abi.constant(flag)) != 0;
    }

    /** The memslot of an address in the guest's ordinary address space, or null. */
    public Slot at(long physical) {
        return at(0, physical);
    }

    private Slot at(int space, long physical) {
        Long number = vm.slotAt(space, physical);
        VmState.Slot slot = number == null ? null : vm.slots().get(number);
        return slot == null ? null : slot(number, slot);
    }

    /** The bytes at an address, at most LENGTH and to the end of the memslot; null if kvmsh cannot read. */
    public byte[] read(long physical, int length) {
        byte[] raw = raw(physical, length);
        return raw == null ? null : guests(physical, raw);
    }

    /** The same in an address space of the VM's; kvmsh's own instructions are in the ordinary one alone. */
    public byte[] read(int space, long physical, int length) {
        return space == 0 ? read(physical, length) : raw(space, physical, length);
    }

    /** Whether a memslot is of an address space other than the ordinary one. */
    public boolean hasOtherSpaces() {
        return all().stream().anyMatch(slot -> slot.space() != 0);
    }

    /** The same with the instructions of kvmsh's own. */
    private byte[] raw(long physical, int length) {
        return raw(0, physical, length);
    }

    private byte[] raw(int space, long physical, int length) {
        Slot slot = at(space, physical);
        return slot == null || !slot.isReachable()
                ? null
                : slot.region().bytes(physical - slot.at(), (int) Math.min(length, slot.at() + slot.size() - physical));
    }

    /** Bytes that were read, with the guest's own in place of kvmsh's instructions. */
    private byte[] guests(long physical, byte[] read) {
        beneath.forEach((at, own) -> forEachShared(at, own.length, physical, read.length, (i, j) -> read[j] = own[i]));
        return read;
    }

    private interface Shared {
        void take(int ofCovered, int ofOther);
    }

    private static void forEachShared(long at, int length, long otherAt, int otherLength, Shared shared) {
        for (int i = 0; i < length; i++) {
            long j = at + i - otherAt;
            if (j >= 0 && j < otherLength) {
                shared.take(i, (int) j);
            }
        }
    }

    /**
     * Puts an instruction of kvmsh's own, a breakpoint's, over the guest's: who reads guest memory gets the guest's
     * bytes, and what is written there is written beneath it.
     *
     * @return false if there is no memory for it
     */
    public synchronized boolean cover(long physical, byte[] instruction) {
        byte[] before = read(physical, instruction.length);
        if (before == null || before.length < instruction.length) {
            return false;
        }
        beneath.put(physical, before);
        writeRaw(physical, instruction);
        return true;
    }

    /** Restores the guest's own bytes. */
    public synchronized void uncover(long physical) {
        byte[] own = beneath.remove(physical);
        if (own != null && at(physical) != null) {
            writeRaw(physical, own);
        }
    }

    /** The addresses of the instructions of kvmsh's own that are in guest memory. */
    public Set<Long> covered() {
        return Set.copyOf(beneath.keySet());
    }

    /** A change to guest memory behind {@link #write}. */
    public interface Change {
        void make() throws IOException;
    }

    /**
     * Does something to guest memory behind {@link #write}: the instructions of kvmsh's own are out of it meanwhile.
     */
    public synchronized void uncoveredWhile(Change change) throws IOException {
        Map<Long, byte[]> instructions = new TreeMap<>();
        beneath.forEach((at, own) -> {
            byte[] instruction = raw(at, own.length);
            if (instruction != null && instruction.length == own.length) {
                instructions.put(at, instruction);
            }
        });
        instructions.keySet().forEach(this::uncover);
        try {
            change.make();
        } finally {
            instructions.forEach(this::cover);
        }
    }

    /**
     * The bytes in a range of addresses, which may be of several memslots.
     *
     * @throws ScriptError where a part of it is not guest memory
     */
    public byte[] bytes(long physical, int length) {
        List<Part> parts = parts(0, physical, length);
        if (parts.size() == 1) {
            return guests(physical, parts.get(0).region().bytes(parts.get(0).offset(), length));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
        parts.forEach(part -> bytes.writeBytes(part.region().bytes(part.offset(), (int) part.length())));
        return guests(physical, bytes.toByteArray());
    }

    /**
     * Writes guest memory, in one memslot or several; also a read-only one, which is read-only only for the guest.
     *
     * @throws ScriptError if a part of it is not guest memory; then nothing is written
     */
    public void write(long physical, byte[] bytes) {
        if (beneath.isEmpty()) {
            writeRaw(physical, bytes);
        } else {
            writeBeneath(physical, bytes.clone());
        }
    }

    /** The same in an address space of the VM's. */
    public void write(int space, long physical, byte[] bytes) {
        if (space == 0) {
            write(physical, bytes);
        } else {
            writeRaw(space, physical, bytes);
        }
    }

    private synchronized void writeBeneath(long physical, byte[] bytes) {
        holding(physical, bytes.length);
        beneath.forEach((at, own) -> {
            byte[] instruction = raw(at, own.length);
            forEachShared(at, own.length, physical, bytes.length, (i, j) -> {
                own[i] = bytes[j];
                bytes[j] = instruction[i];
            });
        });
        writeRaw(physical, bytes);
    }

    private void writeRaw(long physical, byte[] bytes) {
        writeRaw(0, physical, bytes);
    }

    private void writeRaw(int space, long physical, byte[] bytes) {
        List<Part> parts = parts(space, physical, bytes.length);
        for (Part part : parts) {
            int from = (int) part.done();
            part.region()
                    .write(
                            part.offset(),
                            parts.size() == 1 ? bytes : Arrays.copyOfRange(bytes, from, from + (int) part.length()));
        }
    }

    /**
     * A part of a range of addresses within one memslot.
     *
     * @param offset where it begins in the memslot's memory
     * @param done bytes of the range before it
     */
    public record Part(Region region, long offset, long done, long length) {}

    /**
     * The parts of a range of addresses, which may be of several memslots, from its first on.
     *
     * @param space the address space of the VM
     * @throws ScriptError where a part of it is not guest memory
     */
    List<Part> parts(int space, long physical, long length) {
        List<Part> parts = new ArrayList<>();
        long done = 0;
        for (Slot slot : holding(space, physical, length)) {
            long offset = physical + done - slot.at();
            long inside = Math.min(length - done, slot.size() - offset);
            parts.add(new Part(slot.region(), offset, done, inside));
            done += inside;
        }
        return parts;
    }

    /** The memslots that hold a range of addresses, from its first on. */
    public List<Slot> holding(long physical, long length) {
        return holding(0, physical, length);
    }

    /** The same in an address space of the VM's. */
    public List<Slot> holding(int space, long physical, long length) {
        List<Slot> of = new ArrayList<>();
        for (long done = 0; done < length; ) {
            long next = physical + done;
            Slot slot = at(space, next);
            if (slot == null) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        "no guest memory at " + Bits64.hex(next) + (space == 0 ? "" : " in address space " + space)
                                + (done == 0
                                        ? ""
                                        : ", needed for " + Bits64.hex(length) + " bytes at " + Bits64.hex(physical)),
                        "guest memory: " + nearby(space, next));
            }
            if (!slot.isReachable()) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        "memslot " + slot.number() + ", " + slot + ", is backed by board memory at "
                                + Bits64.hex(slot.address()) + "; kvmsh did not "
                                + "allocate that memory and cannot access it",
                        "back the memslot with kvmsh's memory when you create it, for example: def ram = m.allocate 64.KB; m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 1,"
                                + " guest_phys_addr: 0x100000, memory_size: 64.KB, userspace_addr: ram.address");
            }
            of.add(slot);
            done += slot.at() + slot.size() - next;
        }
        return of;
    }

    /** The memslots nearest to an address, in the order of their addresses. */
    private String nearby(int space, long physical) {
        List<Slot> ordinary =
                all().stream().filter(slot -> slot.space() == space).toList();
        if (ordinary.isEmpty()) {
            return "none";
        }
        String nearest = ordinary.stream()
                .sorted(Comparator.comparing((Slot slot) -> distance(slot, physical), Long::compareUnsigned))
                .limit(NEARBY)
                .sorted(Comparator.comparing(Slot::at, Long::compareUnsigned))
                .map(Slot::toString)
                .collect(Collectors.joining(", "));
        return nearest
                + (ordinary.size() > NEARBY ? " and " + (ordinary.size() - NEARBY) + " more memslots: see memmap" : "");
    }

    private static long distance(Slot slot, long physical) {
        return Long.compareUnsigned(physical, slot.at()) < 0
                ? slot.at() - physical
                : physical - (slot.at() + slot.size() - 1);
    }

    /** KVM_SET_USER_MEMORY_REGION of a memslot that exists, which may change its flags (api.rst 4.35). */
    public void logDirtyPages(Slot slot) {
        vm.setUserMemoryRegion(
                        slot.number(),
                        slot.flags() | kernel.abi().constant("KVM_MEM_LOG_DIRTY_PAGES"),
                        slot.at(),
                        slot.size(),
                        slot.address())
                .get();
    }
}
