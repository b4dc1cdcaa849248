package org.kvmsh.dsl.machine.memory;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.PageTables;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.machine.vcpu.GuestPages;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

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
