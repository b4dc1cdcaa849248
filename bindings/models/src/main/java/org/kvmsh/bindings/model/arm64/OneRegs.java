package org.kvmsh.bindings.model.arm64;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.LongToIntFunction;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;

/**
 * The registers of a vCPU that KVM_GET_ONE_REG and KVM_SET_ONE_REG access, by id. Source: arch/arm64/kvm/guest.c and
 * sys_regs.c; api.rst 4.68.
 */
final class OneRegs {
    /** A register that lives elsewhere: in the processor, or in the VM. What sets it answers 0 or a negated errno. */
    private record Cell(LongSupplier get, LongToIntFunction set) {}

    /**
     * The modes of an AArch64 guest, and AArch32's user mode, which a Cortex-A57 has (guest.c, set_core_reg): EL0t,
     * EL1t, EL1h, USR.
     */
    private static final List<Long> MODES = List.of(0L, A64State.EL1T, A64State.EL1H, 0x10L);

    private static final int ENCODING = 0xffff;

    private final Abi abi;
    private final A64State state;
    private final Map<Long, CortexA57.Register> known = new LinkedHashMap<>();
    private final Map<Long, Cell> cells = new HashMap<>();
    private final Map<Long, BigInteger> held = new HashMap<>();

    OneRegs(Abi abi, A64State state, Map<String, Firmware.Register> firmware) {
        this.abi = abi;
        this.state = state;
        CortexA57.REGISTERS.forEach(register -> known.put(register.id(), register));
        Struct regs = abi.struct("kvm_regs");
        for (int i = 0; i < state.x.length; i++) {
            int number = i;
            core(regs, "regs.regs[" + i + "]", () -> state.x[number], value -> state.x[number] = value);
        }
        core(regs, "regs.sp", () -> state.spEl0, value -> state.spEl0 = value);
        core(regs, "regs.pc", () -> state.pc, value -> state.pc = value);
        core(regs, "regs.pstate", () -> state.pstate, value -> state.pstate = value);
        core(regs, "sp_el1", () -> state.spEl1, value -> state.spEl1 = value);
        core(regs, "elr_el1", () -> state.elr, value -> state.elr = value);
        core(regs, "spsr[" + abi.constant("KVM_SPSR_EL1") + "]", () -> state.spsr, value -> state.spsr = value);
        for (CortexA57.Register register : CortexA57.REGISTERS) {
            if (isSystem(register)) {
                int encoding = (int) register.id() & ENCODING;
                cell(register.id(), () -> state.system.get(encoding), value -> state.system.put(encoding, value));
            }
        }
        cell(abi.constant("KVM_REG_ARM_TIMER_CNT"), state.system::counter, state.system::setCounter);
        cell(abi.constant("KVM_REG_ARM_TIMER_CVAL"), state.system::timerValue, state.system::setTimerValue);
        cell(abi.constant("KVM_REG_ARM_TIMER_CTL"), state.system::timerControl, state.system::setTimerControl);
        firmware.forEach((name, register) -> cells.put(abi.constant(name), new Cell(register.get(), register.set())));
    }

    private void core(Struct regs, String field, LongSupplier get, LongConsumer set) {
        cell(
                abi.constant("KVM_REG_ARM64")
                        | abi.constant("KVM_REG_SIZE_U64")
                        | abi.constant("KVM_REG_ARM_CORE")
                        | regs.offset(field) / Integer.BYTES,
                get,
                set);
    }

    private void cell(long id, LongSupplier get, LongConsumer set) {
        cells.put(id, new Cell(get, value -> {
            set.accept(value);
            return 0;
        }));
    }

    private boolean isSystem(CortexA57.Register register) {
        return coprocessor(register.id()) == abi.constant("KVM_REG_ARM64_SYSREG")
                && register.takes() != CortexA57.Takes.KVM;
    }

    private long coprocessor(long id) {
        return id & abi.constant("KVM_REG_ARM_COPROC_MASK");
    }

    /** Resets the registers as KVM_ARM_VCPU_INIT does (arch/arm64/kvm/reset.c, kvm_reset_vcpu). */
    void reset() {
        for (CortexA57.Register register : CortexA57.REGISTERS) {
            if (isSystem(register)) {
                state.system.reset(
                        (int) register.id() & ENCODING,
                        register.value().longValue(),
                        register.takes() == CortexA57.Takes.SAME);
            } else if (!cells.containsKey(register.id())) {
                held.put(register.id(), register.value());
            } else if (register.takes() != CortexA57.Takes.KVM) {
                cells.get(register.id()).set().applyAsInt(register.value().longValue());
            }
        }
        state.system.resetTimer();
    }

    /** KVM_GET_REG_LIST. */
    List<Long> ids() {
        return List.copyOf(known.keySet());
    }

    int bytes(long id) {
        return 1 << ((id & abi.constant("KVM_REG_SIZE_MASK")) >>> abi.constant("KVM_REG_SIZE_SHIFT"));
    }

    /** 0 if there is such a register, otherwise the negated errno. */
    int check(long id) {
        if (known.containsKey(id)) {
            return 0;
        }
        boolean isForeign = (id & abi.constant("KVM_REG_ARCH_MASK")) != abi.constant("KVM_REG_ARM64");
        boolean isVector =
                coprocessor(id) == abi.constant("KVM_REG_ARM64_SVE") && id != abi.constant("KVM_REG_ARM64_SVE_VLS");
        boolean isPartOfRegs = coprocessor(id) == abi.constant("KVM_REG_ARM_CORE")
                && (id & ENCODING) < abi.struct("kvm_regs").size() / Integer.BYTES;
        return (isForeign || isVector || isPartOfRegs ? Errno.EINVAL : Errno.ENOENT).negative();
    }

    void get(long id, Region into, long offset) {
        Cell cell = cells.get(id);
        BigInteger value =
                cell == null ? held.get(id) : BigInteger.valueOf(cell.get().getAsLong());
        for (int i = 0; i < bytes(id); i++) {
            into.putByte(offset + i, value.shiftRight(i * Byte.SIZE).byteValue());
        }
    }

    int set(long id, Region from, long offset) {
        BigInteger value = BigInteger.ZERO;
        for (int i = bytes(id) - 1; i >= 0; i--) {
            value = value.shiftLeft(Byte.SIZE).or(BigInteger.valueOf(from.get(offset + i, 1)));
        }
        CortexA57.Register register = known.get(id);
        boolean refused = switch (register.takes()) {
            case SAME -> !value.equals(register.value());
            case PSTATE -> !MODES.contains(value.longValue() & A64State.MODE);
            default -> false;
        };
        if (refused) {
            return Errno.EINVAL.negative();
        }
        Cell cell = cells.get(id);
        if (cell != null) {
            return cell.set().applyAsInt(value.longValue());
        }
        held.put(id, value);
        return 0;
    }
}
