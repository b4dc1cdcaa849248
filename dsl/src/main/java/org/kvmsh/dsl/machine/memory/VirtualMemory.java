package org.kvmsh.dsl.machine.memory;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.PageTables;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.machine.vcpu.GuestPages;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.paging.PageMapping;
import org.kvmsh.dsl.paging.Rights;
import org.kvmsh.dsl.paging.Translation;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;

/** What words read at the addresses that a vCPU uses now. */
public record VirtualMemory(VcpuEngine vcpu, LiveMemory memory) {
    /**
     * Bytes, which can be assigned.
     *
     * @param length null for 64, or those up to the end of the page
     */
    public GuestBytes bytes(Number from, Number length) {
        long at = Bits64.of(from, "an address", Site.UNKNOWN);
        int count = length == null ? LiveMemory.usualLength(at) : LiveMemory.length(length);
        byte[] bytes = read(at, count);
        if (bytes.length < count) {
            throw unread(at + bytes.length);
        }
        return memory.named(at, bytes, this::write);
    }

    /** Instructions from an address on, in the first vCPU's mode. */
    public Disassembly code(Number from, Number count) {
        long at = Bits64.of(from, "an address", Site.UNKNOWN);
        return new GuestCode(memory).of(at, count, most -> {
            byte[] code = read(at, most);
            if (code.length == 0) {
                throw unread(at);
            }
            return code;
        });
    }

    /** {@code map 0x4000, 0x10000, 'rw'}: the page's entry, and tables that are missing; returns the walk to it. */
    public Translation map(Number address, Number physical, String rights, NamedArguments named) {
        memory.here();
        Rights wanted = Rights.of(rights);
        if (wanted == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "'" + rights + "' is not a set of page permissions",
                    "write r, w and x in this order, then ' user' if the less privileged mode may access the"
                            + " page: 'rw', 'rwx user'");
        }
        PageMapping.Page page = new PageMapping.Page(
                Bits64.of(address, "the guest virtual address", Site.UNKNOWN),
                Bits64.of(physical, "the guest physical address", Site.UNKNOWN),
                wanted,
                named.longOrNull("size"),
                named.longOrNull("tables"));
        GuestPages pages = new GuestPages(vcpu);
        pages.mapping(page).forEach((at, bytes) -> memory.write(at, bytes.array()));
        pages.written();
        return pages.translation(page.address());
    }

    private byte[] read(long at, int length) {
        memory.here();
        return memory.of(vcpu).read(at, length);
    }

    private void write(long at, byte[] bytes) {
        memory.here();
        if (!memory.of(vcpu).write(at, bytes)) {
            throw unread(at + memory.of(vcpu).read(at, bytes.length).length);
        }
    }

    private ScriptError unread(long at) {
        long physical = vcpu.physical(at);
        if (physical != ProgramCounter.NOWHERE) {
            return new ScriptError(
                    Site.UNKNOWN,
                    Bits64.hex(at) + " is at guest physical address " + Bits64.hex(physical)
                            + ", which is not in any memslot");
        }
        Abi abi = vcpu.vcpu().kernel().abi();
        PageTables tables = Architecture.of(abi).pageTables(abi);
        return tables == null
                ? new ScriptError(Site.UNKNOWN, vcpu.whyNowhere(at))
                : new ScriptError(
                        Site.UNKNOWN, new GuestPages(vcpu).translation(at).line(), "to see what is mapped: m.pages");
    }
}
