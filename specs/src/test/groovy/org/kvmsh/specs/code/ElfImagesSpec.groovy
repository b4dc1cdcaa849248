package org.kvmsh.specs.code

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Arch
import org.kvmsh.bindings.code.CodeError
import org.kvmsh.bindings.code.ElfImage
import spock.lang.Specification
import spock.lang.TempDir

/** ELF files of both sizes and byte orders: the loaded bytes, and the entry point; a damaged file is refused in one sentence. */
class ElfImagesSpec extends Specification {
    static final int HEADERS = 0x100

    @TempDir
    Path folder

    def "#bits bits, #order, for #arch"() {
        when:
        def image = ElfImage.read(file(elf(bits, order, machine, 0x1004)))

        then:
        [image.bits(), image.order(), image.arch(), image.entry()] == [bits, order, arch, 0x1004L]
        image.segments() == [new ElfImage.Segment(HEADERS, 16, 0x1000, 32)]

        where:
        bits | order                    | machine || arch
        32   | ByteOrder.LITTLE_ENDIAN  | 3       || Arch.X86_64
        64   | ByteOrder.LITTLE_ENDIAN  | 62      || Arch.X86_64
        64   | ByteOrder.LITTLE_ENDIAN  | 183     || Arch.ARM64
        64   | ByteOrder.BIG_ENDIAN     | 21      || Arch.PPC64
        64   | ByteOrder.LITTLE_ENDIAN  | 21      || Arch.PPC64
        32   | ByteOrder.BIG_ENDIAN     | 20      || Arch.PPC64
        64   | ByteOrder.BIG_ENDIAN     | 22      || Arch.S390X
        64   | ByteOrder.LITTLE_ENDIAN  | 8888    || null
    }

    def "the entry point is a load address, even if the segment is linked at another address"() {
        expect:
        ElfImage.read(file(elf(64, ByteOrder.BIG_ENDIAN, 21, 0xc000000000001008L, 0xc000000000001000L))).entry() == 0x1008
        ElfImage.read(file(elf(32, ByteOrder.LITTLE_ENDIAN, 3, 0xc0001008L, 0xc0001000L))).entry() == 0x1008
    }

    def "#what is refused in one sentence"() {
        when:
        ElfImage.read(file(bytes))

        then:
        CodeError e = thrown()
        e.message.contains(sentence)
        !e.message.contains('\n')

        where:
        what                              | bytes                                                           || sentence
        'an empty file'                   | [] as byte[]                                                    || 'not a readable ELF file'
        'a text'                          | ('hello ' * 40).bytes                                           || 'not a readable ELF file'
        'a file of nothing but its magic' | [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] as byte[]                     || 'not a readable ELF file'
        'an object file'                  | elf(64, ByteOrder.LITTLE_ENDIAN, 62, 0, 0x1000, 1)              || 'e_type is 1'
        'a file without segments'         | elf(64, ByteOrder.LITTLE_ENDIAN, 62, 0, 0x1000, 2, 0)           || 'nothing to load'
        'a file that is cut short'        | Arrays.copyOf(elf(64, ByteOrder.LITTLE_ENDIAN, 62, 0), HEADERS + 4) || 'segment 0 of this ELF file extends past the end of the file: 0x10 bytes at file offset 0x100, file size 0x104'
    }

    def "a truncated or corrupted image is read or refused, quickly"() {
        given:
        def random = new Random(20261120)
        def whole = [elf(64, ByteOrder.LITTLE_ENDIAN, 62, 0x1000), elf(32, ByteOrder.BIG_ENDIAN, 20, 0x1000), elf(64, ByteOrder.BIG_ENDIAN, 21, 0x1000)]
        def before = memory()
        int refused = 0
        int read = 0

        when:
        3000.times {
            byte[] bytes = whole[it % 3].clone()
            (1 + random.nextInt(4)).times { bytes[random.nextInt(HEADERS)] = (byte) random.nextInt(256) }
            if (it % 5 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length))
            }
            try {
                def image = ElfImage.read(file(bytes))
                assert image.segments().every { it.at() >= 0 && it.offset() + it.bytes() <= bytes.length && it.memory() >= it.bytes() }
                read++
            } catch (CodeError e) {
                refused++
            }
        }

        then:
        read > 100
        refused > 500
        memory() - before < 1L << 30
    }

    /** What this thread has allocated so far. */
    private static long memory() {
        java.lang.management.ManagementFactory.threadMXBean.getThreadAllocatedBytes(Thread.currentThread().id)
    }

    private Path file(byte[] bytes) {
        Files.write(folder.resolve('image'), bytes)
    }

    /** A program of one segment: 16 bytes, 32 in memory at 0x1000. Source: elf(5). */
    private static byte[] elf(int bits, ByteOrder order, int machine, long entry, long virtual = 0x1000, int type = 2, int count = 1) {
        boolean wide = bits == 64
        def elf = ByteBuffer.allocate(HEADERS + 16).order(order)
        def word = { long value -> wide ? elf.putLong(value) : elf.putInt((int) value) }
        elf.put([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, order == ByteOrder.LITTLE_ENDIAN ? 1 : 2, 1] as byte[]).position(16)
        elf.putShort((short) type).putShort((short) machine).putInt(1)
        [entry, wide ? 64 : 52, 0].each { word(it as long) }
        elf.putInt(0).putShort((short) (wide ? 64 : 52)).putShort((short) (wide ? 56 : 32)).putShort((short) count).putShort((short) 64)
        elf.position(wide ? 64 : 52)
        elf.putInt(1)
        if (wide) {
            elf.putInt(5)
        }
        [HEADERS, virtual, 0x1000, 16, 32].each { word(it as long) }
        if (!wide) {
            elf.putInt(5)
        }
        word(0x1000)
        elf.array()
    }
}
