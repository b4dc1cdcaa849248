package org.kvmsh.bindings.model.x86;

import org.kvmsh.bindings.model.Memslots;

/**
 * A vCPU's view of memory: segments, pages, memory slots, and user space behind all other addresses (api.rst 5,
 * KVM_EXIT_MMIO).
 */
final class X86Memory {
    private static final long IN_PAGE = 0xfff;

    private final X86State state;
    private final Memslots memory;
    private final X86Paging paging;
    private final X86Outside outside;
    private final X86Debug debug;

    X86Memory(X86State state, Memslots memory, X86Outside outside, X86Debug debug) {
        this.debug = debug;
        this.state = state;
        this.memory = memory;
        this.paging = new X86Paging(state, memory);
        this.outside = outside;
    }

    X86Paging paging() {
        return paging;
    }

    long load(int segment, long offset, int bytes) {
        long linear = linear(segment, offset, bytes, false, false);
        debug.accesses(linear, bytes, false);
        return loadLinear(linear, bytes);
    }

    void store(int segment, long offset, int bytes, long value) {
        long linear = linear(segment, offset, bytes, true, false);
        debug.accesses(linear, bytes, true);
        storeLinear(linear, bytes, value);
    }

    /** Bytes of the instruction that is under way; code is never with user space. */
    long fetch(long offset, int bytes) {
        long linear = linear(X86Segment.CS, offset, bytes, false, true);
        if (!crosses(linear, bytes)) {
            return fetchPhysical(paging.physical(linear, false, true), bytes);
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= fetchPhysical(paging.physical(next(linear, i), false, true), 1) << i * Byte.SIZE;
        }
        return value;
    }

    /** Up to this many bytes of code within one page of memory: what an emulator has read when it fails. */
    byte[] code(long offset, int most) {
        try {
            long linear = linear(X86Segment.CS, offset, 1, false, true);
            byte[] code = new byte[(int) Math.min(most, IN_PAGE + 1 - (linear & IN_PAGE))];
            for (int i = 0; i < code.length; i++) {
                code[i] = (byte) fetch(offset + i, 1);
            }
            return code;
        } catch (X86Fault | X86Unknown e) {
            return new byte[0];
        }
    }

    private long fetchPhysical(long address, int bytes) {
        if (!memory.has(address, bytes)) {
            throw new X86Unknown();
        }
        return memory.get(address, bytes);
    }

    /**
     * SDM volume 1, "Address Calculations in 64-Bit Mode": there all segments but FS and GS begin at 0 and have no
     * limit; an address whose upper bits are not all alike is refused.
     */
    private long linear(int segment, long offset, int bytes, boolean write, boolean fetch) {
        X86Segment descriptor = state.segments[segment];
        if (state.is64()) {
            long linear = segment < X86Segment.FS ? offset : descriptor.base + offset;
            if (!isCanonical(linear) || !isCanonical(linear + bytes - 1)) {
                throw refused(segment);
            }
            return linear;
        }
        if (!descriptor.allows(offset, bytes, write, fetch, !state.isProtected())) {
            throw refused(segment);
        }
        return descriptor.base + offset & 0xffffffffL;
    }

    private static X86Fault refused(int segment) {
        return segment == X86Segment.SS ? X86Fault.withError(X86Fault.STACK, 0) : X86Fault.generalProtection();
    }

    /** SDM volume 1, "Canonical Addressing", with 48 bits. */
    static boolean isCanonical(long address) {
        return address << 16 >> 16 == address;
    }

    /** The next bytes of a linear address, which has 32 bits outside of 64-bit mode. */
    private long next(long linear, int i) {
        return state.is64() ? linear + i : linear + i & 0xffffffffL;
    }

    private static boolean crosses(long linear, int bytes) {
        return (linear & IN_PAGE) + bytes > IN_PAGE + 1;
    }

    /** Loads from a linear address; also for what the processor reads itself, such as descriptor tables. */
    long loadLinear(long linear, int bytes) {
        if (!crosses(linear, bytes)) {
            return loadPhysical(paging.physical(linear, false, false), bytes);
        }
        int first = (int) (IN_PAGE + 1 - (linear & IN_PAGE));
        long low = loadPhysical(paging.physical(linear, false, false), first);
        return low
                | loadPhysical(paging.physical(next(linear, first), false, false), bytes - first) << first * Byte.SIZE;
    }

    private long loadPhysical(long address, int bytes) {
        if (memory.has(address, bytes)) {
            return get(address, bytes);
        }
        debug.emulates();
        return outside.read(new X86Access(X86Access.Kind.MMIO_READ, address, bytes, 1, 0));
    }

    void storeLinear(long linear, int bytes, long value) {
        if (!crosses(linear, bytes)) {
            storePhysical(paging.physical(linear, true, false), bytes, value);
            return;
        }
        int first = (int) (IN_PAGE + 1 - (linear & IN_PAGE));
        long address = paging.physical(linear, true, false);
        // Both pages must be writable before a byte of one is written.
        long second = paging.physical(next(linear, first), true, false);
        storePhysical(address, first, value);
        storePhysical(second, bytes - first, value >>> first * Byte.SIZE);
    }

    /** A write to read-only memory is user space's as well (api.rst 4.35, KVM_MEM_READONLY). */
    private void storePhysical(long address, int bytes, long value) {
        if (!memory.canWrite(address, bytes)) {
            debug.emulates();
            outside.write(new X86Access(X86Access.Kind.MMIO_WRITE, address, bytes, 1, value & X86Flags.mask(bytes)));
        } else if (Integer.bitCount(bytes) == 1) {
            memory.put(address, bytes, value);
        } else {
            for (int i = 0; i < bytes; i++) {
                memory.put(address + i, 1, value >>> i * Byte.SIZE);
            }
        }
    }

    /** Reads a part of a value, which may be three or five bytes where a page boundary splits it. */
    private long get(long address, int bytes) {
        if (Integer.bitCount(bytes) == 1) {
            return memory.get(address, bytes);
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= memory.get(address + i, 1) << i * Byte.SIZE;
        }
        return value;
    }
}
