package org.kvmsh.dsl.register;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;

/** A register that is read as bytes, in the board's order: it may have more than 64 bits. */
public interface WideRegister {
    /** Its value. */
    byte[] read(Vcpu vcpu);

    /** Sets it; the kernel may refuse the value. */
    void write(Vcpu vcpu, byte... value);

    /** The one-reg of an id. */
    static OfOneReg ofOneReg(long id, Abi abi) {
        return new OfOneReg(id, OneRegisters.bytes(id, abi));
    }

    /** The same register as a number; null for null. */
    static Register asNumber(OfOneReg wide, Abi abi) {
        return wide == null ? null : OneRegisters.of(wide.id(), abi);
    }

    /** One that is a one-reg. */
    record OfOneReg(long id, int bytes) implements WideRegister {
        @Override
        public byte[] read(Vcpu vcpu) {
            try (OneReg register = new OneReg(vcpu, bytes)) {
                return register.bytes(id);
            }
        }

        @Override
        public void write(Vcpu vcpu, byte... value) {
            try (OneReg register = new OneReg(vcpu, bytes)) {
                register.set(id, value);
            }
        }
    }
}
