package org.kvmsh.bindings.proposal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.ForwardingKernel;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.KnownMemory;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.PartOfRegion;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.Kvm;
import org.kvmsh.bindings.kvm.Probing;
import org.kvmsh.bindings.trace.Layer;
import org.kvmsh.bindings.trace.LayerCalls;

/**
 * Proposals in front of a kernel: answers the ioctls that the kernel below does not have, by number, kind of descriptor
 * and size, and passes everything else on. If the kernel has the ioctl itself, the proposal is not used.
 */
public final class ProposalKernel extends ForwardingKernel implements Layer {
    private static final String NULL_DEVICE = "/dev/null";

    private final LayerCalls calls;
    private final OpenFiles files = new OpenFiles();
    private final KnownMemory memory = new KnownMemory();
    private final List<Proposal> proposals = new CopyOnWriteArrayList<>();
    /** The decision for each proposal on this kernel, once made. */
    private final Map<Proposal, Standing> standings = new ConcurrentHashMap<>();

    private volatile Abi abi;
    private volatile String device;

    /** The role of a proposal on a kernel. */
    public enum Standing {
        /** It answers its ioctl. */
        ANSWERS,
        /** The kernel has the ioctl, and gets it. */
        STEPS_ASIDE,
        /** A kernel like this one never had the ioctl. */
        NOT_HERE
    }

    public ProposalKernel(Kernel below, List<? extends Proposal> proposals) {
        super(below);
        this.abi = below.abi();
        this.calls = new LayerCalls(below, files::kind, this::abi);
        proposals.forEach(this::add);
    }

    /** The proposals in front of a board's kernel; null if there are none. */
    public static ProposalKernel of(ForwardingKernel kernel) {
        return kernel.below() instanceof ProposalKernel proposals ? proposals : null;
    }

    /** Puts one more proposal in front, which comes before others for the same ioctl. */
    public void add(Proposal proposal) {
        abi = proposal.over(abi);
        proposals.add(0, proposal);
    }

    /** Takes a proposal away; one for the same ioctl that was there before it counts again. */
    public void remove(Proposal proposal) {
        proposals.remove(proposal);
        standings.remove(proposal);
        abi = below().abi();
        List<Proposal> left = new ArrayList<>(proposals);
        Collections.reverse(left);
        left.forEach(other -> abi = other.over(abi));
    }

    /** The kernel below as proposals call it. */
    Kernel calls() {
        return calls;
    }

    /** The decision for a proposal; null while the kernel's device is not open, or if there is none of this name. */
    public Standing standing(String name) {
        for (Proposal proposal : proposals) {
            if (proposal.name().equals(name)) {
                return standing(proposal);
            }
        }
        return null;
    }

    @Override
    public boolean hasUnusedProposal(String ioctl) {
        for (Proposal proposal : proposals) {
            if (proposal.name().equals(ioctl)) {
                return standings.get(proposal) == Standing.STEPS_ASIDE;
            }
        }
        return false;
    }

    /**
     * The result of KVM_CHECK_EXTENSION for a proposal's capability if the proposal answers its ioctl, while only a VM
     * can show whether it does and none has yet; null otherwise.
     */
    public Integer assumedCapability(String name) {
        for (Proposal proposal : abi.hasConstant(name) ? proposals : List.<Proposal>of()) {
            Integer said = proposal.capability(abi, abi.constant(name));
            if (said != null) {
                return !standings.containsKey(proposal) && Probing.isSafe(abi.ioctl(proposal.ioctl()), abi)
                        ? said
                        : null;
            }
        }
        return null;
    }

    /** Whether a call can be tried on a VM that is closed at once. */
    public boolean canBeTried(String ioctl) {
        return proposals.stream().allMatch(proposal -> !proposal.ioctl().equals(ioctl) || proposal.canBeTried());
    }

    @Override
    public Abi abi() {
        return abi;
    }

    @Override
    public Part part() {
        return calls.part();
    }

