package org.kvmsh.dsl.call;

import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.trace.TracingKernel;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * An ioctl whose argument is used as the script gives it, without a struct layout: the null pointer, its own memory,
 * bytes, an address, or any value for a number that is not in the tables.
 *
 * @param ioctl null if this number is not in the tables
 */
record PointerCall(Ioctl ioctl, int request, Object argument, Site site) {
    /** The script's name for the argument of an ioctl that takes the address of one number. */
    private static final String POINTER = "pointer";

    /** Null if the argument is a plain value, or the fields of a struct. */
    static PointerCall of(Ioctl ioctl, int request, Object argument, Site site) {
        boolean isNumber = ioctl != null && ioctl.struct() == null && ioctl.pointed() != null;
        Object given =
                isNumber && argument instanceof Map<?, ?> named && named.size() == 1 && named.containsKey(POINTER)
                        ? named.get(POINTER)
                        : argument;
        boolean isMemory = given instanceof Memory || given instanceof byte[];
        boolean isPointer = ioctl == null
                || (ioctl.struct() != null || isNumber && given != argument) && (isMemory || given instanceof Number)
                || isNumber && isMemory;
        if (!isPointer) {
            return null;
        }
        PointerCall call = new PointerCall(ioctl, request, given, site);
        if (!isMemory && given != null) {
            call.address();
        }
        return call;
    }

    String name() {
        return ioctl == null ? "ioctl 0x" + Integer.toHexString(request) : ioctl.name();
    }

    private long address() {
        if (argument instanceof Map) {
            throw new ScriptError(
                    site,
                    name() + " is not in this board's ABI table, so its fields are unknown",
                    "pass a number, memory from allocate, or bytes, as in ioctl 0x" + Integer.toHexString(request)
                            + ", 0");
        }
        return argument == null
                ? 0
                : argument instanceof Memory memory
                        ? memory.getAddress()
                        : Bits64.of(argument, "the argument of " + name(), site);
    }

    /** The number of bytes that the kernel copies, as far as kvmsh knows; arrays after a struct have more. */
    private long size(Kernel kernel) {
        return ioctl == null ? Math.max(1, kernel.abi().encoding().size(request)) : layout().size();
    }

    private Struct layout() {
        return ioctl.struct() != null ? ioctl.struct() : Struct.scalar(ioctl.argument());
    }

    long make(KvmFile file) {
        if (argument instanceof byte[] bytes) {
            return withBytes(file, bytes);
        }
        Kernel kernel = file.kernel();
        if (argument instanceof Memory own && own.getSize() < size(kernel)) {
            throw new ScriptError(
                    site,
                    name() + " copies " + size(kernel) + " bytes, but this memory has only " + own.getSize(),
                    "allocate more: kvm.allocate " + size(kernel));
        }
        long address = address();
        Region memory =
                kernel instanceof TracingKernel known && address != 0 ? known.memoryAt(address, size(kernel)) : null;
        if (memory != null && ioctl != null) {
            Argument given = Argument.in(kernel, layout(), argument instanceof Memory own ? own.region() : memory);
            OwnMemory.checkPointers(kernel.abi(), given, Set.of(), site);
            return file.ioctl(request, given).get();
        }
        if (memory == null && (ioctl == null || ioctl.data() != Direction.IN)) {
            OwnMemory.check(kernel, name(), address, size(kernel), site);
        }
        return file.ioctl(request, address).get();
    }

    /** The bytes are copied for the call, padded with zeros if the kernel needs more, and copied back after it. */
    private long withBytes(KvmFile file, byte[] bytes) {
        try (Argument own =
                Argument.of(file.kernel(), Struct.scalar("u8"), Math.max(bytes.length, size(file.kernel())) - 1)) {
            own.region().write(0, bytes);
            Argument given = ioctl == null ? own : Argument.in(file.kernel(), layout(), own.region());
            if (ioctl != null) {
                OwnMemory.checkPointers(file.kernel().abi(), given, Set.of(), site);
            }
            int answer = file.ioctl(request, given).get();
            System.arraycopy(own.region().bytes(0, bytes.length), 0, bytes, 0, bytes.length);
            return answer;
        }
    }
}
