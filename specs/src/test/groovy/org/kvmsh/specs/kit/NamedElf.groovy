package org.kvmsh.specs.kit

import java.nio.ByteBuffer
import java.nio.ByteOrder

/** An ELF file of 64 bits with one segment of code and a symbol table, made without a linker. */
class NamedElf {
    static final int X86_64 = 62
    static final int ARM64 = 183
    static final int PPC64 = 21
    static final int RISCV64 = 243
    private static final int TEXT = 0x100
    private static final List<String> SECTIONS = ['', '.text', '.symtab', '.strtab', '.shstrtab']

    int machine = X86_64
    ByteOrder order = ByteOrder.LITTLE_ENDIAN
    /** Where it is linked, and where it is loaded. */
    long linked = 0x1000
    long loaded = -1
    byte[] code
    /** Names with their offsets and their sizes; one of size 0 is a label. */
    Map<String, List<Integer>> symbols = [:]

    byte[] bytes() {
        def strings = ['', *symbols.keySet()]
        def names = strings.join('\0') + '\0'
        def sections = SECTIONS.join('\0') + '\0'
        int table = TEXT + code.length + 15 & -16
        int tableSize = 24 * (symbols.size() + 1)
        int headers = table + tableSize + names.length() + sections.length() + 15 & -16
        def elf = ByteBuffer.allocate(headers + 64 * SECTIONS.size()).order(order)
        elf.put([0x7f, 0x45, 0x4c, 0x46, 2, order == ByteOrder.LITTLE_ENDIAN ? 1 : 2, 1] as byte[]).position(16)
        elf.putShort(2 as short).putShort(machine as short).putInt(1).putLong(linked).putLong(64).putLong(symbols.isEmpty() ? 0 : headers).putInt(0)
        elf.putShort(64 as short).putShort(56 as short).putShort(1 as short).putShort(64 as short).putShort((symbols.isEmpty() ? 0 : SECTIONS.size()) as short).putShort((symbols.isEmpty() ? 0 : 4) as short)
        elf.putInt(1).putInt(5).putLong(TEXT).putLong(linked).putLong(loaded < 0 ? linked : loaded).putLong(code.length).putLong(code.length).putLong(16)
        elf.position(TEXT).put(code).position(table + 24)
        symbols.eachWithIndex { name, at, i ->
            elf.putInt(names.indexOf('\0' + name + '\0') + 1).put((at[1] ? 2 : 0) as byte).put(0 as byte).putShort(1 as short).putLong(linked + at[0]).putLong(at[1])
        }
        elf.put(names.bytes).put(sections.bytes).position(headers + 64)
        section(elf, sections, '.text', 1, 6, linked, TEXT, code.length, 0)
        section(elf, sections, '.symtab', 2, 0, 0, table, tableSize, 3)
        section(elf, sections, '.strtab', 3, 0, 0, table + tableSize, names.length(), 0)
        section(elf, sections, '.shstrtab', 3, 0, 0, table + tableSize + names.length(), sections.length(), 0)
        elf.array()
    }

    private static void section(ByteBuffer elf, String names, String name, int type, long flags, long at, long offset, long size, int link) {
        elf.putInt(names.indexOf('\0' + name + '\0') + 1).putInt(type).putLong(flags).putLong(at).putLong(offset).putLong(size).putInt(link).putInt(1).putLong(1).putLong(type == 2 ? 24 : 0)
    }
}
