package org.kvmsh.dsl.word;

import java.util.Map;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;

/** The words for guest memory and its initial content. */
public interface MemoryWords extends VmPart {
    @Word(
            value = "guest memory at a guest physical address; readonly: true turns guest writes into exits;"
                    + " log: true enables dirty page logging; huge: (true or a page size) uses huge pages;"
                    + " file: uses a private copy of a file; guestMemfd: true uses memory that can be private"
                    + " to the guest; space: 1 is the memory that an x86 vCPU uses in SMM",
            example = "memory at: 0, size: 64.KB",
            named = {"at", "size", "readonly", "log", "huge", "file", "guestMemfd", "space"})
    default void memory(Map<String, ?> arguments) {
        NamedArguments named = named("memory", arguments);
        String file = named.get("file") == null ? null : named.get("file").toString();
        long size = file != null && named.get("size") == null ? 0 : named.required("size");
        if (size <= 0 && named.get("size") != null) {
            throw new ScriptError(
                    here(),
                    "guest memory size must be a nonzero multiple of 4 KiB, not " + named.get("size"),
                    "try: memory at: 0, size: 64.KB");
        }
        Object huge = named.get("huge");
        Long page = huge == null || huge.equals(false)
                ? null
                : huge.equals(true) ? (Long) 0L : (Long) Bits64.of(huge, "huge:", 1, Long.MAX_VALUE, here());
        config().memory(new MemoryConfig(
                named.required("at"),
                size,
                named.flag("readonly"),
                named.flag("log"),
                page,
                file,
                named.flag("guestMemfd"),
                ImageBytes.space(named, here()),
                here()));
    }

    @Word(
            value = "load bytes into guest memory: hex:, bytes:, file: (a raw file), elf: (an ELF file's segments at"
                    + " their physical addresses) or asm: (source text for GNU as); on x86, asm: is assembled for the"
                    + " first vCPU's mode, or for bits: 16, 32 or 64; space: 1 loads into memory created with space: 1",
            example = "load at: 0x1000, hex: 'b8 2a 00 " + "f4'",
            named = {"at", "hex", "bytes", "file", "elf", "asm", "bits", "space"})
    default void load(Map<String, ?> arguments) {
        config().load(ImageBytes.load(named("load", arguments), here()));
    }

    @Word(
            value = "a guest written in C: kvmsh compiles it with GCC for the board, links it with its guest library,"
                    + " and adds guest memory and vCPU 0, which runs main. The run ends when main returns; the return"
                    + " value is the outcome's code. Printed text is in m.console. A failed assertion in the guest is a"
                    + " script error",
            example = "guest { c 'int main(void) { return 7; }' }",
            js = "v.guest({c: 'int main(void) { return 7; }'})",
            block = true)
    default void guest(Block block) {
        CGuestWords words = new CGuestWords(this::here);
        block.with(words);
        config().load(words.config());
    }
}
