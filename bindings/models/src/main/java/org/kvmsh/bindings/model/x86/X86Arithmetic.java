package org.kvmsh.bindings.model.x86;

import java.math.BigInteger;

/**
 * Integer arithmetic. The comment behind each opcode names its section of the Intel SDM, volume 2; RFLAGS is as its
 * "Flags Affected" has it.
 */
final class X86Arithmetic {
    private static final int CMP = 7;
    private static final long NOT_CARRY = X86Flags.ARITHMETIC & ~X86Flags.CARRY;

    private final X86Instruction in;

    X86Arithmetic(X86Instruction in) {
        this.in = in;
    }

    /** Whether the opcode is one of these. */
    boolean execute(int opcode) {
        if (opcode < 0x40 && (opcode & 7) < 6) {
            binary(opcode); // ADD, OR, ADC, SBB, AND, SUB, XOR, CMP
            return true;
        }
        switch (opcode) {
            case 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47 -> increment(opcode, 1); // INC r16/r32
            case 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f -> increment(opcode, -1); // DEC r16/r32
            case 0x69 -> multiplyInto(in.operandBytes()); // IMUL r, r/m, imm
            case 0x6b -> multiplyInto(1); // IMUL r, r/m, imm8
            case 0x80, 0x82 -> immediate(1, 1); // ADD ... CMP r/m8, imm8
            case 0x81 -> immediate(in.operandBytes(), in.operandBytes()); // ADD ... CMP r/m, imm
            case 0x83 -> immediate(in.operandBytes(), 1); // ADD ... CMP r/m, imm8
            case 0x84, 0x85 -> { // TEST r/m, r
                in.modrm();
                test(in.rm(in.bytesOf(opcode)) & in.reg(in.bytesOf(opcode)), in.bytesOf(opcode));
            }
            case 0xa8, 0xa9 -> { // TEST AL/eAX, imm
                long value = in.immediate(in.bytesOf(opcode));
                test(in.register(X86State.RAX, in.bytesOf(opcode)) & value, in.bytesOf(opcode));
            }
            case 0xd4 -> adjustAfterMultiply((int) in.fetch(1)); // AAM imm8
            case 0xd5 -> { // AAD imm8
                long base = in.fetch(1);
                long ax = in.register(X86State.RAX, Short.BYTES);
                adjusted(ax + (ax >> Byte.SIZE) * base & 0xff);
            }
            case 0xf6, 0xf7 -> group3(in.bytesOf(opcode));
            case 0xfe -> group4(1);
            case 0xff -> {
                return false;
            }
            case X86Instruction.TWO_BYTES + 0xaf -> { // IMUL r, r/m
                in.modrm();
                in.setReg(
                        in.operandBytes(),
                        signedProduct(in.reg(in.operandBytes()), in.rm(in.operandBytes()), in.operandBytes()));
            }
            case X86Instruction.TWO_BYTES + 0xc0, X86Instruction.TWO_BYTES + 0xc1 -> { // XADD r/m, r
                in.modrm();
                int bytes = in.bytesOf(opcode);
                long old = in.rm(bytes);
                long sum = compute(0, old, in.reg(bytes), bytes);
                in.setRm(bytes, sum);
                in.setReg(bytes, old);
                if (!in.isMemory() && in.rmField() == in.regField()) {
                    in.setRm(bytes, sum);
                }
            }
            case X86Instruction.TWO_BYTES + 0xb0, X86Instruction.TWO_BYTES + 0xb1 ->
                compareAndExchange(in.bytesOf(opcode)); // CMPXCHG r/m, r
            case X86Instruction.TWO_BYTES + 0xc7 -> compareAndExchange8(); // CMPXCHG8B m64
            default -> {
                return false;
            }
        }
        return true;
    }

    private void binary(int opcode) {
        int bytes = in.bytesOf(opcode);
        int operation = opcode >> 3;
        if ((opcode & 4) != 0) {
            long right = in.immediate(bytes);
            long result = compute(operation, in.register(X86State.RAX, bytes), right & X86Flags.mask(bytes), bytes);
            if (operation != CMP) {
                in.setImplied(X86State.RAX, bytes, result);
            }
            return;
        }
        in.modrm();
        boolean intoRegister = (opcode & 2) != 0;
        long left = intoRegister ? in.reg(bytes) : in.rm(bytes);
        long right = intoRegister ? in.rm(bytes) : in.reg(bytes);
        long result = compute(operation, left, right, bytes);
        if (operation != CMP && intoRegister) {
            in.setReg(bytes, result);
        } else if (operation != CMP) {
            in.setRm(bytes, result);
        }
    }

