package org.kvmsh.bindings.model.ppc64;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.model.Memslots;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelKernel;

/** A VM of {@link Ppc64Model}. */
final class Ppc64ModelVm extends ModelFile implements Ppc64Storage.RealModeArea {
    /** MAX_MEM_ORDER of book3s_hv.c: "up to 64GB of guest memory". */
    private static final long MOST_MEMORY = 1L << 36;
    private static final long EVERYTHING = Long.MAX_VALUE;

    private final ModelKernel owner;
    private final Ppc64Model board;
    private final Memslots memslots;
    private final Map<Long, Ppc64Vcpu> vcpus = new ConcurrentHashMap<>();
    private volatile long limit;
    private volatile boolean rma;
    private boolean irqchip;

    Ppc64ModelVm(ModelKernel owner, Ppc64Model board) {
        this.owner = owner;
        this.board = board;
        this.memslots = new Memslots(board.abi().struct("kvm_userspace_memory_region"), owner.memory(), Ppc64Model.MEMSLOTS);
        this.limit = board.kernel().hypervisor() ? 0 : EVERYTHING;
    }

    @Override public FdKind kind() {
        return FdKind.VM;
    }

    /** An area of the pool ends where its limit register says; without one, a page table stands for what lies at guest address 0. */
    @Override public long limit() {
        return limit;
    }

    @Override public boolean isVirtual() {
        return !rma;
    }

    @Override public int ioctl(String name, long value, Region argument) {
        return switch (name) {
            case "KVM_CHECK_EXTENSION" -> board.capability(value);
            case "KVM_SET_USER_MEMORY_REGION" -> setMemory(argument);
            case "KVM_CREATE_VCPU" -> createVcpu(value);
            case "KVM_CREATE_IRQCHIP" -> createIrqchip();
            default -> board.without(name, kind());
        };
    }

    private int setMemory(Region argument) {
        if (!board.kernel().hypervisor()) {
            return memslots.set(argument);
        }
        boolean[] area = new boolean[1];
        int answer = memslots.set(argument, (start, size, address, region) -> {
            area[0] = start == 0 && region != null && owner.memory().isRma(region) && address == region.address();
            return prepare(start, size, address, region, area[0]);
        });
        Struct layout = board.abi().struct("kvm_userspace_memory_region");
        if (answer == 0 && argument.getLong(layout.offset("guest_phys_addr")) == 0) {
            rma |= area[0];
            limit = area[0] ? argument.getLong(layout.offset("memory_size")) : memslots.end(0);
        }
        return answer;
    }

    /** book3s_hv.c, kvmppc_core_prepare_memory_region: guest memory is in pages of 16 MiB, but for the area at address 0. */
    private int prepare(long start, long size, long address, Region region, boolean area) {
        boolean whole = (start | size) % Ppc64Model.HUGE_PAGE == 0 && start + size <= MOST_MEMORY;
        boolean second = start == 0 && rma;
        boolean large = region == null || area || owner.memory().pageOf(region) == Ppc64Model.HUGE_PAGE && address % Ppc64Model.HUGE_PAGE == 0;
        return whole && !second && large ? 0 : Errno.EINVAL.negative();
    }

    /** One thread a core: each id is a core of its own ([PATCH 09/15]). */
    private int createVcpu(long id) {
        if (Long.compareUnsigned(id, Ppc64Model.MAX_VCPUS) >= 0) {
            return Errno.EINVAL.negative();
        }
        Ppc64Vcpu vcpu = new Ppc64Vcpu(this, board, memslots, owner.memory());
        return vcpus.putIfAbsent(id, vcpu) != null ? Errno.EEXIST.negative() : owner.install(vcpu);
    }

    /** api.rst 4.24; EEXIST is what arm64 answers to a second one. */
    private int createIrqchip() {
        if (!board.hasIrqchip()) {
            return board.unknownIoctl(kind());
        }
        boolean second = irqchip;
        irqchip = true;
        return second ? Errno.EEXIST.negative() : 0;
    }

    /** The vCPU of an id; null where there is none. */
    Ppc64Vcpu vcpu(long id) {
        return vcpus.get(id);
    }

    /** Whether its guests can't be run without a real mode area, and this one has none. */
    boolean lacksRma() {
        return board.kernel().hypervisor() && board.kernel().cpu().needsRma() && !rma;
    }
}
