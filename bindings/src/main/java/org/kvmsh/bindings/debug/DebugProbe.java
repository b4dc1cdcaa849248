package org.kvmsh.bindings.debug;

import java.time.Duration;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.DebugStop;
import org.kvmsh.bindings.kvm.Delivery;
import org.kvmsh.bindings.kvm.Kvm;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;

/**
 * Finds out what KVM_SET_GUEST_DEBUG delivers: a VM is created with a guest of a few instructions, run once, and
 * closed. No capability shows it: an emulated processor may accept a breakpoint and never stop at it.
 */
public final class DebugProbe {
    /** The guest leaves KVM_RUN by itself; a board that takes longer has lost it. */
    private static final Duration MOST = Duration.ofSeconds(10);

    private final Kvm kvm;
    private final long vmType;
    private final Abi abi;
    private final Breakpoints breakpoints;
    private final ProbeGuest guest;

    /** @param vmType what KVM_CREATE_VM is given */
    public DebugProbe(Kvm kvm, long vmType) {
        this.kvm = kvm;
        this.vmType = vmType;
        this.abi = kvm.kernel().abi();
        this.breakpoints = GuestDebugging.breakpoints(abi);
        this.guest = GuestDebugging.probeGuest(abi);
    }

    /** Whether a guest is stopped so. */
    public Delivery of(DebugStop stop) {
        if (guest == null) {
            return Delivery.UNKNOWN;
        }
        if (capability("KVM_CAP_SET_GUEST_DEBUG") == 0 || !isPossible(stop)) {
            return Delivery.LOST;
        }
        try (Region memory = allocate();
                Vm vm = kvm.createVm(vmType).get()) {
            return stops(vm, memory, stop) ? Delivery.DELIVERED : Delivery.LOST;
        } catch (KvmException | NotModelled e) {
            return Delivery.LOST;
        }
    }

    private int capability(String name) {
        return name != null && abi.hasConstant(name) ? kvm.capability(name) : 0;
    }

    /** Whether a stop is possible as far as that is known without a guest. */
    private boolean isPossible(DebugStop stop) {
        return switch (stop) {
            case STEP -> breakpoints.stepping() == null || capability(breakpoints.stepping()) != 0;
            case HARDWARE_BREAKPOINT -> breakpoints.inHardware(capability(breakpoints.countedBy())) > 0;
            case WATCHPOINT -> breakpoints.watchpoints(capability(breakpoints.watchpointsCountedBy())) > 0;
            case SOFTWARE_BREAKPOINT -> true;
        };
    }

    private Region allocate() {
        byte[] memory = guest.memory();
        int page = kvm.kernel().pageSize();
        Region region = kvm.allocate((memory.length + page - 1) / page * page);
        region.write(0, memory);
        return region;
    }

    private boolean stops(Vm vm, Region memory, DebugStop stop) {
        vm.setUserMemoryRegion(0, 0, memory.size(), memory).get();
        try (Vcpu vcpu = vm.createVcpu(0, kvm.vcpuMmapSize().get()).get()) {
            guest.start(vm, vcpu);
            ask(vcpu, memory, stop);
            return LimitedRun.of(vcpu, MOST) == 0 && vcpu.exit() instanceof DebugExit;
        }
    }

    private void ask(Vcpu vcpu, Region memory, DebugStop stop) {
        switch (stop) {
            case STEP -> Breakpoints.set(vcpu, breakpoints, true, List.of(), List.of(), false);
            case HARDWARE_BREAKPOINT ->
                Breakpoints.set(vcpu, breakpoints, false, List.of(guest.instruction()), List.of(), false);
            case SOFTWARE_BREAKPOINT -> {
                memory.write(guest.instruction(), breakpoints.instruction(vcpu));
                Breakpoints.set(vcpu, breakpoints, false, List.of(), List.of(), true);
            }
            case WATCHPOINT ->
                Breakpoints.set(
                        vcpu,
                        breakpoints,
                        false,
                        List.of(),
                        List.of(new Watchpoint(guest.written(), 1, WatchedAccess.WRITE)),
                        false);
        }
    }
}