    private void immediate(int bytes, int immediateBytes) {
        in.modrm();
        long right = in.immediate(immediateBytes) & X86Flags.mask(bytes);
        long result = compute(in.extension(), in.rm(bytes), right, bytes);
        if (in.extension() != CMP) {
            in.setRm(bytes, result);
        }
    }

    private long compute(int operation, long left, long right, int bytes) {
        long carry = in.state().rflags & X86Flags.CARRY;
        long result = switch (operation) {
            case 0 -> left + right;
            case 1 -> left | right;
            case 2 -> left + right + carry;
            case 3 -> left - right - carry;
            case 4 -> left & right;
            case 6 -> left ^ right;
            default -> left - right;
        };
        long flags = switch (operation) {
            case 0, 2 -> X86Flags.ofSum(left, right, result, bytes);
            case 3, 5, CMP -> X86Flags.ofDifference(left, right, result, bytes);
            default -> X86Flags.ofResult(result, bytes);
        };
        in.flags(flags, X86Flags.ARITHMETIC);
        in.undefined(isLogic(operation) ? X86UndefinedFlags.LOGIC : 0);
        return result;
    }

    /** OR, AND, XOR. */
    private static boolean isLogic(int operation) {
        return operation == 1 || operation == 4 || operation == 6;
    }

    private void test(long result, int bytes) {
        in.flags(X86Flags.ofResult(result, bytes), X86Flags.ARITHMETIC);
        in.undefined(X86UndefinedFlags.LOGIC);
    }

    private void increment(int opcode, long by) {
        int bytes = in.operandBytes();
        in.setRegister(opcode & 7, bytes, incremented(in.register(opcode & 7, bytes), by, bytes));
    }

    private long incremented(long old, long by, int bytes) {
        in.flags(
                by > 0 ? X86Flags.ofSum(old, 1, old + 1, bytes) : X86Flags.ofDifference(old, 1, old - 1, bytes),
                NOT_CARRY);
        return old + by;
    }

    /** INC and DEC of r/m, whose ModR/M the caller may have read for the opcode's other meanings. */
    private void group4(int bytes) {
        in.modrm();
        if (!incrementRm(bytes)) {
            throw new X86Unknown();
        }
    }

    boolean incrementRm(int bytes) {
        if (in.extension() > 1) {
            return false;
        }
        in.setRm(bytes, incremented(in.rm(bytes), in.extension() == 0 ? 1 : -1, bytes));
        return true;
    }

    private void group3(int bytes) {
        in.modrm();
        switch (in.extension()) {
            case 0, 1 -> { // TEST r/m, imm
                long right = in.immediate(bytes);
                test(in.rm(bytes) & right, bytes);
            }
            case 2 -> in.setRm(bytes, ~in.rm(bytes)); // NOT r/m
            case 3 -> { // NEG r/m
                long old = in.rm(bytes);
                in.setRm(bytes, -old);
                in.flags(X86Flags.ofDifference(0, old, -old, bytes), X86Flags.ARITHMETIC);
            }
            case 4 -> multiply(bytes, false); // MUL r/m
            case 5 -> multiply(bytes, true); // IMUL r/m
            case 6 -> divide(bytes, false); // DIV r/m
            default -> divide(bytes, true); // IDIV r/m
        }
    }

    private void adjustAfterMultiply(int base) {
        if (base == 0) {
            throw X86Fault.plain(X86Fault.DIVIDE_ERROR);
        }
        long al = in.state().registers[X86State.RAX] & 0xff;
        adjusted(al / base << Byte.SIZE | al % base);
    }

    private void adjusted(long ax) {
        in.setImplied(X86State.RAX, Short.BYTES, ax);
        in.flags(X86Flags.ofResult(ax, 1), X86Flags.ARITHMETIC);
        in.undefined(X86UndefinedFlags.ASCII_ADJUST);
    }

    private void multiplyInto(int immediateBytes) {
        in.modrm();
        int bytes = in.operandBytes();
        long right = in.immediate(immediateBytes);
        in.setReg(bytes, signedProduct(in.rm(bytes), right, bytes));
    }

