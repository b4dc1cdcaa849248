package org.kvmsh.bindings.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.HostFiles;
import org.kvmsh.bindings.kernel.HugePages;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.bindings.kvm.rules.Request;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.bindings.kvm.rules.Violation;
import org.kvmsh.bindings.kvm.state.CallRequest;
import org.kvmsh.bindings.kvm.state.CreatedVcpu;
import org.kvmsh.bindings.kvm.state.VmState;

/**
 * The kernel of a software model: the descriptors and memory that every model shares, in front of one board's rules.
 */
public final class ModelKernel implements Kernel {
    /** 0 to 2 are the standard streams of every process. */
    private static final int FIRST_FD = 3;

    private static final int MEGABYTE = 20;

    private final ModelBoard board;
    private final Facts facts;
    private final ModelMemory memory;
    private final Map<Integer, ModelFile> files = new ConcurrentHashMap<>();

    public ModelKernel(ModelBoard board) {
        this.board = board;
        this.facts = board.facts();
        this.memory = new ModelMemory(board.abi().order());
    }

    @Override
    public Abi abi() {
        return board.abi();
    }

    /** The memory that holds guest memory, arguments and run pages. */
    public ModelMemory memory() {
        return memory;
    }

    /** Gives a file the lowest free descriptor, as open(2) does. */
    public synchronized int install(ModelFile file) {
        int fd = FIRST_FD;
        while (files.containsKey(fd)) {
            fd++;
        }
        files.put(fd, file);
        return fd;
    }

    @Override
    public int open(String path) {
        return install(new ModelSystem(this, board));
    }

    @Override
    public int ioctl(int fd, int request, long value) {
        return ioctl(fd, request, value, null);
    }

    @Override
    public int ioctl(int fd, int request, Region argument, Region... reached) {
        return ioctl(fd, request, argument.address(), argument);
    }

    private int ioctl(int fd, int request, long value, Region argument) {
        ModelFile file = files.get(fd);
        if (file == null) {
            return Errno.EBADF.negative();
        }
        int gone = file.gone();
        if (gone != 0) {
            return gone;
        }
        Ioctl ioctl = board.abi().ioctl(file.kind(), request);
        if (ioctl == null) {
            return board.unknownIoctl(file.kind());
        }
        if (ioctl.name().equals("KVM_RUN") && value == 0) {
            return run(fd);
        }
        if (ioctl.struct() == null) {
            return following(fd, file, ioctl, value, null);
        }
        Region struct = argument != null
                ? argument
                : memory.holding(value, ioctl.struct().size());
        return struct == null
                ? file.badPointer(
                        ioctl.name(),
                        new HeapRegion(value, new byte[0], board.abi().order()))
                : following(fd, file, ioctl, value, struct);
    }

    /** A call in the kernel's order: first the rules, then the change of the VM's state if it succeeds. */
    private int following(int fd, ModelFile file, Ioctl ioctl, long value, Region struct) {
        if (!file.ruled().contains(ioctl.name())) {
            return file.ioctl(ioctl.name(), value, struct);
        }
        CallRequest asked = new CallRequest(
                ioctl.name(),
                file.kind(),
                board.abi(),
                struct == null ? value : 0,
                struct == null ? null : ioctl.struct(),
                struct,
                memory::holding);
        VmState vm = file.vm();
        if (vm == null || file.kind() == FdKind.VCPU) {
            return following(fd, file, asked, value);
        }
        // Like kvm->lock: what is checked holds until the call is made. A vCPU's calls wait for its KVM_RUN instead.
        synchronized (vm) {
            return following(fd, file, asked, value);
        }
    }

    private int following(int fd, ModelFile file, CallRequest asked, long value) {
        int refused = refused(fd, file, asked);
        if (refused != 0) {
            return refused;
        }
        int answer = file.ioctl(asked.call(), value, asked.region());
        if (answer >= 0 && file.vm() != null) {
            file.vm().took(asked, fd, answer);
            if (file.vm().part(answer) instanceof CreatedVcpu vcpu
                    && asked.call().equals("KVM_CREATE_VCPU")) {
                vcpu.runIsKnownBy(files.get(answer)::hasRun);
            }
        }
        return answer;
    }

    /** @return the negated errno of the first rule that a call breaks; 0 if it breaks none */
    private int refused(int fd, ModelFile file, CallRequest asked) {
        Violation violation = Rulebook.firstViolation(new Request(
                asked, file.vm(), file.vm() == null ? null : file.vm().part(fd), facts));
        return violation == null ? 0 : violation.rule().errnos().get(0).negative();
    }

    @Override
    public int run(int vcpuFd) {
        ModelFile file = files.get(vcpuFd);
        if (file == null) {
            return Errno.EBADF.negative();
        }
        if (!file.hasRun() && file.kind() == FdKind.VCPU) {
            int refused = file.gone() != 0
                    ? file.gone()
                    : refused(vcpuFd, file, new CallRequest("KVM_RUN", FdKind.VCPU, board.abi(), 0, null, null));
            if (refused != 0) {
                file.refusedToRun(refused);
                return refused;
            }
            file.entered();
        }
        return file.run();
    }

    @Override
    public void kick(int vcpuFd) {
        ModelFile file = files.get(vcpuFd);
        if (file != null) {
            file.kick();
        }
    }

    @Override
    public long undefinedFlags(int vcpuFd) {
        ModelFile file = files.get(vcpuFd);
        return file == null ? 0 : file.undefinedFlags();
    }

    @Override
    public Mapped map(int fd, long size, long offset) {
        ModelFile file = files.get(fd);
        return file == null ? Mapped.failed(Errno.EBADF.number()) : file.map(memory, size, offset);
    }

    @Override
    public Mapped allocate(long size) {
        return Mapped.to(memory.allocate(size, () -> {}));
    }

    @Override
    public Mapped allocate(long size, long page) {
        return page == board.hugePage() && page != 0
                ? Mapped.to(memory.allocate(size, page))
                : Mapped.failed(Errno.EINVAL.number());
    }

    /** Huge pages, as many as are requested: this memory takes up room only where it is touched. */
    @Override
    public HugePages hugePages() {
        return board.hugePage() == 0
                ? HugePages.NONE
                : new HugePages() {
                    @Override
                    public long usual() {
                        return board.hugePage();
                    }

                    @Override
                    public String whyNot(long size, long page) {
                        return page == board.hugePage()
                                ? null
                                : "its huge pages are " + (board.hugePage() >> MEGABYTE) + " MiB";
                    }
                };
    }

    @Override
    public int pageSize() {
        return board.pageSize();
    }

    @Override
    public String release() {
        return board.release();
    }

    /** No rule of a model waits for an event. */
    @Override
    public int eventfd(int initial) {
        return Errno.ENOSYS.negative();
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
    public HostFiles files() {
        return HostFiles.NONE;
    }

    @Override
    public int close(int fd) {
        ModelFile file = files.remove(fd);
        if (file == null) {
            return Errno.EBADF.negative();
        }
        if (file.vm() != null) {
            file.vm().closed(fd, board.abi());
        }
        file.close();
        return 0;
    }
}
