package org.kvmsh.bindings.kvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.NumberText;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kernel.StructText;
import org.kvmsh.bindings.kvm.rules.Diagnosis;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.bindings.kvm.rules.Request;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.bindings.kvm.rules.Violation;
import org.kvmsh.bindings.kvm.state.CallRequest;
import org.kvmsh.bindings.kvm.state.CreatedDevice;
import org.kvmsh.bindings.kvm.state.PointedMemory;
import org.kvmsh.bindings.kvm.state.VmMember;
import org.kvmsh.bindings.kvm.state.VmState;

/** A file descriptor of KVM's: what the system, a VM, a vCPU and a device have in common. */
public abstract class KvmFile implements AutoCloseable {
    /** Bytes. */
    private static final int MOST_KEPT = 0x1000;

    private final Kernel kernel;
    private final FdKind kind;
    private volatile int fd;
    /** The bytes that were read last, by the name of the struct. */
    private final Map<String, Got> got = new ConcurrentHashMap<>();

    private final RuleComparison comparison;
    private boolean closed;

    /** The bytes that a call has read into a struct. */
    private record Got(String call, Region bytes) {}

    /** @param comparison shared by all files of a board */
    KvmFile(Kernel kernel, FdKind kind, int fd, RuleComparison comparison) {
        this.kernel = kernel;
        this.kind = kind;
        this.fd = fd;
        this.comparison = comparison;
    }

    /**
     * The comparison of the kernel's results with the rules, for the calls of this file and of those that come from it.
     */
    public RuleComparison comparison() {
        return comparison;
    }

    /** Takes another file's descriptor, and gives it its own. */
    void exchange(KvmFile other) {
        int mine = fd;
        fd = other.fd;
        other.fd = mine;
        got.clear();
        other.got.clear();
    }

    /** Has the descriptor that took the place of its own. */
    void replacedBy(int replacement) {
        fd = replacement;
        got.clear();
    }

    /** The kernel that has the descriptor. */
    public Kernel kernel() {
        return kernel;
    }

    /** A call begins that is not to fall between the two VMs of a move; KVM_RUN ends before one. */
    private Lock hold(String name) {
        Lock shared = name.equals("KVM_RUN") ? null : place();
        if (shared != null) {
            shared.lock();
        }
        return shared;
    }

    private static void release(Lock shared) {
        if (shared != null) {
            shared.unlock();
        }
    }

    /** Held by each call on a VM, whose place another one may take; null for a file without a VM. */
    Lock place() {
        return null;
    }

    /**
     * Zeroed memory that the board's kernel sees, for pointers of calls: mmap(2), anonymous.
     *
     * @param size bytes, at least 1
     * @return the memory, which the caller closes
     * @throws KvmException if the board cannot allocate it: ENOMEM
     */
    public Region allocate(long size) {
        Mapped mapped = kernel.allocate(size);
        if (mapped.region() == null) {
            throw new KvmException(
                    Refusal.ofSystemCall(kernel.abi(), "mmap", "mmap of " + size + " bytes", mapped.errno()));
        }
        return mapped.region();
    }

    /** The descriptor's number on the board. */
    public int fd() {
        return fd;
    }

    /**
     * An ioctl of this kind of file by its name, with a plain value.
     *
     * @param name such as KVM_CREATE_VCPU
     * @param value 64 bits; 0 if the ioctl takes none
     * @return what the ioctl returned, 0 or more, or the refusal with its errno
     * @throws java.util.NoSuchElementException if the board's ABI has no such ioctl
     */
    public IoctlResult<Integer> ioctl(String name, long value) {
        Ioctl ioctl = kernel.abi().ioctl(name);
        CallRequest asked = new CallRequest(name, kind, kernel.abi(), value, null, null);
        List<Violation> broken = comparison.broken(asked, vm(), part());
        Lock shared = hold(name);
        int answer;
        try {
            answer = kernel.ioctl(fd, ioctl.request(), value);
            comparison.answered(
                    asked, vm(), () -> NumberText.ofArgument(kernel.abi(), name, value), broken, Math.max(-answer, 0));
            took(asked, answer);
        } finally {
            release(shared);
        }
        if (answer >= 0) {
            return IoctlResult.of(answer);
        }
        comparison.refused(this, name, value, null, -answer);
        return IoctlResult.refused(refusal(asked, NumberText.ofArgument(kernel.abi(), name, value), -answer));
    }

