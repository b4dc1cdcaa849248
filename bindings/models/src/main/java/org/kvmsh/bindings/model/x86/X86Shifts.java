package org.kvmsh.bindings.model.x86;

/**
 * Shifts, rotations and single bits. The comment behind each opcode names its section of the Intel SDM, volume 2. Flags
 * that it leaves undefined are as AMD's processors since Zen leave them: AF is 1, OF what the last of several single
 * shifts would make it.
 */
final class X86Shifts {
    private final X86Instruction in;

    X86Shifts(X86Instruction in) {
        this.in = in;
    }

    /** Whether the opcode is one of these. */
    boolean execute(int opcode) {
        switch (opcode) {
            case 0xc0, 0xc1 -> { // ROL ... SAR r/m, imm8
                in.modrm();
                shift(in.bytesOf(opcode), (int) in.fetch(1));
            }
            case 0xd0, 0xd1 -> { // ROL ... SAR r/m, 1
                in.modrm();
                shift(in.bytesOf(opcode), 1);
            }
            case 0xd2, 0xd3 -> { // ROL ... SAR r/m, CL
                in.modrm();
                shift(in.bytesOf(opcode), (int) in.state().registers[X86State.RCX]);
            }
            case X86Instruction.TWO_BYTES + 0xa4, X86Instruction.TWO_BYTES + 0xac -> { // SHLD, SHRD r/m, r, imm8
                in.modrm();
                shiftDouble((int) in.fetch(1), opcode == X86Instruction.TWO_BYTES + 0xa4);
            }
            case X86Instruction.TWO_BYTES + 0xa5, X86Instruction.TWO_BYTES + 0xad -> { // SHLD, SHRD r/m, r, CL
                in.modrm();
                shiftDouble((int) in.state().registers[X86State.RCX], opcode == X86Instruction.TWO_BYTES + 0xa5);
            }
            case X86Instruction.TWO_BYTES + 0xa3,
                    X86Instruction.TWO_BYTES + 0xab,
                    X86Instruction.TWO_BYTES + 0xb3,
                    X86Instruction.TWO_BYTES + 0xbb -> bitOfRegister(opcode >> 3 & 3); // BT, BTS, BTR, BTC r/m, r
            case X86Instruction.TWO_BYTES + 0xba -> { // BT, BTS, BTR, BTC r/m, imm8
                in.modrm();
                if (in.extension() < 4) {
                    return false;
                }
                long number = in.fetch(1);
                bit(in.extension() & 3, number, 0);
            }
            case X86Instruction.TWO_BYTES + 0xbc, X86Instruction.TWO_BYTES + 0xbd ->
                scan(opcode == X86Instruction.TWO_BYTES + 0xbd); // BSF, BSR r, r/m
            default -> {
                return false;
            }
        }
        return true;
    }

    private void shift(int bytes, int by) {
        int bits = bytes * Byte.SIZE;
        int count = by & (bytes == Long.BYTES ? Long.SIZE : Integer.SIZE) - 1;
        long old = in.rm(bytes);
        if (count == 0) {
            in.setRm(bytes, old);
            return;
        }
        boolean carry = (in.state().rflags & X86Flags.CARRY) != 0;
        switch (in.extension()) {
            case 0 -> rotated(bytes, rotateLeft(old, count % bits, bits), false); // ROL
            case 1 -> rotated(bytes, rotateLeft(old, bits - count % bits, bits), true); // ROR
            case 2 -> throughCarry(bytes, old, count % (bits + 1), carry, false); // RCL
            case 3 -> throughCarry(bytes, old, bits + 1 - count % (bits + 1), carry, true); // RCR
            case 4, 6 ->
                shifted(
                        bytes,
                        count < bits ? old << count : 0,
                        count <= bits && (old >>> bits - count & 1) != 0,
                        -1); // SHL
            case 5 ->
                shifted(
                        bytes,
                        old >>> count,
                        (old >>> count - 1 & 1) != 0,
                        X86Flags.isNegative(old >>> count - 1, bytes) ? 1 : 0); // SHR
            default -> { // SAR
                long signed = X86Flags.signExtended(old, bytes);
                shifted(bytes, signed >> count, (signed >> count - 1 & 1) != 0, 0);
            }
        }
        in.undefined(undefined(in.extension(), count, bits));
    }

    private static long undefined(int operation, int count, int bits) {
        return operation < 4
                ? X86UndefinedFlags.rotate(count)
                : operation < 7 ? X86UndefinedFlags.shift(count, bits) : X86UndefinedFlags.arithmeticShift(count);
    }

    private static long rotateLeft(long value, int by, int bits) {
        return by == 0 || by == bits ? value : value << by | value >>> bits - by;
    }

