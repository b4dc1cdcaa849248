package org.kvmsh.dsl.arch.ppc64;

import java.util.List;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.PageTables;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.paging.PageRanges;
import org.kvmsh.dsl.paging.PageWalk;
import org.kvmsh.dsl.paging.Paging;
import org.kvmsh.dsl.paging.Translation;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** A powerpc guest's page tables: radix trees or a hashed page table, as LPCR.HR tells. */
final class Ppc64PageTables implements PageTables {
    private static final long RELOCATION = Ppc64ProgramCounter.MSR_IR | Ppc64ProgramCounter.MSR_DR;

    private static final long HOST_RADIX = 1L << 20;
    /** The lowest addresses of a process's quadrant and of the kernel's. */
    private static final List<Long> QUADRANTS = List.of(0L, 3L << 62);

    private static final String NOT_READ = "KVM_CAP_PPC_HTAB_FD is 0, so kvmsh cannot read it";

    private static boolean isOn(Vcpu vcpu) {
        return (read(vcpu, "msr") & RELOCATION) != 0;
    }

    private static boolean isRadix(Vcpu vcpu) {
        return isHypervisor(vcpu) && (read(vcpu, "lpcr_64") & HOST_RADIX) != 0;
    }

    /** PR KVM and old kernels tell user space neither the kind of the tables nor a hashed one's entries. */
    private static boolean isHypervisor(Vcpu vcpu) {
        return vcpu.has("KVM_CAP_PPC_HTAB_FD");
    }

    private static long read(Vcpu vcpu, String register) {
        return Architecture.registersOf(vcpu.kernel().abi()).read(vcpu, register);
    }

    @Override
    public List<Paging> all(Vcpu vcpu, ReadableMemory memory) {
        return isOn(vcpu)
                ? QUADRANTS.stream().map(first -> of(vcpu, memory, first)).toList()
                : List.of();
    }

    @Override
    public Paging of(Vcpu vcpu, ReadableMemory memory, long address) {
        if (!isOn(vcpu)) {
            return null;
        } else if (!isRadix(vcpu)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "kvmsh cannot add a page to a hashed page table: the table is in kernel memory",
                    "the guest must map the page itself, with the hypercall H_ENTER");
        }
        return ProcessEntry.of(vcpu, memory, address).tree();
    }

    @Override
    public Translation translation(Vcpu vcpu, ReadableMemory memory, long address) {
        if (!isOn(vcpu)) {
            return PageWalk.off(address);
        } else if (!isHypervisor(vcpu)) {
            return PageWalk.fault(address, HashedWalk.NAME, NOT_READ, List.of());
        } else if (!isRadix(vcpu)) {
            return new HashedWalk(vcpu).to(address);
        }
        ProcessEntry process = ProcessEntry.of(vcpu, memory, address);
        Translation walk = PageWalk.of(process.tree(), memory, address);
        return process.shown() == null ? walk : PageWalk.after(process.shown(), walk);
    }

    @Override
    public PageRanges ranges(Vcpu vcpu, ReadableMemory memory) {
        if (!isOn(vcpu) || isRadix(vcpu)) {
            return PageTables.super.ranges(vcpu, memory);
        }
        if (!isHypervisor(vcpu)) {
            throw new ScriptError(Site.UNKNOWN, "the guest's hashed page table: " + NOT_READ);
        }
        return new HashedWalk(vcpu).ranges();
    }
}
