package org.kvmsh.bindings.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Kvm;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.kvm.Refusal;
import org.kvmsh.bindings.kvm.UnfollowedRule;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.bindings.kvm.rules.Diagnosis;
import org.kvmsh.bindings.kvm.rules.Rule;
import org.kvmsh.bindings.kvm.rules.Violation;

/** What a sequence of calls has opened on a board, and the memory that it uses. Closing it closes all of that. */
final class CheckedMachine implements AutoCloseable {
    /** Bytes for the elements of a flexible array: 1,024 registers of KVM_GET_REG_LIST, 204 entries of CPUID. */
    private static final int ELEMENTS = 0x2000;
    /** Refusals that come from the caller's memory, a signal or the host, whatever the argument is. */
    private static final Set<Integer> NOTHING =
            Set.of(Errno.EFAULT.number(), Errno.EINTR.number(), Errno.ENOMEM.number(), Errno.EMFILE.number());

    private static final int STANDARD_ERROR = 2;

    private final Kvm kvm;
    private final SystemFacts facts;
    private final Kernel kernel;
    private final Abi abi;
    private final Region memory;
    private final Region data;
    private final int mmapSize;
    private final GuestRun guest;
    private final Map<Part, KvmFile> files = new LinkedHashMap<>();
    private final Map<Part, Part> owners = new LinkedHashMap<>();
    private final List<KvmFile> toClose = new ArrayList<>();
    private final List<Integer> descriptors = new ArrayList<>();
    private UnfollowedRule unfollowed;

    /** @param facts of the board */
    CheckedMachine(Kvm kvm, SystemFacts facts) {
        this.kvm = kvm;
        this.facts = facts;
        this.kernel = kvm.kernel();
        this.abi = kernel.abi();
        this.mmapSize = kvm.vcpuMmapSize().get();
        memory = kvm.allocate(Operand.Address.MEMORY);
        data = kvm.allocate(Operand.Address.DATA);
        guest = new GuestRun(abi, memory);
        files.put(Part.KVM, kvm);
        kvm.comparison().begin(facts, rule -> unfollowed = rule);
    }

    Abi abi() {
        return abi;
    }

    /** Bytes of a page of the board's kernel. */
    int pageSize() {
        return kernel.pageSize();
    }

    /** The answer of KVM_ARM_PREFERRED_TARGET. */
    long preferredTarget() {
        return facts.preferredTarget();
    }

    /** What pointers of calls lead to, besides a guest's memory. */
    Region data() {
        return data;
    }

    /** The open file of a part; null if it is not open. */
    KvmFile file(Part part) {
        return files.get(part);
    }

    /** The parts that are open. */
    List<Part> parts() {
        return List.copyOf(files.keySet());
    }

    /** The VM that a part is of, or is; null for the KVM device. */
    Part owner(Part part) {
        return part.kind() == FdKind.VM ? part : owners.get(part);
    }

    long operand(Operand value) {
        if (value instanceof Operand.Address address) {
            return address.offset() < Operand.Address.MEMORY
                    ? memory.address() + address.offset()
                    : data.address() + address.offset() - Operand.Address.MEMORY;
        } else if (value instanceof Operand.Descriptor descriptor) {
            KvmFile file = files.get(descriptor.part());
            return file == null ? -1 : file.fd();
        }
        return ((Operand.Plain) value).value();
    }

    /** Makes a call and judges its answer; null if its file is not open. */
    Answered make(CheckedCall call) {
        KvmFile file = files.get(call.on());
        if (file == null) {
            return null;
        }
        if (call.call().equals(CheckedCall.CLOSE)) {
            files.remove(call.on());
            file.close();
            return null;
        }
        if (call.call().equals(CheckedCall.GUEST)) {
            return answered(call, runsGuest(call.on()) ? Judgement.TAKEN_AND_SEEN : Judgement.NOTHING, 0, List.of());
        }
        if (call.call().equals(CheckedCall.RUN)) {
            int result = GuestRun.run((Vcpu) file);
            return answered(call, result == 0 ? Judgement.TAKEN : Judgement.NOTHING, -result, List.of());
        }
        Ioctl ioctl = abi.ioctl(call.call());
        unfollowed = null;
        if (ioctl.pointed() == null) {
            return judged(call, plain(call, file), null);
        }
        try (Argument argument = argument(call, file)) {
            IoctlResult<Integer> result = file.ioctl(call.call(), argument, data);
            if (result.ok()) {
                opened(call, file, abi.givesDescriptor(call.call()), result.value(), argument);
            }
            return judged(call, result.refusal(), argument);
        }
    }

