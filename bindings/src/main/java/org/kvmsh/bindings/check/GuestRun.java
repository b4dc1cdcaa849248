package org.kvmsh.bindings.check;

import java.time.Duration;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.debug.GuestDebugging;
import org.kvmsh.bindings.debug.LimitedRun;
import org.kvmsh.bindings.debug.ProbeGuest;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;

/** A run of a vCPU that ends in time, whatever state calls have left it in. */
final class GuestRun {
    private static final Duration MOST = Duration.ofMillis(300);
    private static final byte UNWRITTEN = (byte) 0xa5;

    private final ProbeGuest guest;
    private final Region memory;

    /** @param memory the guest's, from its address 0 on */
    GuestRun(Abi abi, Region memory) {
        this.guest = GuestDebugging.probeGuest(abi);
        this.memory = memory;
    }

    /** Whether a guest that is put there and started stores what it is to store. */
    boolean stores(Vm vm, Vcpu vcpu) {
        if (guest == null) {
            return false;
        }
        byte[] text = guest.memory();
        text[(int) guest.written()] = UNWRITTEN;
        memory.write(0, text);
        try {
            guest.start(vm, vcpu);
        } catch (KvmException e) {
            return false;
        }
        run(vcpu);
        return memory.bytes(guest.written(), 1)[0] != UNWRITTEN;
    }

    /** KVM_RUN to an exit; -EINTR if none comes in time. */
    static int run(Vcpu vcpu) {
        return LimitedRun.of(vcpu, MOST);
    }
}