    @Override
    public int open(String path) {
        calls.begin();
        int fd = below().open(path);
        if (fd >= 0) {
            files.put(fd, new OpenFiles.File(FdKind.SYSTEM, null, null));
            device = path;
        }
        return fd;
    }

    /**
     * Probes once for each proposal whether the kernel below has the ioctl. Most probes need a VM, so they run when the
     * first VM is created, or earlier on request: opening a board creates none.
     */
    private Standing standing(Proposal proposal) {
        Standing known = standings.get(proposal);
        return known != null || device == null ? known : CallOrigin.PROBING.during(() -> judge(proposal));
    }

    private synchronized Standing judge(Proposal proposal) {
        Standing known = standings.get(proposal);
        if (known != null) {
            return known;
        }
        try (Kvm kvm = Kvm.open(calls, device).get()) {
            Standing judged = proposal.isIn(kvm, abi)
                    ? Standing.STEPS_ASIDE
                    : proposal.isFor(kvm) ? Standing.ANSWERS : Standing.NOT_HERE;
            standings.put(proposal, judged);
            return judged;
        }
    }

    private boolean answers(Proposal proposal) {
        return standing(proposal) == Standing.ANSWERS;
    }

    /**
     * Whether an ioctl is a proposal's: number, direction and size are the request's, so a wrong one is another ioctl,
     * and the kernel's to judge.
     */
    private boolean isOf(Proposal proposal, FdKind kind, int request) {
        Ioctl ioctl = abi.ioctl(proposal.ioctl());
        return ioctl.request() == request && ioctl.on().contains(kind) && answers(proposal);
    }

    @Override
    public int ioctl(int fd, int request, long value) {
        return ioctl(fd, request, value, null, () -> below().ioctl(fd, request, value));
    }

    @Override
    public int ioctl(int fd, int request, Region argument, Region... reached) {
        return ioctl(fd, request, argument.address(), argument, () -> below().ioctl(fd, request, argument, reached));
    }

    private int ioctl(int fd, int request, long value, Region argument, IntSupplier call) {
        calls.begin();
        OpenFiles.File file = files.of(fd);
        if (file == null) {
            return call.getAsInt();
        }
        if (file.own() != null) {
            return Errno.ENOTTY.negative();
        }
        for (Proposal proposal : proposals) {
            if (isOf(proposal, file.kind(), request)) {
                Asked asked = asked(abi.ioctl(proposal.ioctl()), file, fd, value, argument);
                if (proposal.takes(asked)) {
                    calls.answered();
                    return proposal.answer(asked);
                }
            }
        }
        Ioctl ioctl = abi.ioctl(file.kind(), request);
        return ioctl == null ? call.getAsInt() : passed(ioctl, file, fd, value, argument, call);
    }

    private Asked asked(Ioctl ioctl, OpenFiles.File file, int fd, long value, Region argument) {
        Struct struct = ioctl.pointed();
        Region bytes = struct == null
                ? null
                : argument == null
                        ? memory.at(value, struct.size())
                        : argument.size() >= struct.size() ? new PartOfRegion(argument, 0, struct.size()) : null;
        return new Asked(this, ioctl, struct, file.vm(), fd, value, bytes);
    }

    /** A call for the kernel, of which the proposals are notified. */
    private int passed(Ioctl ioctl, OpenFiles.File file, int fd, long value, Region argument, IntSupplier call) {
        if (ioctl.name().equals("KVM_CHECK_EXTENSION")) {
            for (Proposal proposal : proposals) {
                Integer said = proposal.capability(abi, value);
                if (said != null && answers(proposal)) {
                    calls.answered();
                    return said;
                }
            }
        }
        IntSupplier next = call;
        for (Proposal proposal : proposals) {
            if (file.kind() == FdKind.VM
                    && answers(proposal)
                    && proposal.watches().contains(ioctl.name())) {
                IntSupplier inner = next;
                Asked asked = asked(ioctl, file, fd, value, argument);
                next = () -> proposal.around(asked, inner);
            }
        }
        int answer = next.getAsInt();
        return answer < 0 ? answer : made(asked(ioctl, file, fd, value, argument), answer);
    }

