package org.kvmsh.bindings.kvm;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.state.ConnectedDevice;
import org.kvmsh.bindings.kvm.state.SetUpCalls;
import org.kvmsh.bindings.kvm.state.SetUpCalls.Pointed;
import org.kvmsh.bindings.kvm.state.SetUpCalls.SetUpCall;

/**
 * A new VM that the calls of another one have created and set up, and that takes its place: whoever has the VM's
 * objects, its vCPUs or its devices has those of the new VM. Memory is not copied: both VMs map the same.
 */
public final class VmReplacement implements AutoCloseable {
    /**
     * Made after the state is set: single steps begin at the pc that the vCPU has then, and an interrupt of an eventfd
     * would be lost.
     */
    private static final Set<String> LATE = Set.of("KVM_SET_GUEST_DEBUG", "KVM_IRQFD");

    private final Vm vm;
    private final Kernel kernel;
    private final Abi abi;
    private final int mmapSize;
    private final Vm other;
    /** The vCPUs of the one VM with those of the other. */
    private final Map<Vcpu, Vcpu> vcpus = new HashMap<>();
    /** What was created for a number of a call: vCPUs and devices. */
    private final Map<Integer, KvmFile> made = new HashMap<>();
    /** The former descriptors of devices, and of vCPUs that are no object, with the new ones. */
    private final Map<Integer, Integer> replaced = new HashMap<>();

    private final List<SetUpCall> late = new ArrayList<>();
    private final List<SetUpCall> irqfds = new ArrayList<>();
    private final IntPredicate isKnown;
    /** New descriptors of what the VM has without one. */
    private final List<Integer> unused = new ArrayList<>();

    private boolean taken;

    /**
     * Creates the new VM; nothing of the other one is changed but its irqfds, which are taken off it, because an
     * eventfd can be the irqfd of one VM.
     *
     * @param vcpus the VM's
     * @param mmapSize bytes of a kvm_run, from {@link Kvm#vcpuMmapSize}
     * @param isKnown whether a device's descriptor is closed by somebody else, who may use its number
     * @throws KvmException if the kernel refuses a call that it took before
     */
    public VmReplacement(Kvm kvm, Vm vm, Collection<Vcpu> vcpus, int mmapSize, IntPredicate isKnown) {
        this.vm = vm;
        this.kernel = vm.kernel();
        this.abi = kernel.abi();
        this.mmapSize = mmapSize;
        this.isKnown = isKnown;
        this.other = kvm.createVm(vm.type()).get();
        try {
            vm.setUp().all().forEach(call -> make(call, vcpus));
        } catch (KvmException e) {
            close();
            throw e;
        }
    }

    private void make(SetUpCall call, Collection<Vcpu> known) {
        if (call.name().equals("KVM_IRQFD") && !isDeassign(call)) {
            // The kernel delivers what the eventfd has signaled before it returns; later signals stay in the eventfd.
            irqfds.add(call);
            irqfd(call, true);
        }
        if (LATE.contains(call.name())) {
            late.add(call);
            return;
        }
        if (call.name().equals("KVM_CREATE_VCPU")) {
            vcpu(call, known);
            return;
        }
        KvmFile on = call.target() == SetUpCalls.VM ? other : made.get(call.target());
        IoctlResult<Integer> result =
                call.bytes() == null ? on.ioctl(call.name(), call.value()) : with(on, call, call.bytes());
        result.get();
    }

    private void vcpu(SetUpCall call, Collection<Vcpu> known) {
        Integer former = vm.setUp().descriptors().get(call.number());
        Vcpu of = known.stream()
                .filter(vcpu -> former != null && vcpu.fd() == former)
                .findFirst()
                .orElse(null);
        if (of != null) {
            Vcpu created = other.createVcpu((int) call.value(), mmapSize).get();
            made.put(call.number(), created);
            vcpus.put(of, created);
        } else {
            int fd = other.ioctl("KVM_CREATE_VCPU", call.value()).get();
            made.put(call.number(), other.mapVcpu(fd, mmapSize).get());
            created(former, fd);
        }
    }

