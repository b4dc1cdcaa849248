package org.kvmsh.bindings.model.ppc64;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.state.VmState;
import org.kvmsh.bindings.model.Memslots;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelKernel;

/** A VM of {@link Ppc64Model}. */
final class Ppc64ModelVm extends ModelFile implements Ppc64Storage.RealModeArea {
    private static final Set<String> RULED = Set.of("KVM_SET_USER_MEMORY_REGION", "KVM_CREATE_VCPU");
    private static final Set<String> RULED_WITH_IRQCHIP =
            Set.of("KVM_SET_USER_MEMORY_REGION", "KVM_CREATE_VCPU", "KVM_CREATE_IRQCHIP");
    private static final long EVERYTHING = Long.MAX_VALUE;

    private final ModelKernel owner;
    private final Ppc64Model board;
    private final Memslots memslots;
    private final Map<Long, Ppc64Vcpu> vcpus = new ConcurrentHashMap<>();
    private volatile long limit;
    private volatile boolean rma;
    private final VmState state = new VmState(0);

    Ppc64ModelVm(ModelKernel owner, Ppc64Model board) {
        this.owner = owner;
        this.board = board;
        this.memslots = new Memslots(board.abi().struct("kvm_userspace_memory_region"), owner.memory());
        this.limit = board.kernel().hypervisor() ? 0 : EVERYTHING;
    }

    @Override
    public Set<String> ruled() {
        return board.hasIrqchip() ? RULED_WITH_IRQCHIP : RULED;
    }

    @Override
    public VmState vm() {
        return state;
    }

    @Override
    public FdKind kind() {
        return FdKind.VM;
    }

    /** An area of the pool ends at its limit register's value; without one, a page table maps guest address 0. */
    @Override
    public long limit() {
        return limit;
    }

    @Override
    public boolean isVirtual() {
        return !rma;
    }

    @Override
    public int ioctl(String name, long value, Region argument) {
        return switch (name) {
            case "KVM_CHECK_EXTENSION" -> board.capability(value);
            case "KVM_SET_USER_MEMORY_REGION" -> setMemory(argument);
            case "KVM_CREATE_VCPU" -> createVcpu(value);
            case "KVM_CREATE_IRQCHIP" -> createIrqchip();
            default -> board.without(name, kind());
        };
    }

    private int setMemory(Region argument) {
        if ((argument.getInt(board.abi().struct("kvm_userspace_memory_region").offset("flags"))
                        & board.abi().constant("KVM_MEM_LOG_DIRTY_PAGES"))
                != 0) {
            throw new NotModelled("the model does not log dirty pages");
        }
        if (!board.kernel().hypervisor()) {
            return memslots.set(argument);
        }
        boolean[] area = new boolean[1];
        int answer = memslots.set(argument, (start, size, address, region) -> {
            area[0] = start == 0 && region != null && owner.memory().isRma(region) && address == region.address();
            return prepare(start, address, region, area[0]);
        });
        Struct layout = board.abi().struct("kvm_userspace_memory_region");
        if (answer == 0 && argument.getLong(layout.offset("guest_phys_addr")) == 0) {
            rma |= area[0];
            limit = area[0] ? argument.getLong(layout.offset("memory_size")) : memslots.end(0);
        }
        return answer;
    }

    /**
     * book3s_hv.c, kvmppc_core_prepare_memory_region: guest memory is in pages of 16 MiB, except for the area at
     * address 0. The rulebook cannot check the page size.
     */
    private int prepare(long start, long address, Region region, boolean area) {
        boolean second = start == 0 && rma;
        boolean large =
                area || owner.memory().pageOf(region) == Ppc64Model.HUGE_PAGE && address % Ppc64Model.HUGE_PAGE == 0;
        return !second && large ? 0 : Errno.EINVAL.negative();
    }

    /** One thread a core: each id is its own core ([PATCH 09/15]). */
    private int createVcpu(long id) {
        Ppc64Vcpu vcpu = new Ppc64Vcpu(this, board, memslots, owner.memory());
        vcpus.put(id, vcpu);
        return owner.install(vcpu);
    }

    /** api.rst 4.24. */
    private int createIrqchip() {
        return board.hasIrqchip() ? 0 : board.unknownIoctl(kind());
    }

    /** The vCPU of an id, or null. */
    Ppc64Vcpu vcpu(long id) {
        return vcpus.get(id);
    }

    /** Whether its guests need a real mode area and this VM has none. */
    boolean lacksRma() {
        return board.kernel().hypervisor() && board.kernel().cpu().needsRma() && !rma;
    }
}
