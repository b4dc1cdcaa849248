package org.kvmsh.bindings.proposal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.kvmsh.bindings.kernel.Kernel;

/**
 * A VM of the kernel below, and what proposals keep of it. It lives as a kernel's does: until its own and its vCPUs'
 * descriptors are closed.
 */
public final class ProposedVm {
    private final Kernel below;
    private final long type;
    private final List<Integer> vcpus = new CopyOnWriteArrayList<>();
    private final Map<Proposal, Object> states = new ConcurrentHashMap<>();
    private volatile int fd;
    private volatile boolean run;
    private int open;

    ProposedVm(Kernel below, long type, int fd) {
        this.below = below;
        this.type = type;
        this.fd = fd;
    }

    /** The kernel below; each call on it is traced as the proposal's. */
    public Kernel below() {
        return below;
    }

    /** That KVM_CREATE_VM was called with. */
    public long type() {
        return type;
    }

    /** The VM's descriptor; -1 after it was closed. */
    public int fd() {
        return fd;
    }

    /** The descriptors of its vCPUs that are open. */
    public List<Integer> vcpus() {
        return vcpus;
    }

    /** Whether KVM_RUN was called on any of its vCPUs. */
    public boolean hasRun() {
        return run;
    }

    /** The state that a proposal keeps of this VM. */
    @SuppressWarnings("unchecked")
    public <T> T state(Proposal proposal, Supplier<T> first) {
        return (T) states.computeIfAbsent(proposal, key -> first.get());
    }

    void runs() {
        run = true;
    }

    synchronized void opened() {
        open++;
    }

    /** Whether that was the last descriptor. */
    synchronized boolean closed(int closedFd) {
        if (closedFd == fd) {
            fd = -1;
        }
        vcpus.remove((Integer) closedFd);
        return --open == 0;
    }
}
