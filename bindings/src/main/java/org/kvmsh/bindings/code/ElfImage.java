package org.kvmsh.bindings.code;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSegment;
import org.kvmsh.bindings.abi.Arch;

/**
 * The parts of an ELF file that are to be in memory, and the address at which it begins. Source: the System V ABI,
 * "Program Loading"; elf(5).
 *
 * @param bits 32 or 64
 * @param machine e_machine
 * @param entry where it begins, as a physical address
 */
public record ElfImage(int bits, ByteOrder order, int machine, long entry, List<Segment> segments) {
    private static final long UNSIGNED_INT = 0xffffffffL;
    private static final int UNSIGNED_SHORT = 0xffff;

    /**
     * A PT_LOAD.
     *
     * @param offset in the file
     * @param bytes how many of the file's
     * @param at the physical address
     * @param memory how many bytes it has in memory; those beyond the file's are 0
     */
    public record Segment(long offset, long bytes, long at, long memory) {}

    public ElfImage {
        segments = List.copyOf(segments);
    }

    /** @throws CodeError for a file that is not ELF, or that cannot be loaded */
    public static ElfImage read(Path file) throws IOException {
        return ElfReader.read(file, (elf, channel) -> of(elf, channel.size()));
    }

    private static ElfImage of(ElfFile elf, long size) {
        long mask = elf.is32Bits() ? UNSIGNED_INT : -1;
        if (elf.e_type != ElfFile.ET_EXEC && elf.e_type != ElfFile.ET_DYN) {
            throw new CodeError(
                    0,
                    "this ELF file is not an executable: e_type is " + elf.e_type + ", not 2 (ET_EXEC) or 3 (ET_DYN)",
                    elf.e_type == ElfFile.ET_REL ? "link the object file first: ld -Ttext=0x1000" : "");
        }
        List<Segment> segments = new ArrayList<>();
        long entry = elf.e_entry & mask;
        for (int i = 0; i < (elf.e_phnum & UNSIGNED_SHORT); i++) {
            ElfSegment segment = elf.getProgramHeader(i);
            if (segment.p_type == ElfSegment.PT_LOAD && segment.p_memsz != 0) {
                Segment loaded = new Segment(
                        segment.p_offset & mask,
                        segment.p_filesz & mask,
                        segment.p_paddr & mask,
                        segment.p_memsz & mask);
                check(loaded, i, size);
                segments.add(loaded);
                long virtual = segment.p_vaddr & mask;
                // Kernels are linked to high addresses and entered at low ones.
                if (Long.compareUnsigned(elf.e_entry & mask, virtual) >= 0
                        && Long.compareUnsigned((elf.e_entry & mask) - virtual, loaded.memory()) < 0) {
                    entry = (elf.e_entry & mask) - virtual + loaded.at();
                }
            }
        }
        if (segments.isEmpty()) {
            throw new CodeError(
                    0,
                    "this ELF file has nothing to load: no PT_LOAD among its " + (elf.e_phnum & UNSIGNED_SHORT)
                            + " program headers");
        }
        return new ElfImage(
                elf.is32Bits() ? Integer.SIZE : Long.SIZE,
                elf.ei_data == ElfFile.DATA_MSB ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                elf.e_machine & UNSIGNED_SHORT,
                entry,
                segments);
    }

    private static void check(Segment segment, int number, long size) {
        if (segment.offset() < 0 || segment.bytes() < 0 || segment.offset() > size - segment.bytes()) {
            throw new CodeError(
                    0,
                    "segment " + number + " of this ELF file extends past the end of the file: 0x"
                            + Long.toHexString(segment.bytes()) + " bytes at file offset " + "0x"
                            + Long.toHexString(segment.offset()) + ", file size 0x" + Long.toHexString(size),
                    "the file is truncated or damaged");
        }
        if (segment.memory() < segment.bytes() || segment.at() < 0 || segment.at() + segment.memory() < 0) {
            throw new CodeError(
                    0,
                    "segment " + number + " of this ELF file has an invalid size or address: p_filesz 0x"
                            + Long.toHexString(segment.bytes()) + ", p_memsz " + "0x"
                            + Long.toHexString(segment.memory()) + ", address 0x" + Long.toHexString(segment.at()),
                    "the file is damaged");
        }
    }

    /** The architecture that it is for; in words if kvmsh does not support it. */
    public String machineName() {
        Arch arch = arch();
        return arch == null
                ? "machine number " + machine
                : machine == ElfFile.ARCH_386 ? "32-bit x86" : arch.toString();
    }

    /** The architecture whose processors run it; null for one that has no KVM. */
    public Arch arch() {
        return Arch.ofElf(machine);
    }
}
