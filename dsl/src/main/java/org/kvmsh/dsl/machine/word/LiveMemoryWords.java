package org.kvmsh.dsl.machine.word;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.inspect.Loaded;
import org.kvmsh.dsl.inspect.MemoryWrite;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.machine.memory.VirtualMemory;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.ImageBytes;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The words of a machine about its guest's memory and the code in it. */
public interface LiveMemoryWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    @Word(
            value = "read LENGTH bytes (default 64) of guest memory at ADDRESS, as a dump, numbers or text;"
                    + " assigning to the result writes guest memory. To write without reading, replace LENGTH"
                    + " with hex:, bytes:, text:, u8:, u16:, u32: or u64: (in the board's byte order unless"
                    + " order: is given), or with fill: and length:. Writes also work on memory that is"
                    + " read-only for the guest. virtual: takes a guest virtual address instead of ADDRESS",
            example = "m.mem 0x1000, 64",
            named = {"hex", "bytes", "text", "u8", "u16", "u32", "u64", "order", "fill", "length", "virtual"})
    default GuestBytes mem(Number at, Number length) {
        return actedOn().machineParts().liveMemory().bytes(at, length);
    }

    /** {@code m.mem 0x1000}: 64 bytes, or those up to the end of the page. */
    default GuestBytes mem(Number at) {
        return actedOn().machineParts().liveMemory().bytes(at);
    }

    /** {@code m.mem virtual: 0x1000, length: 64}: through the first vCPU's page tables. */
    default GuestBytes mem(Map<String, ?> what) {
        NamedArguments named = Vocabulary.named(LiveMemoryWords.class, "mem", what, Site.UNKNOWN);
        return new VirtualMemory(
                        actedOn().machineParts().firstVcpu(),
                        actedOn().machineParts().liveMemory())
                .bytes(MemoryWrite.virtual(named), named.longOrNull("length"));
    }

    /** {@code m.mem 'buffer', 16}: where the name is loaded. */
    default GuestBytes mem(String name, Number length) {
        return mem(actedOn().machineParts().liveMemory().symbols().physical(name), length);
    }

    default GuestBytes mem(String name) {
        return mem(actedOn().machineParts().liveMemory().symbols().physical(name));
    }

    default void mem(Map<String, ?> what, String name) {
        mem(what, actedOn().machineParts().liveMemory().symbols().physical(name));
    }

    /** {@code m.mem 0x1000, hex: '2a 00'}. */
    default void mem(Map<String, ?> what, Number at) {
        actedOn()
                .machineParts()
                .liveMemory()
                .write(Vocabulary.named(LiveMemoryWords.class, "mem", what, Site.UNKNOWN), at);
    }

    @Word(
            value = "write guest memory: hex:, bytes:, file: (a raw file), elf: (an ELF file's segments) or asm:"
                    + " (source text for GNU as, assembled for the first vCPU's current mode unless bits: selects"
                    + " another); space: 1 writes to memory created with space: 1",
            example = "m.load at: 0x1000, hex: 'b8 2a 00 f4'",
            named = {"at", "hex", "bytes", "file", "elf", "asm", "bits", "space"})
    default Loaded load(Map<String, ?> arguments) {
        Site site = actedOn().machineParts().liveMemory().here();
        return actedOn()
                .machineParts()
                .liveMemory()
                .load(
                        ImageBytes.load(Vocabulary.named(LiveMemoryWords.class, "load", arguments, site), site),
                        arguments.containsKey("asm"));
    }

    @Word(
            value = "the guest physical addresses of the pages written since the previous call; the first call"
                    + " starts logging for memslots without log: true",
            example = "m.dirty()")
    default List<Long> dirty() {
        return actedOn().machineParts().liveMemory().dirty();
    }
}
