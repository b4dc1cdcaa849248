package org.kvmsh.bindings.proposal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kvm.Kvm;

/**
 * KVM_ALLOCATE_RMA: a real mode area of a pool whose areas were set aside when the kernel booted, kvm_rma_size and
 * kvm_rma_count. Source: aa04b4cc5be6, KVM: PPC: Allocate RMAs (Real Mode Areas) at boot for use by guests, 2011-06-29.
 */
public final class AllocateRma implements Proposal {
    private static final String IOCTL = "KVM_ALLOCATE_RMA";
    /** "a size sufficient for up to 64GB of guest memory": kvm->arch.ram_pginfo. */
    private static final long MOST_MEMORY = 64L << 30;

    private static final Set<String> MEMORY_CALLS = Set.of("KVM_SET_USER_MEMORY_REGION", "KVM_SET_USER_MEMORY_REGION2");

    private final Ppc64Kernel host;
    private final long size;
    private final AtomicInteger free;
    private final LongFunction<Mapped> memory;
    private final List<Rma.Mapping> mappings = new CopyOnWriteArrayList<>();

    /** kvm->arch.rma. */
    private static final class Taken {
        private Rma rma;
    }

    /**
     * @param size bytes of each area, one of {@link #sizes}
     * @param count how many there are
     */
    public AllocateRma(Ppc64Kernel host, long size, int count) {
        this(host, size, count, null);
    }

    /** @param memory allocates an area; null to use any memory of the kernel below */
    public AllocateRma(Ppc64Kernel host, long size, int count, LongFunction<Mapped> memory) {
        this.host = host;
        this.memory = memory;
        this.size = size;
        this.free = new AtomicInteger(count);
    }

    /**
     * The sizes of the processor's limit register (arch/powerpc/kvm/book3s_hv.c of that commit, lpcr_rmls): 32 MiB only
     * on POWER7.
     */
    public static List<Long> sizes(Ppc64Cpu cpu) {
        List<Long> both = List.of(64L << 20, 128L << 20, 256L << 20, 1L << 30, 16L << 30);
        return cpu == Ppc64Cpu.PPC970
                ? both
                : List.of(32L << 20, 64L << 20, 128L << 20, 256L << 20, 1L << 30, 16L << 30);
    }

    @Override
    public String ioctl() {
        return IOCTL;
    }

    /** The commit has the ioctl and the capability for CONFIG_KVM_BOOK3S_64_HV alone. */
    @Override
    public boolean isFor(Kvm below) {
        return host.isHypervisor(below);
    }

    /**
     * "1 if the processor can use an RMA but doesn't require one, or 2 if the processor requires an RMA", however many
     * there are left.
     */
    @Override
    public Integer capability(Abi abi, long number) {
        return number == abi.constant("KVM_CAP_PPC_RMA") ? host.cpu().rma() : null;
    }

    /** kvm_vm_ioctl_allocate_rma takes the area before copy_to_user fails to return its size. */
    @Override
    public int answer(Asked asked) {
        if (free.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            return Errno.ENOMEM.negative();
        }
        Mapped area = memory == null ? asked.kernel().below().allocate(size) : memory.apply(size);
        if (area.region() == null) {
            free.incrementAndGet();
            return -area.errno();
        }
        Rma rma = new Rma(this, area.region(), free::incrementAndGet);
        int fd = asked.argument() == null
                ? Errno.EFAULT.negative()
                : asked.kernel().install(rma);
        if (fd < 0) {
            rma.closed();
        } else {
            asked.set("rma_size", size);
        }
        return fd;
    }

    void mapped(Rma.Mapping mapping) {
        mappings.add(mapping);
    }

    void unmapped(Rma.Mapping mapping) {
        mappings.remove(mapping);
    }

    @Override
    public Set<String> watches() {
        return MEMORY_CALLS;
    }

    /**
     * kvmppc_core_prepare_memory_region of that commit: an area is memory at guest address 0 from the start of its
     * mapping, once per VM, and stays the VM's; at any other address its pages cannot be guest memory.
     */
    @Override
    public int around(Asked asked, IntSupplier below) {
        if (asked.argument() == null) {
            return below.getAsInt();
        }
        long guest = asked.get("guest_phys_addr");
        long bytes = asked.get("memory_size");
        Taken taken = asked.vm().state(this, Taken::new);
        synchronized (taken) {
            Rma.Mapping mapping = bytes == 0 ? null : mappingAt(asked.get("userspace_addr"));
            boolean tooMuch = Long.compareUnsigned(guest, MOST_MEMORY) > 0
                    || Long.compareUnsigned(bytes, MOST_MEMORY - guest) > 0;
            boolean twice = guest == 0 && taken.rma != null;
            boolean misplaced = mapping != null
                    && (guest != 0
                            || asked.get("userspace_addr") != mapping.address()
                            || !sizes(host.cpu()).contains(bytes)
                            || bytes > mapping.size());
            if (tooMuch || twice || misplaced) {
                return Errno.EINVAL.negative();
            }
            int answer = below.getAsInt();
            if (answer >= 0 && mapping != null) {
                taken.rma = mapping.rma();
                taken.rma.use();
            }
            return answer;
        }
    }

    private Rma.Mapping mappingAt(long address) {
        Rma.Mapping inside = null;
        for (Rma.Mapping mapping : mappings) {
            if (address == mapping.address()) {
                return mapping;
            }
            inside = address > mapping.address() && address - mapping.address() < mapping.size() ? mapping : inside;
        }
        return inside;
    }

    @Override
    public void gone(ProposedVm vm) {
        Taken taken = vm.state(this, Taken::new);
        synchronized (taken) {
            if (taken.rma != null) {
                taken.rma.closed();
                taken.rma = null;
            }
        }
    }
}
