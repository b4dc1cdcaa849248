package org.kvmsh.bindings.dryrun;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.bindings.kvm.rules.Request;
import org.kvmsh.bindings.kvm.rules.Rule;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.bindings.kvm.rules.Violation;
import org.kvmsh.bindings.kvm.state.CallRequest;
import org.kvmsh.bindings.kvm.state.PointedMemory;
import org.kvmsh.bindings.kvm.state.VmState;
import org.kvmsh.bindings.kvm.state.VmStates;

/**
 * A kernel that creates nothing, so that the calls of a plan can be read before a kernel gets them. It accepts every
 * call, or every call that breaks no rule. It is not a model: its other results are meaningless, and once sealed it
 * refuses to return any.
 */
public final class DryRunKernel implements Kernel {
    private static final int FIRST_FD = 3;
    private static final long PAGE = 0x1000;
    /** The largest page of any architecture's kernel: memory that begins at a multiple of it is aligned everywhere. */
    private static final long LARGEST_PAGE = 0x10000;
    /** More than any memslot has: a larger one is refused when it is set. */
    private static final long MOST_MEMORY = LARGEST_PAGE << 31;
    /** Unused by guests, so that kvmsh's own addresses can be told from a guest's in a text. */
    private static final long FIRST_ADDRESS = 0x1abc_0000_0000L;

    private final Abi abi;
    private final Facts facts;
    private final boolean followsRules;
    private final Map<Integer, FdKind> kinds = new ConcurrentHashMap<>();
    private final VmStates vms = new VmStates();
    private final Map<String, Set<Rule>> rules = new ConcurrentHashMap<>();
    private final Set<Long> addresses = new HashSet<>();
    private Map<String, Long> assumed = Map.of();
    private int nextFd = FIRST_FD;
    private long nextAddress = FIRST_ADDRESS;
    private volatile boolean sealed;

    private DryRunKernel(Abi abi, Facts facts, boolean followsRules) {
        this.abi = abi;
        this.facts = facts;
        this.followsRules = followsRules;
    }

    /** @param facts of the board that this replaces */
    public static DryRunKernel takingAll(Abi abi, Facts facts) {
        return new DryRunKernel(abi, facts, false);
    }

    /**
     * A kernel that refuses a call with the errno of the first rule that it breaks.
     *
     * @param facts of the board that this replaces
     */
    public static DryRunKernel followingRules(Abi abi, Facts facts) {
        return new DryRunKernel(abi, facts, true);
    }

    /** Sets the values that the kernel is to put into fields of its next answers: those that the caller counts on. */
    public void assume(Map<String, Long> fields) {
        assumed = fields;
    }

    /** From now on calls are refused: their callers need real results. */
    public void seal() {
        sealed = true;
    }

    /** Whether it is an address that this kernel gave: it says nothing about another kernel. */
    public synchronized boolean isOwnAddress(long address) {
        return addresses.contains(address);
    }

    /** A text with the addresses of this kernel replaced by their meaning. */
    public synchronized String withoutAddresses(String text) {
        String without = text;
        for (long address : addresses) {
            without = without.replaceAll("0x" + Long.toHexString(address) + "\\b", "memory");
        }
        return without;
    }

    @Override
    public Abi abi() {
        return abi;
    }

    @Override
    public int open(String path) {
        return give(FdKind.SYSTEM);
    }

    private synchronized int give(FdKind kind) {
        int fd = nextFd++;
        if (kind != null) {
            kinds.put(fd, kind);
        }
        return fd;
    }

    @Override
    public int ioctl(int fd, int request, long value) {
        Ioctl ioctl = ioctl(fd, request);
        String name = name(ioctl, request);
        if (name.equals("KVM_CHECK_EXTENSION")) {
            return abi.constants("KVM_CAP_").entrySet().stream()
                    .filter(known -> known.getValue() == value)
                    .findFirst()
                    .map(known -> facts.capability(known.getKey()))
                    .orElse(0);
        }
        refuseIfSealed(name);
        if (ioctl == null) {
            return foreign(request);
        }
        CallRequest asked = new CallRequest(name, kinds.get(fd), abi, value, null, null);
        note(fd, asked);
        int refused = refused(fd, asked);
        if (refused != 0) {
            return refused;
        }
        int answer = switch (name) {
            case "KVM_GET_API_VERSION" -> (int) abi.constant("KVM_API_VERSION");
            case "KVM_GET_VCPU_MMAP_SIZE" -> (int) (abi.struct("kvm_run").size() + PAGE - 1 & -PAGE);
            default -> "answer".equals(abi.givesDescriptor(name)) ? give(kind(name)) : 0;
        };
        vms.took(asked, fd, answer);
        return answer;
    }