    /**
     * An ioctl of this kind of file by its name, with a struct.
     *
     * @param name such as KVM_SET_REGS
     * @param argument the struct, which the kernel may overwrite, even if it refuses the call
     * @param reached the targets of pointers in the struct
     * @return what the ioctl returned, 0 or more, or the refusal with its errno
     * @throws java.util.NoSuchElementException if the board's ABI has no such ioctl
     */
    public IoctlResult<Integer> ioctl(String name, Argument argument, Region... reached) {
        Ioctl ioctl = kernel.abi().ioctl(name);
        // The argument of a read-write ioctl is lost after the call: the kernel overwrites it, even if it refuses the
        // call.
        byte[] asked = ioctl.data() == Direction.IN_OUT
                ? argument.region().bytes(0, Math.toIntExact(argument.region().size()))
                : null;
        CallRequest request = new CallRequest(
                name, kind, kernel.abi(), 0, argument.struct(), argument.region(), PointedMemory.of(reached));
        List<Violation> broken = comparison.broken(request, vm(), part());
        Lock shared = hold(name);
        int answer;
        try {
            answer = kernel.ioctl(fd, ioctl.request(), argument.region(), reached);
            comparison.answered(
                    request,
                    vm(),
                    () -> StructText.of(kernel.abi(), argument.struct(), kept(argument, asked), reached),
                    broken,
                    Math.max(-answer, 0));
            took(request, answer);
        } finally {
            release(shared);
        }
        if (answer >= 0) {
            if (ioctl.data() == Direction.OUT && argument.region().size() <= MOST_KEPT) {
                got.put(argument.struct().name(), new Got(name, kept(argument, null)));
            }
            return IoctlResult.of(answer);
        }
        Region before = kept(argument, asked);
        String inWords = inWords(argument, before, reached);
        comparison.refused(this, name, 0, before, -answer, reached);
        return IoctlResult.refused(refusal(
                        new CallRequest(
                                name,
                                kind,
                                kernel.abi(),
                                0,
                                argument.struct(),
                                before,
                                PointedMemory.of(kept(reached))),
                        inWords,
                        -answer)
                .leaving(left(argument)));
    }

    /**
     * The rules that an ioctl with a plain value would break; it is not made.
     *
     * @param name such as KVM_CREATE_VCPU
     * @param value 64 bits; 0 if the ioctl takes none
     * @return empty if it breaks none, or if calls on the board are not compared with the rules
     */
    public List<Violation> wouldBreak(String name, long value) {
        return comparison.broken(new CallRequest(name, kind, kernel.abi(), value, null, null), vm(), part());
    }

    /**
     * The rules that an ioctl with a struct would break; it is not made.
     *
     * @param name such as KVM_SET_REGS
     * @param argument the struct, in any memory
     * @param reached the targets of pointers in the struct
     * @return empty if it breaks none, or if calls on the board are not compared with the rules
     */
    public List<Violation> wouldBreak(String name, Argument argument, Region... reached) {
        return comparison.broken(
                new CallRequest(
                        name, kind, kernel.abi(), 0, argument.struct(), argument.region(), PointedMemory.of(reached)),
                vm(),
                part());
    }

    /**
     * Any ioctl by its number, with a plain value: a null pointer, an address, or what the tables do not have on this
     * kind of file.
     *
     * @param request the number that the kernel compares, in the board's encoding
     * @param value 64 bits; an address is one of the board's
     * @return what the ioctl returned, 0 or more, or the refusal with its errno
     */
    public IoctlResult<Integer> ioctl(int request, long value) {
        Ioctl known = kernel.abi().ioctl(kind, request);
        if (known != null) {
            return ioctl(known.name(), value);
        }
        return answered(
                new ForeignIoctl(kernel.abi(), kind, request),
                value == 0 ? "" : NumberText.of(value),
                kernel.ioctl(fd, request, value));
    }

    /**
     * The size of the value of a device attribute of this file (api.rst 4.80).
     *
     * @param group kvm_device_attr.group
     * @param attribute kvm_device_attr.attr
     * @return bytes; 0 if the size is not known
     */
    public int attributeBytes(long group, long attribute) {
        long type = part() instanceof CreatedDevice device ? device.type() : -1;
        return kernel.abi().attributeBytes(kind, type, group, attribute);
    }

    /**
     * Any ioctl by its number, with a struct that may be another's: the kernel copies as many bytes as it needs.
     *
     * @param request the number that the kernel compares, in the board's encoding
     * @param argument the struct, which the kernel may overwrite
     * @param reached the targets of pointers in the struct
     * @return what the ioctl returned, 0 or more, or the refusal with its errno
     */
    public IoctlResult<Integer> ioctl(int request, Argument argument, Region... reached) {
        Ioctl known = kernel.abi().ioctl(kind, request);
        if (known != null
                && known.struct() != null
                && argument.region().size() >= known.struct().size()) {
            return ioctl(known.name(), argument.as(known.struct()), reached);
        }
        String inWords = StructText.of(kernel.abi(), argument.struct(), kept(argument, null), reached);
        IoctlResult<Integer> result = answered(
                new ForeignIoctl(kernel.abi(), kind, request),
                inWords,
                kernel.ioctl(fd, request, argument.region(), reached));
        if (!result.ok()) {
            result.refusal().leaving(left(argument));
        }
        return result;
    }

    private Refusal.Left left(Argument argument) {
        return new Refusal.Left(
                kernel.abi(),
                argument.struct(),
                argument.region().bytes(0, Math.toIntExact(argument.region().size())));
    }

