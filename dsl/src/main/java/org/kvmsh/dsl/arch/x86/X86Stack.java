package org.kvmsh.dsl.arch.x86;

import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.GuestStack;
import org.kvmsh.dsl.register.ProgramCounter;

/**
 * The stack of SS, on which RBP leads to the caller's RBP with the return address above it. Addresses are linear.
 *
 * <p>Source: System V ABI, AMD64 supplement, "The Stack Frame"; Intel SDM volume 2, "CALL".
 *
 * @param stack what SS adds to addresses
 * @param base what CS adds
 */
record X86Stack(long rsp, long rbp, long stack, long base, int word) implements GuestStack {
    private static final byte PUSH_BP = 0x55;
    private static final byte RET = (byte) 0xc3;
    /** The length of endbr64 and endbr32. */
    private static final int ENDBR = 4;

    /** System V ABI, AMD64 supplement and Intel386 supplement, "DWARF Register Number Mapping". */
    private static final int DWARF_RBP = 6;

    private static final int DWARF_RSP = 7;
    private static final int DWARF_EBP = 5;
    private static final int DWARF_ESP = 4;

    /** The length of the longest instruction (Intel SDM volume 2, "Instruction Format"). */
    private static final int LONGEST = 15;

    static X86Stack of(Vcpu vcpu) {
        try (Argument regs = Argument.of(vcpu.kernel(), "kvm_regs");
                Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getRegs(regs).get();
            vcpu.getSregs(sregs).get();
            CodeMode mode = X86ProgramCounter.mode(sregs);
            int word = mode == CodeMode.X86_64 ? Long.BYTES : mode == CodeMode.X86_32 ? Integer.BYTES : Short.BYTES;
            long mask = -1L >>> Long.SIZE - word * Byte.SIZE;
            // In 64-bit mode the bases of CS and SS are 0 (Intel SDM volume 1, "Segment Registers in 64-Bit Mode").
            return new X86Stack(
                    regs.get("rsp") & mask,
                    regs.get("rbp") & mask,
                    mode == CodeMode.X86_64 ? 0 : sregs.get("ss.base"),
                    mode == CodeMode.X86_64 ? 0 : sregs.get("cs.base"),
                    word);
        }
    }

    @Override
    public long top() {
        return stack + rsp;
    }

    @Override
    public long pointer() {
        return rbp == 0 ? 0 : stack + rbp;
    }

    @Override
    public int dwarfTop() {
        return word == Long.BYTES ? DWARF_RSP : word == Integer.BYTES ? DWARF_ESP : -1;
    }

    @Override
    public int dwarfPointer() {
        return word == Long.BYTES ? DWARF_RBP : word == Integer.BYTES ? DWARF_EBP : -1;
    }

    @Override
    public Frame caller(long pointer, Numbers numbers) {
        if (pointer == 0) {
            return null;
        }
        long pc = numbers.at(pointer + word, word);
        long before = numbers.at(pointer, word);
        return pc == 0 ? null : new Frame(code(pc), data(before), pointer + 2L * word);
    }

    @Override
    public long code(long saved) {
        return saved == 0 ? 0 : base + saved;
    }

    @Override
    public long data(long saved) {
        return saved == 0 ? 0 : stack + saved;
    }

    /** Before {@code push %rbp}, between it and {@code mov %rsp, %rbp}, and at {@code ret}. */
    @Override
    public Frame unframed(byte[] before, byte[] at, Numbers numbers) {
        long returns = returns(before, at);
        return returns == 0 ? null : unframed(returns, numbers);
    }

    @Override
    public Frame entered(Numbers numbers) {
        return unframed(top(), numbers);
    }

    private Frame unframed(long returns, Numbers numbers) {
        return new Frame(base + numbers.at(returns, word), pointer(), returns + word);
    }

    /** A call pushes the address of the next instruction. */
    @Override
    public long returnOf(long from, byte first, long pc, GuestStack before, Numbers numbers) {
        if (top() != before.top() - word) {
            return ProgramCounter.NOWHERE;
        }
        long next = base + numbers.at(top(), word);
        boolean isBehind = next > from && next <= from + LONGEST;
        return isBehind && (pc < from || pc > next) ? next : ProgramCounter.NOWHERE;
    }

    /** The address of the return address; 0 in a function with a frame. */
    private long returns(byte[] before, byte... at) {
        boolean endbr = at.length > ENDBR && at[0] == (byte) 0xf3 && at[1] == 0x0f && at[2] == 0x1e;
        if (at[0] == PUSH_BP || at[0] == RET || endbr && at[ENDBR] == PUSH_BP) {
            return top();
        }
        boolean pushed = before.length > 0 && before[before.length - 1] == PUSH_BP;
        int move = word == Long.BYTES ? 1 : 0;
        boolean moves = at.length > move + 1
                && (at[move] == (byte) 0x89 && at[move + 1] == (byte) 0xe5
                        || at[move] == (byte) 0x8b && at[move + 1] == (byte) 0xec);
        return pushed && moves ? top() + word : 0;
    }
}
