package org.kvmsh.bindings.model.ppc64;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.bindings.model.ModelBoard;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelKernel;

/**
 * A big-endian powerpc board of 2011, without the proposals of the time: book3s_hv as of [PATCH 09/15] and
 * aa04b4cc5be6, or book3s_pr, with KVM_CAP_PPC_PAPR and the checks before KVM_RUN that were added in Linux 3.2.
 */
public final class Ppc64Model implements ModelBoard {
    static final int MAX_VCPUS = 16;
    /** KVM_MEMORY_SLOTS (arch/powerpc/include/asm/kvm_host.h). */
    static final int MEMSLOTS = 32;
    /** LARGE_PAGE_ORDER of book3s_hv.c. */
    static final long HUGE_PAGE = 16L << 20;

    /**
     * kvm_dev_ioctl_check_extension; KVM_CAP_IMMEDIATE_EXIT is of later kernels, and what a run of this board is
     * stopped with.
     */
    private static final Set<String> EVERYWHERE = Set.of(
            "KVM_CAP_USER_MEMORY",
            "KVM_CAP_DESTROY_MEMORY_REGION_WORKS",
            "KVM_CAP_JOIN_MEMORY_REGIONS_WORKS",
            "KVM_CAP_PPC_SEGSTATE",
            "KVM_CAP_ENABLE_CAP",
            "KVM_CAP_PPC_PAPR",
            "KVM_CAP_IMMEDIATE_EXIT");
    /** Threads of a core: the host runs in single-thread mode ([PATCH 09/15]). */
    private static final String THREADS = "KVM_CAP_PPC_SMT";

    private static final Set<String> NOT_HERE = Set.of(
            "KVM_GET_DIRTY_LOG",
            "KVM_CREATE_SPAPR_TCE",
            "KVM_PPC_GET_PVINFO",
            "KVM_INTERRUPT",
            "KVM_SET_SIGNAL_MASK",
            "KVM_GET_FPU",
            "KVM_SET_FPU",
            "KVM_TRANSLATE",
            "KVM_REGISTER_COALESCED_MMIO",
            "KVM_UNREGISTER_COALESCED_MMIO");

    private final Abi abi = Abi.of("ppc64");
    private final Ppc64ModelKernel kernel;
    private final boolean irqchip;
    private final Set<Long> capabilities;

    /**
     * @param irqchip whether it has KVM_CREATE_IRQCHIP, which no powerpc had: for the board that has every proposal at
     *     once
     */
    public Ppc64Model(Ppc64ModelKernel kernel, boolean irqchip) {
        this.kernel = kernel;
        this.irqchip = irqchip;
        Set<String> names = new HashSet<>(EVERYWHERE);
        if (kernel.hypervisor()) {
            names.add(THREADS);
        }
        if (irqchip) {
            names.add("KVM_CAP_IRQCHIP");
        }
        this.capabilities = names.stream().map(abi::constant).collect(Collectors.toSet());
    }

    boolean hasIrqchip() {
        return irqchip;
    }

    @Override
    public Abi abi() {
        return abi;
    }

    /** The first with book3s_hv's real mode areas (aa04b4cc5be6). */
    @Override
    public String release() {
        return "3.1";
    }

    Ppc64ModelKernel kernel() {
        return kernel;
    }

    @Override
    public int capability(long number) {
        return capabilities.contains(number) ? 1 : 0;
    }

    /**
     * Limits of its kernel's source that it has no capability for, and the areas of
     * {@link org.kvmsh.bindings.proposal.AllocateRma}, whose capability is in front.
     */
    @Override
    public Facts facts() {
        Facts announced = ModelBoard.super.facts();
        Map<String, Integer> fixed = Map.of(
                "KVM_CAP_MAX_VCPUS",
                MAX_VCPUS,
                "KVM_CAP_MAX_VCPU_ID",
                MAX_VCPUS,
                "KVM_CAP_NR_MEMSLOTS",
                MEMSLOTS,
                "KVM_CAP_PPC_RMA",
                kernel.hypervisor() ? 1 : 0);
        return new Facts() {
            @Override
            public int capability(String name) {
                Integer known = fixed.get(name);
                return known == null ? announced.capability(name) : known;
            }

            @Override
            public int pageSize() {
                return announced.pageSize();
            }

            @Override
            public String release() {
                return announced.release();
            }
        };
    }

    /** KVM_CREATE_VM took no type before kvm_hv and kvm_pr could be in one kernel. */
    @Override
    public ModelFile createVm(ModelKernel owner, long type) {
        return type == 0 ? new Ppc64ModelVm(owner, this) : null;
    }

    /** kvm_run alone: the ring of coalesced MMIO is not here. */
    @Override
    public int runSize() {
        return pageSize();
    }

    @Override
    public long hugePage() {
        return HUGE_PAGE;
    }

    /**
     * arch/powerpc/kvm/powerpc.c: kvm_arch_vm_ioctl ends with ENOTTY, the ones for the system and the vCPU with EINVAL.
     */
    @Override
    public int unknownIoctl(FdKind kind) {
        return (kind == FdKind.VM ? Errno.ENOTTY : Errno.EINVAL).negative();
    }

    /** An ioctl that the kernel of 2011 did not have, or one that it had and this model has no rule for. */
    int without(String ioctl, FdKind kind) {
        if (NOT_HERE.contains(ioctl)) {
            throw new NotModelled("the model of a " + kernel.cpu().name() + " does not implement " + ioctl);
        }
        return unknownIoctl(kind);
    }
}
