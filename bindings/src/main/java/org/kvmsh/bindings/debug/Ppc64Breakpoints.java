package org.kvmsh.bindings.debug;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;

/**
 * Book3s has no debug registers for user space: KVM reports the instruction that causes an exit (api.rst 4.68,
 * KVM_REG_PPC_DEBUG_INST).
 */
final class Ppc64Breakpoints extends InstructionBreakpoints {
    private final Abi abi;

    Ppc64Breakpoints(Abi abi) {
        this.abi = abi;
    }

    @Override
    public String stepping() {
        return "KVM_CAP_PPC_GUEST_DEBUG_SSTEP";
    }

    /** In the board's byte order, which {@code start} sets for the guest. */
    @Override
    public byte[] instruction(Vcpu vcpu) {
        try (OneReg register = new OneReg(vcpu, Integer.BYTES)) {
            ByteOrder order = abi.order();
            return ByteBuffer.allocate(Integer.BYTES)
                    .order(order)
                    .putInt((int) register.get(abi.constant("KVM_REG_PPC_DEBUG_INST")))
                    .array();
        }
    }
}
