package org.kvmsh.bindings.kvm;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.CoalescedRing;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.Kernel;

/**
 * The guest's writes to the zones of KVM_REGISTER_COALESCED_MMIO, which cause no exit: KVM puts them into one ring per
 * VM. They are taken from it in order after each return of a vCPU's KVM_RUN, as the exits that they would be outside of
 * a zone.
 */
public final class CoalescedWrites {
    private final Vm vm;
    private final Queue<Exit> taken = new ConcurrentLinkedQueue<>();
    private CoalescedRing ring;

    CoalescedWrites(Vm vm) {
        this.vm = vm;
    }

    /** Whether a write remains; cheap if the VM has no zone, because it is asked at every exit. */
    public boolean hasNext() {
        return vm.vm().coalesces() && !taken.isEmpty();
    }

    /** Takes the oldest remaining write, as an exit of the vCPU after whose KVM_RUN it was found, or null. */
    public Exit poll() {
        return taken.poll();
    }

    /** Whether the board drains the ring from the vCPU's next KVM_RUN on; otherwise {@link #drain} does. */
    boolean isDrainedByBoard(Vcpu vcpu) {
        return kernel().drain(vcpu.fd(), ring(), entries -> take(vcpu, entries));
    }

    /** Takes the writes in the ring; one thread at a time, so that the order holds over all vCPUs. */
    synchronized void drain(Vcpu vcpu, KvmRun page) {
        take(vcpu, page.take(ring()));
    }

    private synchronized CoalescedRing ring() {
        if (ring == null) {
            Abi abi = kernel().abi();
            int page = CallOrigin.PROBING.during(() -> kernel().ioctl(
                            vm.fd(),
                            abi.ioctl("KVM_CHECK_EXTENSION").request(),
                            abi.constant("KVM_CAP_COALESCED_MMIO")));
            ring = CoalescedRing.of(abi, page, kernel().pageSize());
        }
        return ring;
    }

    private Kernel kernel() {
        return vm.kernel();
    }

    private void take(Vcpu vcpu, byte[] entries) {
        Struct entry = kernel().abi().struct("kvm_coalesced_mmio");
        HeapRegion all = new HeapRegion(entries, kernel().abi().order());
        for (int at = 0; at < entries.length; at += entry.size()) {
            Exit write = exit(vcpu, entry, all, at);
            if (!vcpu.isAnswered(write)) {
                taken.add(write);
            }
        }
    }

    /** A write as an exit, whose kvm_run is the ring's entry. */
    private Exit exit(Vcpu vcpu, Struct entry, HeapRegion all, int at) {
        Abi abi = kernel().abi();
        HeapRegion own = new HeapRegion(all.bytes(at, entry.size()), abi.order());
        long place = own.getLong(entry.offset("phys_addr"));
        int length = own.getInt(entry.offset("len"));
        int data = entry.offset("data");
        return own.getInt(entry.offset("pio")) != 0
                ? new Exit.Io((int) abi.constant("KVM_EXIT_IO"), true, (int) place, length, 1, data, own, vcpu)
                : new Exit.Mmio((int) abi.constant("KVM_EXIT_MMIO"), true, place, length, data, own, vcpu);
    }
}
