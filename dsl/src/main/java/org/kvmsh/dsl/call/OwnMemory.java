package org.kvmsh.dsl.call;

import java.util.List;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.trace.TracingKernel;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Keeps a call from writing where the process that makes it, kvmsh or its agent, has memory of its own: the kernel would do so, as it may for
 * any process. What is mapped nowhere, or not to be written, is the kernel's to refuse.
 */
final class OwnMemory {
    /** Nothing is mapped below it: Documentation/admin-guide/sysctl/vm.rst, mmap_min_addr. */
    private static final long LEAST = 0x10000;
    /** Nothing larger is taken: a slot has at most 2^31 - 1 pages (virt/kvm/kvm_main.c, KVM_MEM_MAX_NR_PAGES). */
    private static final long MOST = 0x1000L << 31;
    private static final String MAPS = "/proc/self/maps";

    private OwnMemory() { }

    /**
     * @param call    what is to be made with the address
     * @param address as a script gave it
     * @param size    bytes that the kernel may write there
     * @throws ScriptError where these are the process's own
     */
    static void check(Kernel kernel, String call, long address, long size, Site site) {
        boolean isKernels = address < 0 || address < LEAST && address + size <= LEAST;
        if (isKernels || Long.compareUnsigned(size, MOST) >= 0 || !(kernel instanceof TracingKernel known) || known.memoryAt(address, size) != null) {
            return;
        }
        String maps = kernel.files().read(MAPS);
        if (maps != null && maps.lines().anyMatch(line -> isWritten(line, address, address + size))) {
            throw new ScriptError(site, call + " would write " + size + " bytes at " + Bits64.hex(address) + ", into memory of the process that makes the call",
                    "give memory that is large enough: def buffer = kvm.allocate " + size, "or an address where nothing is mapped, for EFAULT: 0x1000");
        }
    }

    /** A line is {@code 7f0000000000-7f0000001000 rw-p ...}. */
    private static boolean isWritten(String line, long from, long to) {
        List<String> parts = List.of(line.split("[- ]", 4));
        if (parts.size() < 4 || !parts.get(2).contains("w")) {
            return false;
        }
        return Long.parseUnsignedLong(parts.get(0), 16) < to && from < Long.parseUnsignedLong(parts.get(1), 16);
    }
}
