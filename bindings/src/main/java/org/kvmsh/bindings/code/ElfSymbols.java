package org.kvmsh.bindings.code;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSectionHeader;
import net.fornwall.jelf.ElfSegment;
import org.kvmsh.bindings.abi.Arch;

/**
 * The functions, objects and labels that an ELF file names. Source: the System V ABI, "Symbol Table"; elf(5).
 *
 * @param arch null for one that has no KVM
 * @param symbols empty if the file was stripped
 */
public record ElfSymbols(Arch arch, ByteOrder order, List<Symbol> symbols) {
    private static final int UNSIGNED_SHORT = 0xffff;
    private static final int TYPE = 0xf;
    /** STT_FUNC is the last of NOTYPE, OBJECT and FUNC; above it are sections, files and thread-local symbols. */
    private static final int FUNC = 2;
    /** STT_GNU_IFUNC. */
    private static final int IFUNC = 10;
    /** SHN_LORESERVE: what follows is no section. */
    private static final int RESERVED = 0xff00;

    private static final int NARROW = 16;
    private static final int WIDE = 24;
    private static final int NARROW_HEADER = 40;
    private static final int WIDE_HEADER = 64;
    /** A file with a larger table is damaged. */
    private static final int MOST_BYTES = 1 << 28;

    public ElfSymbols {
        symbols = List.copyOf(symbols);
    }

    /** @throws CodeError for a file that is not ELF, or whose symbol table is damaged */
    public static ElfSymbols read(Path file) throws IOException {
        return ElfReader.read(file, (elf, channel) -> new Reading(elf, channel).all());
    }

    /**
     * Whether a symbol is the assembler's own: $x, $d and their like tell code from data in a section (ELF for the Arm
     * 64-bit Architecture and RISC-V ELF psABI, "Mapping symbols"), and .L begins a local label.
     */
    static boolean isOfAssembler(String name) {
        return name.startsWith("$") || name.startsWith(".L");
    }

    /** A section header. jelf would read the symbols with it, each as an object. */
    private record Section(int name, int type, long flags, long address, long offset, long size, int link) {
        static Section of(ByteBuffer header, boolean narrow) {
            int name = header.getInt();
            int type = header.getInt();
            long[] words = new long[4];
            for (int i = 0; i < words.length; i++) {
                words[i] = narrow ? Integer.toUnsignedLong(header.getInt()) : header.getLong();
            }
            return new Section(name, type, words[0], words[1], words[2], words[3], header.getInt());
        }

        boolean is(long flag) {
            return (flags & flag) != 0;
        }
    }

    /** One file. */
    private static final class Reading {
        private final ElfFile elf;
        private final FileChannel file;
        private final ByteOrder order;
        private final List<Section> sections = new ArrayList<>();
        private final List<ElfSegment> segments = new ArrayList<>();
        private final List<Symbol> found = new ArrayList<>();
        /**
         * The function descriptors of ELFv1 on powerpc, where a function's symbol is that of its descriptor; null for
         * none.
         */
        private ByteBuffer descriptors;

        private int ofDescriptors = -1;

        Reading(ElfFile elf, FileChannel file) {
            this.elf = elf;
            this.file = file;
            this.order = elf.ei_data == ElfFile.DATA_MSB ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        }

        ElfSymbols all() throws IOException {
            int machine = elf.e_machine & UNSIGNED_SHORT;
            headers();
            Section table = null;
            for (Section section : sections) {
                boolean symbols = section.type == ElfSectionHeader.SHT_SYMTAB
                        || section.type == ElfSectionHeader.SHT_DYNSYM && table == null;
                table = symbols ? section : table;
            }
            if (machine == ElfFile.ARCH_PPC64 && !sections.isEmpty()) {
                ByteBuffer names = bytes(sections.get(elf.e_shstrndx & UNSIGNED_SHORT));
                ofDescriptors = sections.stream()
                        .map(section -> text(names, section.name))
                        .toList()
                        .indexOf(".opd");
                descriptors = ofDescriptors < 0 ? null : bytes(sections.get(ofDescriptors));
            }
            for (int i = 0; i < (elf.e_phnum & UNSIGNED_SHORT); i++) {
                if (elf.getProgramHeader(i).p_type == ElfSegment.PT_LOAD) {
                    segments.add(elf.getProgramHeader(i));
                }
            }
            if (table != null) {
                entries(bytes(table), bytes(sections.get(table.link)));
            }
            return new ElfSymbols(Arch.ofElf(machine), order, found);
        }

