package org.kvmsh.bindings.dryrun;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.HostFiles;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kernel.SparseRegion;

/**
 * A kernel that makes nothing and takes every call, so that the calls of a plan can be read before a kernel gets them. It is no model:
 * what it answers is worth nothing, and once it is sealed it refuses to answer.
 */
public final class DryRunKernel implements Kernel {
    private static final int FIRST_FD = 3;
    private static final long PAGE = 0x1000;
    /** Where no guest has its memory, so that an address of kvmsh's own is told from a guest's in a text. */
    private static final long FIRST_ADDRESS = 0x7abc_0000_0000L;

    private final Abi abi;
    private final ToIntFunction<String> capability;
    private final Map<Integer, FdKind> kinds = new ConcurrentHashMap<>();
    private final Set<Long> addresses = new HashSet<>();
    private Map<String, Long> assumed = Map.of();
    private int nextFd = FIRST_FD;
    private long nextAddress = FIRST_ADDRESS;
    private volatile boolean sealed;

    /** @param capability what the board that this stands for says of a capability */
    public DryRunKernel(Abi abi, ToIntFunction<String> capability) {
        this.abi = abi;
        this.capability = capability;
    }

    /** What the kernel is to put into fields of its next answers: what the caller counts on. */
    public void assume(Map<String, Long> fields) {
        assumed = fields;
    }

    /** From now on a call is one too many: whoever makes it wants an answer that is worth something. */
    public void seal() {
        sealed = true;
    }

    /** A text with the addresses that this kernel gave as what they are. */
    public synchronized String withoutAddresses(String text) {
        String without = text;
        for (long address : addresses) {
            without = without.replaceAll("0x" + Long.toHexString(address) + "\\b", "memory");
        }
        return without;
    }

    @Override public Abi abi() {
        return abi;
    }

    @Override public int open(String path) {
        return give(FdKind.SYSTEM);
    }

    private synchronized int give(FdKind kind) {
        int fd = nextFd++;
        if (kind != null) {
            kinds.put(fd, kind);
        }
        return fd;
    }

    @Override public int ioctl(int fd, int request, long value) {
        Ioctl ioctl = ioctl(fd, request);
        String name = name(ioctl, request);
        if (name.equals("KVM_CHECK_EXTENSION")) {
            return abi.constants("KVM_CAP_").entrySet().stream().filter(known -> known.getValue() == value).findFirst().map(known -> capability.applyAsInt(known.getKey())).orElse(0);
        }
        refuseIfSealed(name);
        return switch (name) {
            case "KVM_GET_API_VERSION" -> (int) abi.constant("KVM_API_VERSION");
            case "KVM_GET_VCPU_MMAP_SIZE" -> (int) (abi.struct("kvm_run").size() + PAGE - 1 & -PAGE);
            default -> "answer".equals(abi.givesDescriptor(name)) ? give(kind(name)) : 0;
        };
    }

    @Override public int ioctl(int fd, int request, Region argument, Region... reached) {
        Ioctl ioctl = ioctl(fd, request);
        String name = name(ioctl, request);
        refuseIfSealed(name);
        if (ioctl == null) {
            return 0;
        }
        String gives = abi.givesDescriptor(name);
        if (ioctl.struct() != null) {
            assumed.forEach((field, value) -> put(ioctl, field, value, argument));
            if (gives != null && !gives.equals("answer")) {
                put(ioctl, gives, give(kind(name)), argument);
            }
        }
        // A kernel that takes all of them answers how many there are (api.rst 4.19).
        return "answer".equals(gives) ? give(kind(name)) : name.equals("KVM_SET_MSRS") ? argument.getInt(ioctl.struct().offset("nmsrs")) : 0;
    }

    private static void put(Ioctl ioctl, String name, long value, Region argument) {
        for (Field field : ioctl.struct().members()) {
            if (field.name().equals(name)) {
                argument.put(field.offset(), field.bytes(), value);
            }
        }
    }

    private Ioctl ioctl(int fd, int request) {
        FdKind on = kinds.get(fd);
        return on == null ? null : abi.ioctl(on, request);
    }

    private static String name(Ioctl ioctl, int request) {
        return ioctl == null ? "ioctl 0x" + Integer.toHexString(request) : ioctl.name();
    }

    /** Which kind a descriptor is that an ioctl gives; null for one that KVM's own ioctls are not made on. */
    private static FdKind kind(String ioctl) {
        return switch (ioctl) {
            case "KVM_CREATE_VM" -> FdKind.VM;
            case "KVM_CREATE_VCPU" -> FdKind.VCPU;
            case "KVM_CREATE_DEVICE" -> FdKind.DEVICE;
            default -> null;
        };
    }

    private void refuseIfSealed(String call) {
        if (sealed) {
            throw new NeedsMachine(call);
        }
    }

    @Override public int run(int vcpuFd) {
        throw new NeedsMachine("KVM_RUN");
    }

    @Override public void kick(int vcpuFd) { }

    @Override public Mapped map(int fd, long size, long offset) {
        return allocate(size);
    }

    @Override public synchronized Mapped allocate(long size) {
        long address = nextAddress;
        nextAddress += (size + PAGE - 1 & -PAGE) + PAGE;
        addresses.add(address);
        return Mapped.to(new SparseRegion(address, size, abi.order(), () -> { }) {
            @Override public void load(long offset, FileChannel file, long position, long length) {
                // A plan only tells that it would be read.
            }
        });
    }

    @Override public Mapped allocate(long size, long page) {
        return allocate(size);
    }

    @Override public Mapped copyOf(Path file, long size) {
        return allocate(size);
    }

    @Override public int eventfd(int initial) {
        return give(null);
    }

    @Override public int read(int fd, byte[] into) {
        return Errno.ENOSYS.negative();
    }

    @Override public int write(int fd, byte[] from) {
        return Errno.ENOSYS.negative();
    }

    @Override public int poll(int fd, int events, int milliseconds) {
        return Errno.ENOSYS.negative();
    }

    @Override public int close(int fd) {
        kinds.remove(fd);
        return 0;
    }

    @Override public HostFiles files() {
        return HostFiles.NONE;
    }
}
