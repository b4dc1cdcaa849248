package org.kvmsh.dsl.machine.vcpu;

import java.nio.ByteBuffer;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.PageTables;
import org.kvmsh.dsl.paging.PageMapping;
import org.kvmsh.dsl.paging.PageRanges;
import org.kvmsh.dsl.paging.Paging;
import org.kvmsh.dsl.paging.Translation;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The guest's page tables, as a vCPU's control registers select them. */
public record GuestPages(VcpuEngine vcpu) {
    /** The walk to a guest virtual address. */
    public Translation translation(Number address) {
        long at = Bits64.of(address, "the address", Site.UNKNOWN);
        return vcpu.touch(() -> tables().translation(vcpu.vcpu(), vcpu.made(), at));
    }

    /** What makes them map a page: bytes by guest physical address. */
    public Map<Long, ByteBuffer> mapping(PageMapping.Page page) {
        return vcpu.touch(() -> {
            Paging paging = tables().of(vcpu.vcpu(), vcpu.made(), page.address());
            if (paging == null) {
                throw new ScriptError(Site.UNKNOWN, "address translation is off, so no page can be mapped");
            }
            return PageMapping.of(paging, vcpu.made(), page);
        });
    }

    /** What follows after entries were written. */
    public void written() {
        vcpu.touch(() -> {
            tables().written(vcpu.vcpu());
            return true;
        });
    }

    /** All that they map. */
    public PageRanges ranges() {
        return vcpu.touch(() -> tables().ranges(vcpu.vcpu(), vcpu.made()));
    }

    private PageTables tables() {
        Abi abi = vcpu.vcpu().kernel().abi();
        PageTables tables = Architecture.of(abi).pageTables(abi);
        if (tables == null) {
            throw new ScriptError(Site.UNKNOWN, "kvmsh cannot read the page tables of " + abi.arch());
        }
        return tables;
    }
}
