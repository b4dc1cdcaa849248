package org.kvmsh.bindings.debug;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Uninterrupted;
import org.kvmsh.bindings.kvm.Vcpu;

/** A run of a vCPU that ends in time, whatever its guest does. */
public final class LimitedRun {
    private LimitedRun() {}

    /**
     * KVM_RUN to an exit.
     *
     * @param most the time after which the vCPU is kicked
     * @return 0 at an exit; -EINTR if none comes in time; otherwise a negated errno
     */
    public static int of(Vcpu vcpu, Duration most) {
        AtomicBoolean late = new AtomicBoolean();
        Thread limit = new Thread(
                () -> {
                    try {
                        Thread.sleep(most.toMillis());
                        late.set(true);
                        vcpu.kick();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "run-limit");
        limit.setDaemon(true);
        limit.start();
        try {
            int result;
            do {
                result = vcpu.run();
            } while (result == Errno.EINTR.negative() && !late.get());
            return result;
        } finally {
            limit.interrupt();
            // The vCPU may not be closed while it is kicked.
            Uninterrupted.join(limit);
        }
    }
}