    /** CF is the last bit rotated. OF, which the manual defines only for one bit, is the result of rotating by one. */
    private void rotated(int bytes, long result, boolean right) {
        in.setRm(bytes, result);
        boolean top = X86Flags.isNegative(result, bytes);
        boolean below = (result >>> bytes * Byte.SIZE - 2 & 1) != 0;
        boolean carry = right ? top : (result & 1) != 0;
        in.flags(
                (carry ? X86Flags.CARRY : 0) | (top != (right ? below : carry) ? X86Flags.OVERFLOW : 0),
                X86Flags.CARRY | X86Flags.OVERFLOW);
    }

    private void throughCarry(int bytes, long old, int left, boolean carry, boolean right) {
        int bits = bytes * Byte.SIZE;
        long value = old;
        boolean moving = carry;
        for (int i = 0; i < left; i++) {
            boolean top = X86Flags.isNegative(value, bytes);
            value = value << 1 | (moving ? 1 : 0);
            moving = top;
        }
        in.setRm(bytes, value);
        boolean top = X86Flags.isNegative(value, bytes);
        boolean below = (value >>> bits - 2 & 1) != 0;
        in.flags(
                (moving ? X86Flags.CARRY : 0) | (top != (right ? below : moving) ? X86Flags.OVERFLOW : 0),
                X86Flags.CARRY | X86Flags.OVERFLOW);
    }

    /** @param overflow 1 or 0; -1 where it is whether the sign differs from the carry */
    private void shifted(int bytes, long result, boolean carry, int overflow) {
        in.setRm(bytes, result);
        boolean lost = overflow < 0 ? X86Flags.isNegative(result, bytes) != carry : overflow > 0;
        in.flags(
                X86Flags.ADJUST
                        | X86Flags.ofResult(result, bytes)
                        | (carry ? X86Flags.CARRY : 0)
                        | (lost ? X86Flags.OVERFLOW : 0),
                X86Flags.ARITHMETIC);
    }

    private void shiftDouble(int by, boolean left) {
        int bytes = in.operandBytes();
        int bits = bytes * Byte.SIZE;
        int count = by & (bytes == Long.BYTES ? Long.SIZE : Integer.SIZE) - 1;
        long old = in.rm(bytes);
        if (count == 0) {
            in.setRm(bytes, old);
            return;
        }
        long from = in.reg(bytes);
        long undefined = X86UndefinedFlags.doubleShift(count, bits);
        if (count > bits) {
            old = from;
            count -= bits;
        }
        long result;
        boolean carry;
        if (left) {
            result = (count == bits ? 0 : old << count) | from >>> bits - count;
            carry = (old >>> bits - count & 1) != 0;
        } else {
            result = (count == bits ? 0 : old >>> count) | from << bits - count;
            carry = (old >>> count - 1 & 1) != 0;
        }
        boolean before = left ? carry : (result >>> bits - 2 & 1) != 0;
        shifted(bytes, result, carry, X86Flags.isNegative(result, bytes) != before ? 1 : 0);
        in.undefined(undefined);
    }

    /** A bit string in memory extends before and after the operand: SDM volume 2, "BT". */
    private void bitOfRegister(int operation) {
        in.modrm();
        int bytes = in.operandBytes();
        long number = X86Flags.signExtended(in.reg(bytes), bytes);
        bit(operation, number, in.isMemory() ? number >> 3 & -bytes : 0);
    }

    private void bit(int operation, long number, long behind) {
        int bytes = in.operandBytes();
        long bit = 1L << (number & bytes * Byte.SIZE - 1);
        long old = in.isMemory() ? in.rmBehind(behind, bytes) : in.rm(bytes);
        long result = switch (operation) {
            case 1 -> old | bit;
            case 2 -> old & ~bit;
            default -> old ^ bit;
        };
        if (operation != 0 && in.isMemory()) {
            in.setRmBehind(behind, bytes, result);
        } else if (operation != 0) {
            in.setRm(bytes, result);
        }
        in.flags((old & bit) != 0 ? X86Flags.CARRY : 0, X86Flags.CARRY);
        in.undefined(X86UndefinedFlags.BIT);
    }

    /**
     * ZF is set if there is no bit; the register is then unchanged, as in AMD's manual and on Intel's processors. The
     * other flags are undefined.
     */
    private void scan(boolean fromTop) {
        in.modrm();
        long value = in.rm(in.operandBytes());
        long found = value == 0
                ? 0
                : fromTop ? Long.SIZE - 1 - Long.numberOfLeadingZeros(value) : Long.numberOfTrailingZeros(value);
        if (value != 0) {
            in.setReg(in.operandBytes(), found);
        }
        in.flags(X86Flags.ofResult(found, 1) & X86Flags.PARITY | (value == 0 ? X86Flags.ZERO : 0), X86Flags.ARITHMETIC);
        in.undefined(X86UndefinedFlags.SCAN);
    }
}
