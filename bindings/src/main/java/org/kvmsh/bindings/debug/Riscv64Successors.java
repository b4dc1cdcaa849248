package org.kvmsh.bindings.debug;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.TreeSet;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;

/**
 * The addresses at which a guest can be after an instruction: behind it, at the target of its jump, of a branch at
 * both, or at its trap vector.
 *
 * <p>Source: RISC-V Unprivileged ISA, "RV32/64G Instruction Set Listings" and "RVC Instruction Set Listings";
 * Privileged Architecture, "stvec".
 */
final class Riscv64Successors {
    private static final int JAL = 0x6f;
    private static final int JALR = 0x67;
    private static final int BRANCH = 0x63;
    private static final int SRET = 0x10200073;
    /** The supervisor's software, timer and external interrupts. */
    private static final int[] INTERRUPTS = {1, 5, 9};

    private static final int LONG = 4;
    private static final int SHORT = 2;

    private final Abi abi;
    private final OneReg registers;
    private final long at;

    private Riscv64Successors(Vcpu vcpu, OneReg registers, long at) {
        this.abi = vcpu.kernel().abi();
        this.registers = registers;
        this.at = at;
    }

    /**
     * Empty for an instruction that jumps to itself.
     *
     * @param at the instruction's address
     * @param code its bytes, and maybe more
     */
    static Set<Long> of(Vcpu vcpu, long at, byte... code) {
        try (OneReg registers = new OneReg(vcpu, Long.BYTES)) {
            Riscv64Successors successors = new Riscv64Successors(vcpu, registers, at);
            Set<Long> all = new TreeSet<>();
            ByteBuffer bytes =
                    ByteBuffer.allocate(LONG).order(ByteOrder.LITTLE_ENDIAN).put(code, 0, Math.min(LONG, code.length));
            int instruction = bytes.getInt(0);
            if ((instruction & 3) == 3) {
                successors.ofLong(instruction, all);
            } else {
                successors.ofShort(instruction & 0xffff, all);
            }
            if (all.remove(at) && all.isEmpty()) {
                return all;
            }
            successors.ofTraps(all);
            all.remove(at);
            return all;
        }
    }

    private void ofLong(int instruction, Set<Long> into) {
        switch (instruction & 0x7f) {
            case JAL ->
                into.add(at
                        + (bits(instruction, 31, 31, 20)
                                | bits(instruction, 19, 12, 12)
                                | bits(instruction, 20, 20, 11)
                                | bits(instruction, 30, 21, 1)));
            case JALR -> into.add(x(instruction >>> 15 & 0x1f) + (instruction >> 20) & -2);
            case BRANCH -> {
                into.add(at
                        + (bits(instruction, 31, 31, 12)
                                | bits(instruction, 7, 7, 11)
                                | bits(instruction, 30, 25, 5)
                                | bits(instruction, 11, 8, 1)));
                into.add(at + LONG);
            }
            default -> into.add(instruction == SRET ? csr("sepc") : at + LONG);
        }
    }

    private void ofShort(int instruction, Set<Long> into) {
        int kind = instruction >>> 13 << 2 | instruction & 3;
        int first = instruction >>> 7 & 0x1f;
        boolean jumps = (instruction >>> 2 & 0x1f) == 0 && first != 0;
        switch (kind) {
            case 5 << 2 | 1 ->
                into.add(at
                        + (sign(instruction, 12, 11)
                                | bits(instruction, 8, 8, 10)
                                | bits(instruction, 10, 9, 8)
                                | bits(instruction, 6, 6, 7)
                                | bits(instruction, 7, 7, 6)
                                | bits(instruction, 2, 2, 5)
                                | bits(instruction, 11, 11, 4)
                                | bits(instruction, 5, 3, 1)));
            case 6 << 2 | 1, 7 << 2 | 1 -> {
                into.add(at
                        + (sign(instruction, 12, 8)
                                | bits(instruction, 6, 5, 6)
                                | bits(instruction, 2, 2, 5)
                                | bits(instruction, 11, 10, 3)
                                | bits(instruction, 4, 3, 1)));
                into.add(at + SHORT);
            }
            case 4 << 2 | 2 -> into.add(jumps ? x(first) & -2 : at + SHORT);
            default -> into.add(at + SHORT);
        }
    }

    private void ofTraps(Set<Long> into) {
        long vector = csr("stvec");
        into.add(vector & -4);
        if ((vector & 3) == 1) {
            for (int interrupt : INTERRUPTS) {
                into.add((vector & -4) + 4L * interrupt);
            }
        }
    }

    /** Bits of an instruction as those of an immediate from one on; the highest bit of the instruction is the sign. */
    private static long bits(int instruction, int high, int low, int to) {
        return high == 31 ? sign(instruction, low, to) : (long) (instruction >>> low & (1 << high - low + 1) - 1) << to;
    }

    /** A bit that all higher ones are the same as. */
    private static long sign(int instruction, int bit, int to) {
        return (instruction >>> bit & 1) == 0 ? 0 : -1L << to;
    }

    private long x(int number) {
        return number == 0 ? 0 : registers.get(id("CORE") | number);
    }

    private long csr(String name) {
        return registers.get(id("CSR")
                | abi.constant("KVM_REG_RISCV_CSR_GENERAL")
                | abi.struct("kvm_riscv_csr").offset(name) / Long.BYTES);
    }

    private long id(String type) {
        return abi.constant("KVM_REG_RISCV") | abi.constant("KVM_REG_SIZE_U64") | abi.constant("KVM_REG_RISCV_" + type);
    }
}
