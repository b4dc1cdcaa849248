package org.kvmsh.bindings.model.arm64;

import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.state.VmState;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelMemory;

/**
 * A vCPU of {@link Arm64Model}: its ioctls, and whether it is on. Source: arch/arm64/kvm/arm.c, kvm_arch_vcpu_ioctl;
 * reset.c; guest.c.
 */
final class Arm64Vcpu extends ModelFile {
    /** Aff0 to Aff2 of MPIDR_EL1 (Arm ARM DDI 0487, D19.2). */
    static final long AFFINITY = 0xffffff;

    /** Features known to the kernel (kvm_host.h, KVM_VCPU_MAX_FEATURES); higher ones are unknown: ENOENT. */
    private static final int FEATURES = 7;

    private static final int MPIDR_EL1 = 0xc005;
    private static final long MPIDR_RES1 = 1L << 31;
    /** sys_regs.c, reset_mpidr: the first level has 16 vCPUs. */
    private static final int FIRST_LEVEL = 4;
    /** Calls that read their argument, if only to refuse it then. */
    private static final Set<String> WITH_STRUCTS = Set.of(
            "KVM_ARM_VCPU_INIT",
            "KVM_GET_ONE_REG",
            "KVM_SET_ONE_REG",
            "KVM_GET_REG_LIST",
            "KVM_GET_MP_STATE",
            "KVM_SET_MP_STATE",
            "KVM_GET_VCPU_EVENTS",
            "KVM_SET_VCPU_EVENTS",
            "KVM_SET_GUEST_DEBUG",
            "KVM_SET_REGS",
            "KVM_TRANSLATE");
    /** Parts of a real vCPU that the model lacks: its PMU, its timers and stolen time have no attributes. */
    private static final Set<String> NOT_MODELLED = Set.of(
            "KVM_SET_DEVICE_ATTR",
            "KVM_GET_DEVICE_ATTR",
            "KVM_HAS_DEVICE_ATTR",
            "KVM_SET_SIGNAL_MASK",
            "KVM_GET_STATS_FD");

    private static final Set<String> RULED = Set.of(
            "KVM_ARM_VCPU_INIT", "KVM_GET_ONE_REG", "KVM_SET_ONE_REG", "KVM_GET_REG_LIST", "KVM_ARM_VCPU_FINALIZE");

    private final Abi abi;
    private final Arm64Vm vm;
    private final ModelMemory memory;
    private final long id;
    private final A64State state = new A64State();
    private final OneRegs registers;
    private final Arm64Debug debug;
    private final Arm64Run running;
    /** Held during each call on the vCPU, including KVM_RUN (kvm_main.c, kvm_vcpu_ioctl). */
    private final ReentrantLock calls = new ReentrantLock();

    private volatile Integer features;
    private volatile boolean isStopped;
    private Runnable pendingReset;
    private Region run;
    private boolean isMapped;

    Arm64Vcpu(Abi abi, Arm64Vm vm, ModelMemory memory, long id) {
        this.abi = abi;
        this.vm = vm;
        this.memory = memory;
        this.id = id;
        this.registers = new OneRegs(abi, state, vm.firmware().registers(this::hasPsci));
        this.debug = new Arm64Debug(abi);
        this.running = new Arm64Run(abi, vm, this, state, debug);
    }

    @Override
    public FdKind kind() {
        return FdKind.VCPU;
    }

    long affinity() {
        return id & (1 << FIRST_LEVEL) - 1 | id >> FIRST_LEVEL << Byte.SIZE;
    }

    boolean hasPsci() {
        return features != null && has("KVM_ARM_VCPU_PSCI_0_2");
    }

    private boolean has(String feature) {
        return (features >> abi.constant(feature) & 1) != 0;
    }

    @Override
    public Set<String> ruled() {
        return RULED;
    }

    @Override
    public VmState vm() {
        return vm.vm();
    }

    /**
     * arm.c, kvm_arch_vcpu_run_pid_change: where the interrupt controller cannot be mapped the VM is dead
     * (kvm_vm_dead).
     */
    @Override
    protected void refusedToRun(int errno) {
        if (errno == Errno.ENXIO.negative() || errno == Errno.EINVAL.negative()) {
            vm.die();
        }
    }

    /** KVM_MP_STATE_STOPPED: KVM_RUN waits until it is turned on. */
    boolean isStopped() {
        return isStopped;
    }

    void stop() {
        isStopped = true;
    }

    private void start() {
        isStopped = false;
        running.wake();
    }

    /** psci.c, kvm_psci_vcpu_on: false if it is on already. It is reset by the thread that runs it. */
    synchronized boolean turnOn(long entry, long context) {
        if (!isStopped) {
            return false;
        }
        pendingReset = () -> {
            reset();
            state.pc = entry;
            state.x[0] = context;
        };
        start();
        return true;
    }

    /** Done before any access to the registers (KVM_REQ_VCPU_RESET). */
    synchronized void takeReset() {
        if (pendingReset != null) {
            pendingReset.run();
            pendingReset = null;
        }
    }

    void setLine(boolean isFast, boolean level) {
        running.setLine(isFast, level);
    }

    /** The memory of kvm_run. */
    Region runPage() {
        if (run == null) {
            run = memory.allocate(2L * Arm64Model.PAGE, () -> {});
        }
        return run;
    }

    @Override
    public Mapped map(ModelMemory from, long size, long offset) {
        if (offset != 0 || size > 2L * Arm64Model.PAGE) {
            return Mapped.failed(Errno.EINVAL.number());
        }
        isMapped = true;
        return Mapped.to(runPage());
    }

    @Override
    public void close() {
        if (run != null && !isMapped) {
            run.close();
        }
    }