    /**
     * A number that the tables lack may still be an ioctl of the board; one that they have for another kind of
     * descriptor is refused here.
     */
    private int foreign(int request) {
        return followsRules && !abi.ioctls(request).isEmpty() ? Errno.ENOTTY.negative() : 0;
    }

    /** @return the negated errno of the first rule that a call breaks; 0 if it breaks none */
    private int refused(int fd, CallRequest asked) {
        Violation violation = followsRules ? Rulebook.firstViolation(request(fd, asked)) : null;
        return violation == null ? 0 : violation.rule().errnos().get(0).negative();
    }

    /** A kernel that checks the rules names them with its results. */
    private void note(int fd, CallRequest asked) {
        if (!followsRules) {
            rules.computeIfAbsent(asked.call(), call -> ConcurrentHashMap.newKeySet())
                    .addAll(Rulebook.of(request(fd, asked)));
        }
    }

    /**
     * The rules that the calls of a name can have broken which this kernel took; all rules of a call that it did not
     * get.
     */
    public List<Rule> rules(String call) {
        Set<Rule> noted = rules.get(call);
        return Rulebook.of(abi.arch(), call).stream()
                .filter(rule -> noted == null || noted.contains(rule))
                .toList();
    }

    private Request request(int fd, CallRequest asked) {
        return new Request(asked, vms.of(fd), vms.part(fd), facts);
    }

    /**
     * The rule that every later KVM_RUN of one of its VMs breaks, no matter which calls come before it; null if no such
     * rule is known.
     */
    public Violation deadEnd() {
        for (VmState vm : vms.all()) {
            Violation deadEnd = Rulebook.deadEnd(abi, vm, facts);
            if (deadEnd != null) {
                return deadEnd;
            }
        }
        return null;
    }

    @Override
    public int ioctl(int fd, int request, Region argument, Region... reached) {
        Ioctl ioctl = ioctl(fd, request);
        String name = name(ioctl, request);
        refuseIfSealed(name);
        if (ioctl == null) {
            return foreign(request);
        }
        CallRequest asked =
                new CallRequest(name, kinds.get(fd), abi, 0, ioctl.pointed(), argument, PointedMemory.of(reached));
        note(fd, asked);
        int refused = refused(fd, asked);
        if (refused != 0) {
            return refused;
        }
        String gives = abi.givesDescriptor(name);
        if (ioctl.struct() != null) {
            assumed.forEach((field, value) -> put(ioctl, field, value, argument));
            if (gives != null && !gives.equals("answer")) {
                put(ioctl, gives, give(kind(name)), argument);
            }
        }
        // A kernel that takes all of them answers how many there are (api.rst 4.19).
        int answer = "answer".equals(gives)
                ? give(kind(name))
                : name.equals("KVM_SET_MSRS") ? argument.getInt(ioctl.struct().offset("nmsrs")) : 0;
        vms.took(asked, fd, answer);
        return answer;
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

    /** The kind of descriptor that an ioctl returns; null if KVM's own ioctls cannot be made on it. */
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

    @Override
    public int run(int vcpuFd) {
        throw new NeedsMachine("KVM_RUN");
    }

    @Override
    public void kick(int vcpuFd) {}

    @Override
    public Mapped map(int fd, long size, long offset) {
        return allocate(size);
    }

    @Override
    public synchronized Mapped allocate(long asked) {
        long size = Math.min(asked, MOST_MEMORY);
        long address = nextAddress;
        nextAddress += (size + LARGEST_PAGE - 1 & -LARGEST_PAGE) + LARGEST_PAGE;
        addresses.add(address);
        return Mapped.to(new SparseRegion(address, size, abi.order(), () -> {}) {
            @Override
            public void load(long offset, FileChannel file, long position, long length) {
                // A plan only reports that it would be read.
            }
        });
    }

    @Override
    public Mapped allocate(long size, long page) {
        return allocate(size);
    }

    @Override
    public Mapped copyOf(Path file, long size) {
        return allocate(size);
    }

    @Override
    public int eventfd(int initial) {
        return give(null);
    }

    @Override
    public int read(int fd, byte[] into) {
        return Errno.ENOSYS.negative();
    }

    @Override
    public int write(int fd, byte[] from) {
        return Errno.ENOSYS.negative();
    }

    @Override
    public int poll(int fd, int events, int milliseconds) {
        return Errno.ENOSYS.negative();
    }

    @Override
    public int pageSize() {
        return facts.pageSize();
    }

    @Override
    public String release() {
        return facts.release();
    }

    @Override
    public int close(int fd) {
        kinds.remove(fd);
        vms.closed(fd, abi);
        return 0;
    }

    @Override
    public HostFiles files() {
        return HostFiles.NONE;
    }
}