    /** An argument that an earlier call read is described briefly: only the fields changed since then matter. */
    private String inWords(Argument argument, Region asked, Region... reached) {
        Got last = got.get(argument.struct().name());
        String changes = last == null ? null : StructText.changes(kernel.abi(), argument.struct(), last.bytes, asked);
        return changes == null
                ? StructText.of(kernel.abi(), argument.struct(), asked, reached)
                : (changes.isEmpty() ? "" : changes + ", otherwise ") + "as returned by " + last.call;
    }

    private IoctlResult<Integer> answered(ForeignIoctl ioctl, String inWords, int answer) {
        return answer >= 0
                ? IoctlResult.of(answer)
                : IoctlResult.refused(
                        new Refusal(ioctl.name(), kind, inWords, -answer, () -> ioctl.diagnosis(-answer)));
    }

    /** The pointers' targets, kept for later. Those larger than any value that a rule checks are left out. */
    private Region[] kept(Region... reached) {
        return Stream.of(reached)
                .filter(region -> region.size() <= MOST_KEPT)
                .map(region -> new HeapRegion(
                        region.address(),
                        region.bytes(0, (int) region.size()),
                        kernel.abi().order()))
                .toArray(Region[]::new);
    }

    /** The argument as passed, for a later search for the rule, when its memory may be freed. */
    private Region kept(Argument argument, byte[] asked) {
        byte[] before = asked == null
                ? argument.region().bytes(0, Math.toIntExact(argument.region().size()))
                : asked;
        return new HeapRegion(argument.region().address(), before, kernel.abi().order());
    }

    private Refusal refusal(CallRequest asked, String inWords, int errno) {
        VmState vm = vm();
        int version = vm == null ? 0 : vm.version();
        List<String> notes = new ArrayList<>();
        if (kernel.isAnsweredInFront()) {
            notes.add("a proposal returned " + Errno.name(errno) + ", not the board's kernel");
        } else if (kernel.hasUnusedProposal(asked.call())) {
            notes.add("the proposal for " + asked.call() + " is not used, since the board's kernel has this ioctl");
        }
        String other = kernel.abi().otherArchitecture(asked.call());
        if (other != null) {
            notes.add("the patch adds " + asked.call() + " for " + other + "; this board is "
                    + kernel.abi().arch());
        }
        return new Refusal(
                asked.call(),
                kind,
                inWords,
                errno,
                () -> CallOrigin.EXPLAINING.during(() -> diagnose(asked, vm, version, errno)),
                notes);
    }

    /** Once a VM has changed, only the type of a device can still be concluded from it. */
    private Diagnosis diagnose(CallRequest asked, VmState vm, int version, int errno) {
        if (cannotAsk()) {
            // A closed descriptor answers no KVM_CHECK_EXTENSION: that is not a capability of 0.
            return Rulebook.known(kernel.abi(), asked.call(), errno);
        }
        boolean isSame = vm == null || vm.version() == version;
        VmMember part = vm == null ? null : vm.part(fd);
        return Rulebook.diagnose(
                new Request(
                        asked,
                        isSame ? vm : null,
                        isSame || part instanceof CreatedDevice ? part : null,
                        new FileFacts()),
                errno);
    }

    /** A call that has returned: the kernel took it, unless that is an errno. */
    private void took(CallRequest asked, int answer) {
        VmState vm = vm();
        if (answer >= 0 && vm != null && asked.isWhole()) {
            vm.took(asked, fd, answer);
        }
    }

    /** Why a call on this file without an argument was refused. */
    Diagnosis diagnose(String call, int errno) {
        VmState vm = vm();
        return CallOrigin.EXPLAINING.during(() -> diagnose(
                new CallRequest(call, kind, kernel.abi(), 0, null, null), vm, vm == null ? 0 : vm.version(), errno));
    }

    /** The descriptor that answers KVM_CHECK_EXTENSION, which vCPUs and devices do not have. */
    int asksCapabilities() {
        return fd;
    }

    /** The state known of its vCPU or device; null for another kind of file. */
    private VmMember part() {
        VmState vm = vm();
        return vm == null ? null : vm.part(fd);
    }

    /** Whether the descriptor of {@link #asksCapabilities} is closed. */
    boolean cannotAsk() {
        return closed;
    }

    /** The state known of the VM of this file; null if it has none. */
    VmState vm() {
        return null;
    }

    private final class FileFacts implements Facts {
        @Override
        public int capability(String name) {
            if (!kernel.abi().hasConstant(name)) {
                return 0;
            }
            int known = kernel.ioctl(
                    asksCapabilities(),
                    kernel.abi().ioctl("KVM_CHECK_EXTENSION").request(),
                    kernel.abi().constant(name));
            return Math.max(known, 0);
        }

        @Override
        public int pageSize() {
            return kernel.pageSize();
        }

        @Override
        public String release() {
            return kernel.release();
        }
    }

    /** The kind of the descriptor. */
    public FdKind kind() {
        return kind;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            VmState vm = vm();
            if (vm != null) {
                vm.closed(fd, kernel.abi());
            }
            kernel.close(fd);
        }
    }
}
