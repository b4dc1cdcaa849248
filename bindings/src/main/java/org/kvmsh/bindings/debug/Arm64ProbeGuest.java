package org.kvmsh.bindings.debug;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;

/** EL1 as KVM_ARM_VCPU_INIT leaves it, without MMU. VBAR_EL1 is 0 then, and each vector a write to where no memory is. */
final class Arm64ProbeGuest implements ProbeGuest {
    private static final int CODE = 0x1000;
    private static final int DATA = 0x2000;
    private static final int SIZE = 0x10000;
    private static final long OUTSIDE = 0x10000000L;
    private static final int NOP = 0xd503201f;
    /** str w0, [x1]. */
    private static final int STORE_OUTSIDE = 0xb9000020;
    /** str w0, [x3]. */
    private static final int STORE = 0xb9000060;

    private final Abi abi;

    Arm64ProbeGuest(Abi abi) {
        this.abi = abi;
    }

    /** Instructions are little-endian whatever the data is. */
    @Override public byte[] memory() {
        ByteBuffer memory = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        while (memory.position() < CODE) {
            memory.putInt(STORE_OUTSIDE);
        }
        memory.putInt(NOP).putInt(NOP).putInt(STORE).putInt(STORE_OUTSIDE);
        return memory.array();
    }

    @Override public long instruction() {
        return CODE + Integer.BYTES;
    }

    @Override public long written() {
        return DATA;
    }

    @Override public void start(Vm vm, Vcpu vcpu) {
        try (Argument init = Argument.of(vm.kernel(), "kvm_vcpu_init"); OneReg register = new OneReg(vcpu, Long.BYTES)) {
            vm.ioctl("KVM_ARM_PREFERRED_TARGET", init).get();
            vcpu.ioctl("KVM_ARM_VCPU_INIT", init).get();
            Struct regs = abi.struct("kvm_regs");
            long core = abi.constant("KVM_REG_ARM64") | abi.constant("KVM_REG_SIZE_U64") | abi.constant("KVM_REG_ARM_CORE");
            register.set(core | regs.offset("regs.regs[1]") / Integer.BYTES, OUTSIDE);
            register.set(core | regs.offset("regs.regs[3]") / Integer.BYTES, DATA);
            register.set(core | regs.offset("regs.pc") / Integer.BYTES, CODE);
        }
    }
}