    /** Something whose descriptor somebody has by its number, or nobody has. */
    private void created(Integer former, int fd) {
        if (former == null) {
            unused.add(fd);
        } else {
            replaced.put(former, fd);
        }
    }

    private boolean isDeassign(SetUpCall call) {
        return (call.field("flags", abi) & abi.constant("KVM_IRQFD_FLAG_DEASSIGN")) != 0;
    }

    /** An eventfd is taken off the VM, or given back to it. */
    private void irqfd(SetUpCall call, boolean off) {
        try (Argument argument = Argument.of(kernel, call.struct(), 0)) {
            argument.region().write(0, call.bytes().array());
            long flags = argument.get("flags");
            vm.ioctl("KVM_IRQFD", argument.set("flags", off ? flags | abi.constant("KVM_IRQFD_FLAG_DEASSIGN") : flags));
        }
    }

    private IoctlResult<Integer> with(KvmFile on, SetUpCall call, ByteBuffer bytes) {
        List<Region> reached = new ArrayList<>();
        try (Argument argument = Argument.of(
                kernel, call.struct(), bytes.capacity() - call.struct().size())) {
            argument.region().write(0, bytes.array());
            for (Pointed each : call.pointed()) {
                Mapped memory = kernel.allocate(each.bytes().capacity());
                if (memory.region() == null) {
                    throw new KvmException(Refusal.ofSystemCall(abi, "mmap", "mmap for a pointer", memory.errno()));
                }
                reached.add(memory.region());
                memory.region().write(0, each.bytes().array());
                argument.region().putLong(each.offset(), memory.region().address());
            }
            if (ConnectedDevice.isIn(call, abi)) {
                argument.set("args[0]", replaced.getOrDefault((int) argument.get("args[0]"), 0));
            }
            IoctlResult<Integer> result = on.ioctl(call.name(), argument, reached.toArray(Region[]::new));
            if (call.name().equals("KVM_CREATE_DEVICE") && result.ok()) {
                int fd = (int) argument.get("fd");
                made.put(call.number(), other.device(fd));
                created(vm.setUp().descriptors().get(call.number()), fd);
            }
            return result;
        } finally {
            reached.forEach(Region::close);
        }
    }

    /** Takes the VM's place, with the pages in its dirty logs. */
    public void take() {
        vm.carryDirtyPages();
        exchange(replaced, isKnown);
        taken = true;
    }

    /** Gives the VM its place back. */
    public void giveBack() {
        Map<Integer, Integer> former = new HashMap<>();
        replaced.forEach((before, now) -> former.put(now, before));
        exchange(former, fd -> false);
        taken = false;
    }

    private void exchange(Map<Integer, Integer> descriptors, IntPredicate known) {
        vm.exchange(other, descriptors, known);
        vcpus.forEach(Vcpu::exchange);
        vcpus.keySet().forEach(vm::owns);
    }

    /**
     * Sets up what comes after the state, in the VM that has taken the place.
     *
     * @throws KvmException if the kernel refuses a call that it took before
     */
    public void finish() {
        Map<Integer, Vcpu> byNumber = new HashMap<>();
        vcpus.forEach((vcpu, twin) ->
                made.forEach((number, file) -> byNumber.computeIfAbsent(number, at -> file == twin ? vcpu : null)));
        for (SetUpCall call : late) {
            KvmFile on = call.target() == SetUpCalls.VM ? vm : byNumber.get(call.target());
            if (on != null) {
                with(on, call, call.bytes()).get();
            }
        }
    }

    /** Closes the VM that has no place: the former one after {@link #take}, the new one otherwise. */
    @Override
    public void close() {
        if (!taken) {
            irqfds.forEach(call -> irqfd(call, false));
        }
        made.values().stream().filter(Vcpu.class::isInstance).forEach(KvmFile::close);
        replaced.forEach((former, now) -> {
            if (!taken) {
                kernel.close(now);
            } else if (!vm.isKnown(former)) {
                kernel.close(former);
            }
        });
        unused.forEach(kernel::close);
        other.close();
    }
}