    private int made(Asked asked, int answer) {
        switch (asked.ioctl().name()) {
            case "KVM_CREATE_VM" -> {
                files.put(answer, new OpenFiles.File(FdKind.VM, new ProposedVm(calls, asked.value(), answer), null));
                proposals.forEach(this::standing);
            }
            case "KVM_CREATE_VCPU" -> {
                return vcpuMade(asked.vm(), answer);
            }
            case "KVM_CREATE_DEVICE" -> {
                if ((asked.get("flags") & abi.constant("KVM_CREATE_DEVICE_TEST")) == 0) {
                    files.put((int) asked.get("fd"), new OpenFiles.File(FdKind.DEVICE, asked.vm(), null));
                }
            }
            default -> {}
        }
        return answer;
    }

    private int vcpuMade(ProposedVm vm, int fd) {
        files.put(fd, new OpenFiles.File(FdKind.VCPU, vm, null));
        vm.vcpus().add(fd);
        for (Proposal proposal : proposals) {
            int refused = answers(proposal) ? proposal.vcpuMade(vm, fd) : 0;
            if (refused < 0) {
                closed(fd);
                return refused;
            }
        }
        return fd;
    }

    /** Returns a descriptor for a proposal's object: its number is reserved in the kernel. */
    public int install(OwnFile file) {
        int fd = below().open(NULL_DEVICE);
        if (fd >= 0) {
            files.put(fd, new OpenFiles.File(null, null, file));
        }
        return fd;
    }

    /** Records a descriptor that a proposal opened below for itself; {@link #close} closes it. */
    void keeps(int fd, FdKind kind) {
        files.put(fd, new OpenFiles.File(kind, null, null));
    }

    @Override
    public int run(int vcpuFd) {
        OpenFiles.File file = files.of(vcpuFd);
        if (file != null && file.vm() != null && !file.vm().hasRun()) {
            calls.begin();
            file.vm().runs();
            proposals.stream().filter(this::answers).forEach(proposal -> proposal.firstRun(file.vm()));
        }
        return below().run(vcpuFd);
    }

    @Override
    public Mapped map(int fd, long size, long offset) {
        OpenFiles.File file = files.of(fd);
        return known(file != null && file.own() != null ? file.own().map(size, offset) : below().map(fd, size, offset));
    }

    @Override
    public Mapped allocate(long size) {
        return known(below().allocate(size));
    }

    @Override
    public Mapped allocate(long size, long page) {
        return known(below().allocate(size, page));
    }

    @Override
    public Mapped copyOf(Path file, long size) throws IOException {
        return known(below().copyOf(file, size));
    }

    private Mapped known(Mapped mapped) {
        if (mapped.region() != null) {
            memory.add(mapped.region());
        }
        return mapped;
    }

    /** Like a file that has no read: fs/read_write.c. */
    @Override
    public int read(int fd, byte[] into) {
        return isOwn(fd) ? Errno.EINVAL.negative() : below().read(fd, into);
    }

    @Override
    public int write(int fd, byte[] from) {
        return isOwn(fd) ? Errno.EINVAL.negative() : below().write(fd, from);
    }

    private boolean isOwn(int fd) {
        OpenFiles.File file = files.of(fd);
        return file != null && file.own() != null;
    }

    @Override
    public int close(int fd) {
        calls.begin();
        return closed(fd);
    }

    private int closed(int fd) {
        OpenFiles.File file = files.remove(fd);
        int answer = below().close(fd);
        if (file != null && file.own() != null) {
            file.own().closed();
        }
        if (file != null && file.vm() != null && file.vm().closed(fd)) {
            proposals.forEach(proposal -> proposal.gone(file.vm()));
        }
        return answer;
    }
}
