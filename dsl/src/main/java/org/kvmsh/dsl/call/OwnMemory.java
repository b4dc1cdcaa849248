package org.kvmsh.dsl.call;

import java.util.List;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Pointer;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.trace.TracingKernel;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Prevents a call, or a guest, from writing to memory of the process that makes the call, kvmsh or its agent: the
 * kernel would allow it, as for any process. Unmapped or read-only memory is left to the kernel's refusal; memory that
 * kvmsh mapped for the script is the script's.
 */
final class OwnMemory {
    /** Nothing is mapped below it: Documentation/admin-guide/sysctl/vm.rst, mmap_min_addr. */
    private static final long LEAST = 0x10000;
    /** Larger sizes are refused: a slot has at most 2^31 - 1 pages (virt/kvm/kvm_main.c, KVM_MEM_MAX_NR_PAGES). */
    private static final long MOST = 0x1000L << 31;

    private static final String MAPS = "/proc/self/maps";
    /** The flag of a slot that its guest only reads. */
    private static final String READ_ONLY = "KVM_MEM_READONLY";

    private OwnMemory() {}

    /**
     * Checks where a call writes.
     *
     * @param call the call that gets the address
     * @param address from the script
     * @param size bytes that the kernel may write at the address
     * @throws ScriptError where these are the process's own
     */
    static void check(Kernel kernel, String call, long address, long size, Site site) {
        if (isOwn(kernel, address, size)) {
            throw new ScriptError(
                    site,
                    call + " would write " + size + " bytes at " + Bits64.hex(address)
                            + ", into the calling process's memory",
                    "pass a large enough buffer: def buffer = kvm.allocate " + size,
                    "or, to get EFAULT, pass an unmapped address: 0x1000");
        }
    }

    /**
     * Checks where the pointers of a struct lead.
     *
     * @param made the fields whose memory kvmsh allocated for the call
     * @throws ScriptError if the call, or the guest after it, would write into the process's own memory
     */
    static void checkPointers(Abi abi, Argument argument, Set<String> made, Site site) {
        for (Pointer pointer : abi.pointers(argument.struct())) {
            if (made.contains(pointer.field())) {
                continue;
            }
            String field = "struct " + argument.struct().name() + "." + pointer.field();
            long address = argument.get(pointer.field());
            if (pointer.isGuestMemory()) {
                checkGuest(abi, argument, field, address, pointer.bytes(argument::get, abi::constant), site);
            } else if (pointer.data().contains("out")) {
                check(
                        argument.kernel(),
                        field,
                        address,
                        Math.max(1, pointer.bytes(argument::get, abi::constant)),
                        site);
            }
        }
    }

    private static void checkGuest(Abi abi, Argument argument, String field, long address, long size, Site site) {
        boolean isReadOnly = argument.struct().has("flags") && (argument.get("flags") & abi.constant(READ_ONLY)) != 0;
        if (!isReadOnly && isOwn(argument.kernel(), address, size)) {
            throw new ScriptError(
                    site,
                    field + " would let the guest write " + size + " bytes at " + Bits64.hex(address)
                            + ", in the calling process's memory",
                    "pass memory that the script allocated: def ram = m.allocate " + size + ", and "
                            + field.substring(field.indexOf('.') + 1) + ": ram.address");
        }
    }

    /** Whether the process has memory in a range that can be written and was not mapped for a script. */
    private static boolean isOwn(Kernel kernel, long address, long size) {
        boolean isKernels = address < 0 || address < LEAST && address + size <= LEAST;
        if (size <= 0
                || isKernels
                || size >= MOST
                || !(kernel instanceof TracingKernel known)
                || known.isMemory(address, address + size)) {
            return false;
        }
        String maps = kernel.files().read(MAPS);
        return maps != null && maps.lines().anyMatch(line -> isOwn(known, line, address, address + size));
    }

    /** A line is {@code 7f0000000000-7f0000001000 rw-p ...}. */
    private static boolean isOwn(TracingKernel known, String line, long from, long to) {
        List<String> parts = List.of(line.split("[- ]", 4));
        if (parts.size() < 4 || !parts.get(2).contains("w")) {
            return false;
        }
        long start = Math.max(from, Long.parseUnsignedLong(parts.get(0), 16));
        long end = Math.min(to, Long.parseUnsignedLong(parts.get(1), 16));
        return start < end && !known.isMemory(start, end);
    }
}
