package org.kvmsh.dsl.machine.vcpu;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Uninterrupted;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The right to use a vCPU: the vCPU itself has it, inside KVM_RUN, or a script that accesses it. The kernel makes every
 * other call on a vCPU wait until KVM_RUN returns, so an access from another thread first kicks it out, and it
 * continues afterwards.
 */
final class Turn {
    private static final long AGAIN_MILLIS = 5;
    private static final long AT_MOST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Vcpu vcpu;
    private volatile boolean inside;
    private volatile int wanted;
    /** The number of accesses to the vCPU. */
    private volatile int touches;

    Turn(Vcpu vcpu) {
        this.vcpu = vcpu;
    }

    /**
     * KVM_RUN, while nobody accesses the vCPU.
     *
     * @param pending knows the result before anybody does
     */
    int run(PendingExit pending) {
        enter();
        try {
            int result = vcpu.run();
            pending.returned(result);
            return result;
        } finally {
            left();
        }
    }

    /**
     * KVM_RUN as a script calls it, which continues after an access to the vCPU.
     *
     * @param ends whether it should end anyway
     */
    IoctlResult<Integer> runByName(BooleanSupplier ends) {
        while (true) {
            int before = touches;
            enter();
            try {
                IoctlResult<Integer> result = vcpu.ioctl("KVM_RUN", 0);
                if (before == touches || ends.getAsBoolean() || result.errno() != Errno.EINTR.number()) {
                    return result;
                }
            } finally {
                left();
            }
        }
    }

    /** Whether the vCPU is in KVM_RUN now. */
    boolean isInside() {
        return inside;
    }

    private void enter() {
        inside = true;
        if (wanted > 0) {
            giveWay();
        }
    }

    private void left() {
        inside = false;
        if (wanted > 0) {
            wake();
        }
    }

    private synchronized void giveWay() {
        Uninterrupted.until(() -> wanted == 0, () -> {
            inside = false;
            notifyAll();
            wait(AGAIN_MILLIS);
        });
        inside = true;
    }

    private synchronized void wake() {
        notifyAll();
    }

    /**
     * Does something to the vCPU while it is outside KVM_RUN, also where it has to be brought out; any thread may call
     * it.
     */
    synchronized <T> T touch(Supplier<T> act) {
        wanted++;
        touches++;
        try {
            bringOut();
            return act.get();
        } finally {
            wanted--;
            notifyAll();
        }
    }

    private void bringOut() {
        long began = System.nanoTime();
        Uninterrupted.until(() -> !inside, () -> {
            if (System.nanoTime() - began > AT_MOST_NANOS) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        "the vCPU is still in KVM_RUN, so its state cannot be accessed",
                        "end the run: stop()");
            }
            vcpu.kick();
            wait(AGAIN_MILLIS);
        });
    }
}
