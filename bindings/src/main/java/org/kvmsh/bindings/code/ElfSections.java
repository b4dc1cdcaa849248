package org.kvmsh.bindings.code;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.fornwall.jelf.ElfException;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSection;
import net.fornwall.jelf.ElfSectionHeader;

/** The sections of an ELF file by their names, decompressed. */
public final class ElfSections {
    /** SHF_COMPRESSED. */
    private static final long COMPRESSED = 1 << 11;
    /** ELFCOMPRESS_ZLIB. */
    private static final int ZLIB = 1;
    /** Elf64_Chdr and Elf32_Chdr. */
    private static final int WIDE_HEADER = 24;

    private static final int NARROW_HEADER = 12;
    /** More is a kernel's or a browser's, whose entries are too many to look through for a variable. */
    private static final int MOST_BYTES = 1 << 26;

    private final ElfFile elf;
    private final ByteOrder order;
    private final Map<String, ByteBuffer> read = new HashMap<>();

    private ElfSections(ElfFile elf) {
        this.elf = elf;
        this.order = elf.ei_data == ElfFile.DATA_MSB ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** @throws CodeError for a file that is not ELF, or that is damaged */
    public static <T> T read(Path file, Function<ElfSections, T> reading) throws IOException {
        return ElfReader.read(file, (elf, channel) -> reading.apply(new ElfSections(elf)));
    }

    /** The bytes of a section, by its name without the dot; none if the file does not have it. */
    public ByteBuffer section(String name) {
        return read.computeIfAbsent(name, this::read);
    }

    /** The address of a section in memory; 0 if the file does not have it. */
    public long address(String name) {
        ElfSection section = elf.firstSectionByName("." + name);
        return section == null ? 0 : section.header.sh_addr;
    }

    /** Whether the file's addresses have 32 bits. */
    public boolean isNarrow() {
        return elf.is32Bits();
    }

    private ByteBuffer read(String name) {
        ElfSection section = elf.firstSectionByName("." + name);
        if (section == null || section.header.sh_type == ElfSectionHeader.SHT_NOBITS || section.header.sh_size == 0) {
            return ByteBuffer.allocate(0).order(order);
        }
        if (section.header.sh_size > MOST_BYTES) {
            throw new CodeError(
                    0,
                    "." + name + " has " + (section.header.sh_size >> 20) + " MiB; kvmsh reads up to "
                            + (MOST_BYTES >> 20) + " MiB");
        }
        ByteBuffer bytes = ByteBuffer.wrap(section.getData()).order(order);
        return (section.header.sh_flags & COMPRESSED) == 0 ? bytes : inflated(name, bytes);
    }

    private ByteBuffer inflated(String name, ByteBuffer bytes) {
        int type = bytes.getInt(0);
        long size = elf.is32Bits() ? Integer.toUnsignedLong(bytes.getInt(4)) : bytes.getLong(8);
        if (type != ZLIB || size < 0 || size > MOST_BYTES) {
            throw new CodeError(
                    0,
                    "." + name + " is compressed in a way that kvmsh cannot read",
                    "decompress it: objcopy --decompress-debug-sections FILE");
        }
        int header = elf.is32Bits() ? NARROW_HEADER : WIDE_HEADER;
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes.array(), header, bytes.limit() - header);
            byte[] all = new byte[(int) size];
            int count = 0;
            while (count < all.length && !inflater.finished() && !inflater.needsInput()) {
                count += inflater.inflate(all, count, all.length - count);
            }
            return ByteBuffer.wrap(all).order(order);
        } catch (DataFormatException e) {
            throw new ElfException("." + name + " is damaged");
        } finally {
            inflater.end();
        }
    }
}