    /**
     * CF and OF are set if the product did not fit; the other flags, which the manual leaves undefined, do not change.
     */
    private long signedProduct(long left, long right, int bytes) {
        BigInteger product = BigInteger.valueOf(X86Flags.signExtended(left, bytes))
                .multiply(BigInteger.valueOf(X86Flags.signExtended(right, bytes)));
        overflow(product.bitLength() >= bytes * Byte.SIZE);
        return product.longValue();
    }

    private void overflow(boolean lost) {
        in.flags(lost ? -1 : 0, X86Flags.CARRY | X86Flags.OVERFLOW);
        in.undefined(X86UndefinedFlags.MULTIPLY);
    }

    private void multiply(int bytes, boolean signed) {
        BigInteger product =
                number(in.register(X86State.RAX, bytes), bytes, signed).multiply(number(in.rm(bytes), bytes, signed));
        setWide(
                bytes,
                product.longValue(),
                product.shiftRight(bytes * Byte.SIZE).longValue());
        overflow(signed ? product.bitLength() >= bytes * Byte.SIZE : product.bitLength() > bytes * Byte.SIZE);
    }

    private void divide(int bytes, boolean signed) {
        BigInteger divisor = number(in.rm(bytes), bytes, signed);
        long high = bytes == 1 ? in.state().registers[X86State.RAX] >> Byte.SIZE : in.state().registers[X86State.RDX];
        BigInteger low = number(in.state().register(X86State.RAX, bytes, true), bytes, false);
        BigInteger dividend =
                number(high, bytes, signed).shiftLeft(bytes * Byte.SIZE).or(low);
        if (divisor.signum() == 0) {
            throw X86Fault.plain(X86Fault.DIVIDE_ERROR);
        }
        BigInteger[] result = dividend.divideAndRemainder(divisor);
        if (result[0].bitLength() > bytes * Byte.SIZE - (signed ? 1 : 0)) {
            throw X86Fault.plain(X86Fault.DIVIDE_ERROR);
        }
        setWide(bytes, result[0].longValue(), result[1].longValue());
        // Undefined by the manual; AMD's processors since Zen leave CF and OF.
        in.flags(X86Flags.ADJUST, X86Flags.ADJUST | X86Flags.SIGN | X86Flags.ZERO | X86Flags.PARITY);
        in.undefined(X86UndefinedFlags.DIVIDE);
    }

    /** AH and AL, or DX and AX and their like. */
    private void setWide(int bytes, long low, long high) {
        if (bytes == 1) {
            in.setImplied(X86State.RAX, Short.BYTES, low & 0xff | high << Byte.SIZE);
        } else {
            in.setImplied(X86State.RAX, bytes, low);
            in.setImplied(X86State.RDX, bytes, high);
        }
    }

    private static BigInteger number(long value, int bytes, boolean signed) {
        BigInteger number = BigInteger.valueOf(X86Flags.signExtended(value, bytes));
        return signed || number.signum() >= 0 ? number : number.add(BigInteger.ONE.shiftLeft(bytes * Byte.SIZE));
    }

    private void compareAndExchange(int bytes) {
        in.modrm();
        long old = in.rm(bytes);
        long expected = in.state().register(X86State.RAX, bytes, true);
        compute(CMP, expected, old, bytes);
        if (expected == old) {
            in.setRm(bytes, in.reg(bytes));
        } else {
            // The processor writes back what it has read, so the operand must be writable anyway.
            in.setRm(bytes, old);
            in.setImplied(X86State.RAX, bytes, old);
        }
    }

    private void compareAndExchange8() {
        in.modrm();
        if (in.extension() != 1 || !in.isMemory() || in.operandBytes() == Long.BYTES) {
            throw new X86Unknown();
        }
        long[] r = in.state().registers;
        long old = in.rm(Long.BYTES);
        boolean same = old == (r[X86State.RDX] << Integer.SIZE | r[X86State.RAX] & 0xffffffffL);
        in.setRm(Long.BYTES, same ? r[X86State.RCX] << Integer.SIZE | r[X86State.RBX] & 0xffffffffL : old);
        if (!same) {
            in.setImplied(X86State.RAX, Integer.BYTES, old);
            in.setImplied(X86State.RDX, Integer.BYTES, old >>> Integer.SIZE);
        }
        in.flags(same ? X86Flags.ZERO : 0, X86Flags.ZERO);
    }
}
