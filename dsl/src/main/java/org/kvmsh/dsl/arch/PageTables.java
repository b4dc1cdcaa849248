package org.kvmsh.dsl.arch;

import java.util.List;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.paging.PageRanges;
import org.kvmsh.dsl.paging.PageReading;
import org.kvmsh.dsl.paging.PageWalk;
import org.kvmsh.dsl.paging.Paging;
import org.kvmsh.dsl.paging.Translation;
import org.kvmsh.dsl.register.ProgramCounter;

/** The page tables that the control registers of a vCPU select. */
public interface PageTables {
    /**
     * The page tables of all addresses, lowest first; empty while address translation is off.
     *
     * @param memory in which the control registers' own tables are
     */
    List<Paging> all(Vcpu vcpu, ReadableMemory memory);

    /** What is done for a vCPU after its page tables were written from outside. */
    default void written(Vcpu vcpu) {}

    /** The page tables in which an address is looked up; null while address translation is off. */
    default Paging of(Vcpu vcpu, ReadableMemory memory, long address) {
        List<Paging> all = all(vcpu, memory);
        return all.isEmpty() ? null : all.get(0);
    }

    /** The walk to an address. */
    default Translation translation(Vcpu vcpu, ReadableMemory memory, long address) {
        Paging paging = of(vcpu, memory, address);
        return paging == null ? PageWalk.off(address) : PageWalk.of(paging, memory, address);
    }

    /** The guest physical address; {@link ProgramCounter#NOWHERE} if no page has it. */
    default long physical(Vcpu vcpu, ReadableMemory memory, long address) {
        Long physical = translation(vcpu, memory, address).physical();
        return physical == null ? ProgramCounter.NOWHERE : physical;
    }

    /** All that the page tables map. */
    default PageRanges ranges(Vcpu vcpu, ReadableMemory memory) {
        return PageReading.of(all(vcpu, memory), memory);
    }
}