    /** Makes it, and returns its refusal, or null. */
    private Refusal plain(CheckedCall call, KvmFile file) {
        if (call.opens() != null && call.opens().kind() == FdKind.VM) {
            IoctlResult<Vm> vm = kvm.createVm(call.value());
            return vm.ok() ? keep(call, vm.value()) : vm.refusal();
        } else if (call.opens() != null && call.opens().kind() == FdKind.VCPU) {
            IoctlResult<Vcpu> vcpu = ((Vm) file).createVcpu((int) call.value(), mmapSize);
            return vcpu.ok() ? keep(call, vcpu.value()) : vcpu.refusal();
        }
        IoctlResult<Integer> result = file.ioctl(call.call(), call.value());
        if (result.ok()) {
            opened(call, file, abi.givesDescriptor(call.call()), result.value(), null);
        }
        return result.refusal();
    }

    private Refusal keep(CheckedCall call, KvmFile file) {
        files.put(call.opens(), file);
        toClose.add(file);
        if (call.on().kind() == FdKind.VM) {
            owners.put(call.opens(), call.on());
        }
        return null;
    }

    private void opened(CheckedCall call, KvmFile file, String place, int answer, Argument argument) {
        if (place == null) {
            return;
        }
        int fd = place.equals("answer") ? answer : (int) argument.get(place);
        if (call.opens() != null && fd > STANDARD_ERROR) {
            keep(call, ((Vm) file).device(fd));
        } else if (fd > STANDARD_ERROR) {
            descriptors.add(fd);
        }
    }

    /** The bytes behind a struct. */
    static int elements(Struct struct) {
        return struct.members().stream().anyMatch(member -> member.count() == 0) ? ELEMENTS : 0;
    }

    /** The struct of a call, filled in. */
    Argument argument(CheckedCall call, KvmFile file) {
        Ioctl ioctl = abi.ioctl(call.call());
        Argument argument = Argument.of(kernel, ioctl.pointed(), elements(ioctl.pointed()));
        if (call.prior() != null) {
            file.ioctl(call.prior(), argument, data);
        }
        unfollowed = null;
        call.fields().forEach((field, value) -> argument.set(field, operand(value)));
        return argument;
    }

    /** @param refusal null if the kernel took the call */
    private Answered judged(CheckedCall call, Refusal refusal, Argument argument) {
        UnfollowedRule broken = unfollowed;
        unfollowed = null;
        if (refusal == null) {
            return broken != null
                    ? answered(call, Judgement.DIFFERS, 0, rules(broken))
                    : answered(call, new ReadBack(this, call).of(argument), 0, List.of());
        }
        int errno = refusal.errno();
        if (NOTHING.contains(errno)) {
            return answered(call, Judgement.NOTHING, errno, List.of());
        }
        Diagnosis diagnosis = refusal.diagnosis();
        if (!diagnosis.violations().isEmpty()) {
            return answered(call, Judgement.REFUSED_AS_RULED, errno, List.of());
        }
        if (call.on().kind() != FdKind.SYSTEM && !files.containsKey(owner(call.on()))) {
            // A closed VM does not tell its capabilities.
            return answered(call, Judgement.MAY, errno, List.of());
        }
        return diagnosis.candidates().isEmpty() && diagnosis.patch() == null
                ? answered(call, Judgement.DIFFERS, errno, broken == null ? List.of() : rules(broken))
                : answered(call, Judgement.MAY, errno, List.of());
    }

    private static Answered answered(CheckedCall call, Judgement judgement, int errno, List<Rule> broken) {
        return new Answered(call, judgement, errno, broken, false);
    }

    private static List<Rule> rules(UnfollowedRule broken) {
        return broken.broken().stream().map(Violation::rule).toList();
    }

    /** Whether a guest of a VM runs now: a vCPU of it is started and stores what it is to store. */
    private boolean runsGuest(Part vm) {
        for (Map.Entry<Part, KvmFile> file : files.entrySet()) {
            if (file.getValue() instanceof Vcpu vcpu
                    && vm.equals(owner(file.getKey()))
                    && files.get(vm) instanceof Vm of) {
                return guest.stores(of, vcpu);
            }
        }
        return false;
    }

    @Override
    public void close() {
        kvm.comparison().end();
        for (int i = toClose.size() - 1; i >= 0; i--) {
            toClose.get(i).close();
        }
        descriptors.forEach(kernel::close);
        memory.close();
        data.close();
    }
}
