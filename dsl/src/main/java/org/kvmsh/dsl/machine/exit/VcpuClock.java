package org.kvmsh.dsl.machine.exit;

import org.kvmsh.dsl.machine.vcpu.VcpuEngine;

/** The use of a vCPU's time in one timed run. It reads the clock three times an exit and allocates nothing. */
final class VcpuClock {
    private long at = System.nanoTime();
    private long inKvmRun;

    /** KVM_RUN, which may return without an exit. */
    int enter(VcpuEngine own) {
        long before = System.nanoTime();
        int result = own.enter();
        at = System.nanoTime();
        inKvmRun += at - before;
        return result;
    }

    /** The time at which the vCPU last left KVM_RUN. */
    long at() {
        return at;
    }

    /** The nanoseconds in KVM_RUN since they were last taken. */
    long takeInKvmRun() {
        long taken = inKvmRun;
        inKvmRun = 0;
        return taken;
    }

    /** The nanoseconds since the vCPU left KVM_RUN. */
    long outside() {
        return System.nanoTime() - at;
    }
}
