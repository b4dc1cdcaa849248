package org.kvmsh.bindings.model.rfc;

import java.util.concurrent.atomic.AtomicInteger;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.model.ModelBoard;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelKernel;

/**
 * A board that no kernel ever was: a POWER7 in hypervisor mode that has KVM_PPC_SET_PLATFORM, KVM_ALLOCATE_RMA and
 * KVM_SET_DEVICE_ADDRESS at once. Its VMs take these calls; it has no vCPUs.
 */
public final class RfcModel implements ModelBoard {
    /** kvm_rma_size=128M and kvm_rma_count=4 on the kernel's command line (aa04b4cc5be6). */
    static final long RMA_SIZE = 128L << 20;
    private static final int RMA_COUNT = 4;

    private final Abi abi = Abi.rfc("ppc64");
    private final AtomicInteger freeRmas = new AtomicInteger(RMA_COUNT);

    @Override public Abi abi() {
        return abi;
    }

    /** aa04b4cc5be6: KVM_CAP_PPC_RMA is 1 where the processor can use an RMA and does not need one, as a POWER7. */
    @Override public int capability(long number) {
        boolean there = number == abi.constant("KVM_CAP_PPC_RMA") || number == abi.constant("KVM_CAP_SET_DEVICE_ADDR")
                || number == abi.constant("KVM_CAP_IRQCHIP") || number == abi.constant("KVM_CAP_USER_MEMORY")
                || number == abi.constant("KVM_CAP_PPC_PAPR");
        return there ? 1 : 0;
    }

    /** powerpc answers ENOTTY on every kind of file (arch/powerpc/kvm/powerpc.c). */
    @Override public int unknownIoctl(FdKind kind) {
        return Errno.ENOTTY.negative();
    }

    @Override public ModelFile createVm(ModelKernel kernel, long type) {
        return type == 0 ? new RfcVm(kernel, abi, this) : null;
    }

    /** Takes an area from the pool; false where it is empty. */
    boolean takeRma() {
        return freeRmas.getAndUpdate(free -> Math.max(0, free - 1)) > 0;
    }

    void giveRmaBack() {
        freeRmas.incrementAndGet();
    }
}