    @Override
    public void kick() {
        running.kick();
    }

    @Override
    public int run() {
        calls.lock();
        try {
            return vm.isDead() ? Errno.EIO.negative() : running.enter();
        } finally {
            calls.unlock();
        }
    }

    @Override
    public int gone() {
        return vm.isDead() ? Errno.EIO.negative() : 0;
    }

    @Override
    public int badPointer(String name, Region nothing) {
        boolean isEarly = features == null
                && Set.of("KVM_GET_ONE_REG", "KVM_SET_ONE_REG", "KVM_GET_REG_LIST")
                        .contains(name);
        return (isEarly
                        ? Errno.ENOEXEC
                        : WITH_STRUCTS.contains(name) || NOT_MODELLED.contains(name) ? Errno.EFAULT : Errno.EINVAL)
                .negative();
    }

    @Override
    public int ioctl(String name, long value, Region argument) {
        if (NOT_MODELLED.contains(name)) {
            throw new NotModelled("the model does not implement " + name + " for vCPUs");
        }
        calls.lock();
        try {
            takeReset();
            return name.equals("KVM_ARM_VCPU_FINALIZE") ? finish(value) : answer(name, argument);
        } finally {
            calls.unlock();
        }
    }

    private int answer(String name, Region argument) {
        return switch (name) {
            case "KVM_ARM_VCPU_INIT" -> initialize(argument);
            case "KVM_GET_ONE_REG", "KVM_SET_ONE_REG" -> oneReg(argument, name.equals("KVM_SET_ONE_REG"));
            case "KVM_GET_REG_LIST" -> list(argument);
            case "KVM_GET_MP_STATE" -> {
                argument.putInt(0, (int) abi.constant(isStopped ? "KVM_MP_STATE_STOPPED" : "KVM_MP_STATE_RUNNABLE"));
                yield 0;
            }
            case "KVM_SET_MP_STATE" -> setMpState(Integer.toUnsignedLong(argument.getInt(0)));
            case "KVM_GET_VCPU_EVENTS" -> {
                argument.write(0, new byte[abi.struct("kvm_vcpu_events").size()]);
                yield 0;
            }
            case "KVM_SET_VCPU_EVENTS" -> setEvents(argument);
            case "KVM_SET_GUEST_DEBUG" -> {
                int answer = debug.set(argument);
                running.debugChanged();
                yield answer;
            }
            default -> Errno.EINVAL.negative();
        };
    }

    /** arm.c, kvm_vcpu_set_target: no rule has the processor's target, or the features known to the kernel. */
    private int initialize(Region argument) {
        Struct layout = abi.struct("kvm_vcpu_init");
        if (argument.getInt(layout.offset("target")) != abi.constant(Arm64Model.TARGET)) {
            return Errno.EINVAL.negative();
        }
        int wanted = argument.getInt(layout.offset("features[0]"));
        if (wanted >>> FEATURES != 0) {
            return Errno.ENOENT.negative();
        }
        features = wanted;
        reset();
        isStopped = has("KVM_ARM_VCPU_POWER_OFF");
        return 0;
    }

    private void reset() {
        registers.reset();
        state.system.put(MPIDR_EL1, MPIDR_RES1 | affinity());
        running.reset();
    }

    private int oneReg(Region argument, boolean sets) {
        Struct layout = abi.struct("kvm_one_reg");
        long register = argument.getLong(layout.offset("id"));
        int unknown = registers.check(register);
        if (unknown != 0) {
            return unknown;
        }
        long address = argument.getLong(layout.offset("addr"));
        Region value = memory.holding(address, registers.bytes(register));
        if (value == null) {
            return Errno.EFAULT.negative();
        }
        if (sets) {
            return registers.set(register, value, address - value.address());
        }
        registers.get(register, value, address - value.address());
        return 0;
    }

    /** Lists the register ids; if there is too little room for them, returns E2BIG and their number (api.rst 4.84). */
    private int list(Region argument) {
        Struct layout = abi.struct("kvm_reg_list");
        List<Long> ids = registers.ids();
        long room = argument.getLong(layout.offset("n"));
        argument.putLong(layout.offset("n"), ids.size());
        if (Long.compareUnsigned(room, ids.size()) < 0) {
            return Errno.E2BIG.negative();
        }
        for (int i = 0; i < ids.size(); i++) {
            argument.putLong(layout.size() + (long) i * Long.BYTES, ids.get(i));
        }
        return 0;
    }

    /** guest.c, kvm_arm_vcpu_finalize: the features of the model's vCPUs do not need it. */
    private int finish(long feature) {
        return (memory.holding(feature, Integer.BYTES) == null ? Errno.EFAULT : Errno.EINVAL).negative();
    }

    private int setMpState(long wanted) {
        if (wanted == abi.constant("KVM_MP_STATE_SUSPENDED")) {
            throw new NotModelled("the model does not suspend vCPUs");
        }
        if (wanted == abi.constant("KVM_MP_STATE_RUNNABLE")) {
            start();
        } else if (wanted == abi.constant("KVM_MP_STATE_STOPPED")) {
            stop();
        } else {
            return Errno.EINVAL.negative();
        }
        return 0;
    }

    /** guest.c, __kvm_arm_vcpu_set_events. */
    private int setEvents(Region argument) {
        Struct layout = abi.struct("kvm_vcpu_events");
        if (argument.getByte(layout.offset("exception.serror_pending")) != 0
                || argument.getByte(layout.offset("exception.ext_dabt_pending")) != 0) {
            throw new NotModelled("the model cannot inject aborts through KVM_SET_VCPU_EVENTS");
        }
        return 0;
    }
}