        private void headers() throws IOException {
            int length = elf.is32Bits() ? NARROW_HEADER : WIDE_HEADER;
            int count = elf.e_shnum & UNSIGNED_SHORT;
            ByteBuffer headers = bytes(
                    elf.is32Bits() ? Integer.toUnsignedLong((int) elf.e_shoff) : elf.e_shoff, (long) count * length);
            for (int i = 0; i < count; i++) {
                sections.add(Section.of(headers.position(i * length), elf.is32Bits()));
            }
        }

        private ByteBuffer bytes(Section section) throws IOException {
            return bytes(section.offset, section.size);
        }

        private ByteBuffer bytes(long offset, long size) throws IOException {
            if (offset < 0 || size < 0 || size > MOST_BYTES || offset > file.size() - size) {
                throw new CodeError(
                        0,
                        "the symbol table of this ELF file extends past the end of the file",
                        "the file is truncated or damaged");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size).order(order);
            while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position()) > 0) {
                // A read may return fewer bytes.
            }
            return bytes.flip();
        }

        private void entries(ByteBuffer table, ByteBuffer names) {
            boolean narrow = elf.is32Bits();
            for (int at = 0; at + (narrow ? NARROW : WIDE) <= table.limit(); at += narrow ? NARROW : WIDE) {
                int type = table.get(at + (narrow ? 12 : 4)) & TYPE;
                int section = table.getShort(at + (narrow ? 14 : 6)) & UNSIGNED_SHORT;
                if ((type <= FUNC || type == IFUNC)
                        && section > 0
                        && section < RESERVED
                        && section < sections.size()
                        && sections.get(section).is(ElfSectionHeader.FLAG_ALLOC)) {
                    String name = text(names, table.getInt(at));
                    long value = narrow ? Integer.toUnsignedLong(table.getInt(at + 4)) : table.getLong(at + 8);
                    long size = narrow ? Integer.toUnsignedLong(table.getInt(at + 8)) : table.getLong(at + 16);
                    if (!name.isEmpty() && !isOfAssembler(name)) {
                        add(name, value, size, section);
                    }
                }
            }
        }

        private static String text(ByteBuffer names, int at) {
            int end = at;
            while (names.get(end) != 0) {
                end++;
            }
            return new String(names.array(), at, end - at, StandardCharsets.UTF_8);
        }

        private void add(String name, long value, long size, int of) {
            Section section = sections.get(of);
            boolean described = of == ofDescriptors;
            long at = described ? described(value - section.address) : value;
            // In an object file, values begin with their section.
            long end = size > 0 ? at + size : described ? at : Math.max(section.address + section.size, at);
            found.add(new Symbol(
                    name, at, physical(at), end, size > 0, described || section.is(ElfSectionHeader.FLAG_EXEC_INSTR)));
        }

        /**
         * A descriptor begins with the address of the function (64-bit PowerPC ELF ABI 1.9, "Function Descriptors").
         */
        private long described(long offset) {
            return descriptors.getLong((int) offset);
        }

        private long physical(long address) {
            for (ElfSegment segment : segments) {
                if (Long.compareUnsigned(address - segment.p_vaddr, segment.p_memsz) < 0) {
                    return address - segment.p_vaddr + segment.p_paddr;
                }
            }
            return address;
        }
    }
}
