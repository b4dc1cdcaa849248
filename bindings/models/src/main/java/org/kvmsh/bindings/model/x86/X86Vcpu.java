package org.kvmsh.bindings.model.x86;

import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.state.VmState;
import org.kvmsh.bindings.model.Memslots;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelMemory;

/** A vCPU of {@link X86Model}: its ioctls and KVM_RUN around {@link X86Processor}. */
final class X86Vcpu extends ModelFile {
    private static final int RUN_SIZE = 0x3000;
    /** The number of instructions between two checks for a request to stop the vCPU. */
    private static final int BETWEEN_LOOKS = 1024;

    private static final Set<String> RULED = Set.of("KVM_SET_SREGS", "KVM_SET_CPUID2");

    private final VmState vm;
    private final Struct regs;
    private final Struct sregs;
    private final Struct translation;
    private final Memslots memslots;
    private final X86State state = new X86State();
    private final X86Outside outside = new X86Outside();
    private final X86Debug debug;
    private final X86ModelCpuid cpuid;
    private final X86ModelMsrs msrs;
    private final X86SavedState saved;
    private final X86Processor processor;
    private final X86Exits exits;
    private Region run;
    private volatile boolean kicked;

    X86Vcpu(Abi abi, VmState vm, Memslots memslots, X86MsrFilter filter, long id) {
        this.vm = vm;
        this.regs = abi.struct("kvm_regs");
        this.sregs = abi.struct("kvm_sregs");
        this.translation = abi.struct("kvm_translation");
        this.memslots = memslots;
        this.debug = new X86Debug(abi);
        this.cpuid = new X86ModelCpuid(abi);
        this.msrs = new X86ModelMsrs(state, cpuid);
        this.processor = new X86Processor(state, memslots, outside, debug, msrs, filter, cpuid);
        this.saved = new X86SavedState(abi, msrs, processor.system().control());
        this.exits = new X86Exits(abi, state, outside, debug, processor);
        X86Reset.apply(state, id);
    }

    @Override
    public Set<String> ruled() {
        return RULED;
    }

    @Override
    public VmState vm() {
        return vm;
    }

    @Override
    public FdKind kind() {
        return FdKind.VCPU;
    }

    @Override
    public int ioctl(String name, long value, Region argument) {
        return switch (name) {
            case "KVM_GET_REGS" -> {
                state.giveRegs(argument, regs);
                yield 0;
            }
            case "KVM_SET_REGS" -> {
                state.takeRegs(argument, regs);
                yield 0;
            }
            case "KVM_GET_SREGS" -> {
                argument.write(0, new byte[sregs.size()]);
                state.giveSregs(argument, sregs);
                yield 0;
            }
            case "KVM_SET_SREGS" -> setSregs(argument);
            case "KVM_TRANSLATE" -> translate(argument);
            case "KVM_SET_GUEST_DEBUG" -> debug.set(argument);
            case "KVM_GET_CPUID2" -> cpuid.give(argument);
            case "KVM_SET_CPUID2" -> cpuid.take(argument, hasRun());
            default -> saved.ioctl(name, argument);
        };
    }

    /**
     * arch/x86/kvm/x86.c, __set_sregs_common: the local APIC's address and the bits of cr4 are those of this model's
     * processor.
     */
    private int setSregs(Region argument) {
        X86State wanted = new X86State();
        wanted.takeSregs(argument, sregs);
        if (!msrs.isApicBase(wanted.apicBase) || !X86ControlRegisters.isCr4(wanted.cr4)) {
            return Errno.EINVAL.negative();
        }
        state.takeSregs(argument, sregs);
        return 0;
    }

    /** api.rst, KVM_TRANSLATE. */
    private int translate(Region argument) {
        long physical = -1;
        try {
            physical = processor.memory().paging().translate(argument.getLong(translation.offset("linear_address")));
        } catch (X86Fault e) {
            argument.putByte(translation.offset("valid"), (byte) 0);
        }
        argument.putLong(translation.offset("physical_address"), physical);
        argument.putByte(translation.offset("valid"), (byte) (physical == -1 ? 0 : 1));
        argument.putByte(translation.offset("writeable"), (byte) 1);
        argument.putByte(translation.offset("usermode"), (byte) 0);
        return 0;
    }

    @Override
    public Mapped map(ModelMemory memory, long size, long offset) {
        if (offset != 0 || size > RUN_SIZE) {
            return Mapped.failed(Errno.EINVAL.number());
        }
        run = memory.allocate(size, () -> {});
        return Mapped.to(run);
    }

    @Override
    public long undefinedFlags() {
        return state.undefined.now();
    }

    @Override
    public void kick() {
        kicked = true;
    }

    /**
     * api.rst, KVM_RUN: what the last exit waits for is completed on entry; immediate_exit leaves before the guest is
     * entered.
     */
    @Override
    public int run() {
        memslots.entered();
        X86Processor.Stop stop = memslots.during(() -> exits.complete(run));
        if (stop == X86Processor.Stop.NOT_YET && exits.leavesAtOnce(run)) {
            exits.tellState(run);
            return Errno.EINTR.negative();
        }
        while (stop == X86Processor.Stop.NOT_YET) {
            if (kicked) {
                kicked = false;
                exits.tellState(run);
                return Errno.EINTR.negative();
            }
            stop = memslots.during(() -> processor.execute(BETWEEN_LOOKS));
        }
        exits.tell(stop, run);
        return 0;
    }
}
