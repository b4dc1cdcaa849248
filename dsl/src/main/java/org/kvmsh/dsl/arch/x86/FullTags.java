package org.kvmsh.dsl.arch.x86;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.register.WideRegister;

/**
 * The x87 tag word with two bits a register, of which the kernel has one: empty or not.
 *
 * <p>Source: Intel SDM volume 1, "x87 FPU Tag Word"; volume 2, FXSAVE, "Recreating FSAVE format".
 */
final class FullTags implements WideRegister {
    static final String NAME = "ftag";

    private static final int REGISTERS = 8;
    private static final int TOP_SHIFT = 11;
    private static final int MASK = 3;
    private static final int EXPONENT = 0x7fff;

    private static final int VALID = 0;
    private static final int ZERO = 1;
    private static final int SPECIAL = 2;
    private static final int EMPTY = 3;

    @Override
    public byte[] read(Vcpu vcpu) {
        try (Argument area = XsaveRegister.area(vcpu)) {
            int held = number("ftw", area).get();
            int top = number("fsw", area).getShort() >>> TOP_SHIFT & REGISTERS - 1;
            int tags = 0;
            for (int physical = 0; physical < REGISTERS; physical++) {
                boolean isEmpty = (held >>> physical & 1) == 0;
                int tag = isEmpty ? EMPTY : tag(number("st" + (physical - top & REGISTERS - 1), area));
                tags |= tag << 2 * physical;
            }
            return new byte[] {(byte) tags, (byte) (tags >>> Byte.SIZE)};
        }
    }

    @Override
    public void write(Vcpu vcpu, byte... value) {
        int tags = value[0] & 0xff | (value[1] & 0xff) << Byte.SIZE;
        int held = 0;
        for (int physical = 0; physical < REGISTERS; physical++) {
            held |= (tags >>> 2 * physical & MASK) == EMPTY ? 0 : 1 << physical;
        }
        XsaveRegister.of("ftw").write(vcpu, (byte) held);
    }

    private static ByteBuffer number(String register, Argument area) {
        return ByteBuffer.wrap(XsaveRegister.of(register).in(area)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int tag(ByteBuffer extended) {
        long significand = extended.getLong();
        int exponent = extended.getShort() & EXPONENT;
        if (exponent == 0 && significand == 0) {
            return ZERO;
        }
        return exponent == 0 || exponent == EXPONENT || significand >= 0 ? SPECIAL : VALID;
    }
}
