package org.kvmsh.dsl.machine.memory;

import java.util.function.IntFunction;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembler;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The instructions in guest memory, in the first vCPU's mode. */
public record GuestCode(LiveMemory memory) {
    private static final long MOST_INSTRUCTIONS = 100_000;

    /** Those from a guest physical address on. */
    public Disassembly physical(Number from, Number count) {
        long at = Bits64.of(from, "an address", Site.UNKNOWN);
        return of(at, count, most -> memory.code(at, most));
    }

    /** @param read up to so many bytes from the address on */
    Disassembly of(long at, Number count, IntFunction<byte[]> read) {
        int instructions = (int) Bits64.of(count, "the number of instructions", 1, MOST_INSTRUCTIONS, Site.UNKNOWN);
        CodeMode mode = memory.mode();
        if (mode == null) {
            throw new ScriptError(
                    Site.UNKNOWN, "kvmsh cannot decode " + memory.abi().arch() + " code");
        }
        return new Disassembler()
                .disassemble(mode, at, read.apply(mode.most(instructions)))
                .first(instructions)
                .named(memory.symbols());
    }
}
