package org.kvmsh.bindings.debug;

import java.nio.ByteOrder;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;

/**
 * Real mode in the board's byte order. Interrupts are taken in big-endian mode, since LPCR[ILE] is 0, and each vector
 * is a write to unmapped memory.
 */
final class Ppc64ProbeGuest extends WordProbeGuest {
    private static final int NOP = 0x60000000;
    /** stw r3, 0(r4). */
    private static final int STORE_OUTSIDE = 0x90640000;
    /** stw r3, 0(r5). */
    private static final int STORE = 0x90650000;
    /** Power ISA book III, "Machine State Register": SF, ME, LE. */
    private static final long MSR = 1L << 63 | 1 << 12;

    private static final long MSR_LE = 1;

    private final Abi abi;

    Ppc64ProbeGuest(Abi abi) {
        super(NOP, STORE, STORE_OUTSIDE);
        this.abi = abi;
    }

    @Override
    public byte[] memory() {
        return memory(ByteOrder.BIG_ENDIAN, abi.order());
    }

    /** kvm_hv runs no vCPU without KVM_CAP_PPC_PAPR (arch/powerpc/kvm/book3s_hv.c, kvmppc_vcpu_run_hv). */
    @Override
    public void start(Vm vm, Vcpu vcpu) {
        try (Argument capability = Argument.of(vcpu.kernel(), "kvm_enable_cap");
                Argument regs = Argument.of(vcpu.kernel(), "kvm_regs")) {
            vcpu.ioctl("KVM_ENABLE_CAP", capability.set("cap", abi.constant("KVM_CAP_PPC_PAPR")))
                    .get();
            long msr = MSR | (abi.order() == ByteOrder.LITTLE_ENDIAN ? MSR_LE : 0);
            vcpu.getRegs(regs).get();
            vcpu.setRegs(regs.set("pc", CODE)
                            .set("msr", msr)
                            .set("gpr[4]", OUTSIDE)
                            .set("gpr[5]", DATA))
                    .get();
        }
    }
}
