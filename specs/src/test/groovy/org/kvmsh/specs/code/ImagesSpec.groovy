package org.kvmsh.specs.code

import java.lang.management.ManagementFactory
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.Programs
import org.kvmsh.bindings.code.Assembler
import org.kvmsh.bindings.code.CodeMode
import org.kvmsh.bindings.code.ElfImage
import org.kvmsh.dsl.config.Entry
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Planned
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What load takes: bytes, files, ELF files and text for an assembler. */
class ImagesSpec extends Specification {

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    def "an image is a step of the plan: #text"() {
        expect:
        Planned.on('x86_64', Planned.X86) { memory at: 0, size: 0x10000; load said }.readLines().drop(2) == text

        where:
        said                                                  || text
        [at: 0x1000, hex: 'f4 # hlt']                         || ['load 1 byte at 0x1000']
        [at: 0x1000, bytes: [1, 2, 255]]                      || ['load 3 bytes at 0x1000']
        [at: 0x1000, file: Kvmsh.script('x86/hello.elf')]     || ['load 540 bytes of hello.elf at 0x1000']
        [elf: Kvmsh.script('x86/hello.elf')]                  || ['load 28 bytes of hello.elf at 0x1000']
        [elf: Kvmsh.script('x86/hello.elf'), at: 0x4000]      || ['load 28 bytes of hello.elf at 0x5000']
    }

    @Needs('asm:x86_16')
    def "text is assembled for the first vCPU's start mode unless bits: is given: #mode #said"() {
        expect:
        Planned.on('x86_64', Planned.X86) { memory at: 0, size: 0x10000; load([at: 0x1000, asm: 'mov $1, %eax'] + said); vcpu(0) { "$mode"(0x1000) } }
                .contains("load $bytes bytes at 0x1000")

        where:
        mode     | said        || bytes
        'real'   | [:]         || 6
        'start'  | [:]         || 6
        'prot32' | [:]         || 5
        'long64' | [:]         || 5
        'real'   | [bits: 32]  || 5
        'long64' | [bits: 16]  || 6
    }

    def "a vCPU starts at the ELF entry point: #start"() {
        expect:
        Planned.on('x86_64', Planned.X86, block).readLines().last() == "KVM_SET_REGS of vCPU 0: rip $rip rflags 0x2".toString()

        where:
        start       | block                                                                                                                        || rip
        'entry'     | ({ memory at: 0, size: 0x10000; load elf: Kvmsh.script('x86/hello.elf'); vcpu(0) { real Entry.ENTRY } })                         || '0x100d'
        'nothing'   | ({ memory at: 0, size: 0x10000; load elf: Kvmsh.script('x86/hello.elf'); vcpu(0) { prot32() } })                             || '0x100d'
        'moved'     | ({ memory at: 0, size: 0x10000; load elf: Kvmsh.script('x86/hello.elf'), at: 0x2000; vcpu(0) { start() } })                  || '0x300d'
    }

    def "what cannot be loaded is refused: #message"() {
        when:
        Planned.on(board, Planned.X86 + Planned.ARM) { memory at: 0, size: 0x10000; load said }

        then:
        ScriptError e = thrown()
        e.message.contains(message)

        where:
        board     | said                                           || message
        'x86_64'  | [at: 0]                                        || 'load takes one of hex:, bytes:, file:, elf: and asm:'
        'x86_64'  | [at: 0, hex: 'f4', file: 'x']                  || 'not file: and hex:'
        'x86_64'  | [at: 0, hex: 'f4', bits: 16]                   || 'bits: can be used only with asm:'
        'x86_64'  | [at: 0, asm: 'hlt', bits: 8]                   || 'bits: must be 16, 32 or 64'
        'x86_64'  | [hex: 'f4']                                    || 'load needs at:'
        'x86_64'  | [file: 'x']                                    || 'load needs at:'
        'x86_64'  | [at: 0, file: '/no/such/file']                 || 'no such file: /no/such/file'
        'x86_64'  | [at: 0, file: '/']                             || '/ is a directory'
        'x86_64'  | [at: 0, bytes: 'text']                         || "bytes must be a list of numbers, a byte[] or the result of asm, not 'text', a string"
        'x86_64'  | [elf: Kvmsh.script('x86/hello.s')]             || 'hello.s: not a readable ELF file'
        'x86_64'  | [at: 0xfff0, file: Kvmsh.script('x86/hello.elf')] || '540 bytes at 0xfff0 are not within a single memslot'
        'arm64'   | [elf: Kvmsh.script('x86/hello.elf')]           || 'hello.elf is for 32-bit x86; board the board is arm64'
        'arm64'   | [at: 0, asm: 'nop', bits: 64]                  || 'bits: needs an x86 board'
        'mips64'  | [at: 0, asm: 'nop']                            || "kvmsh cannot assemble for mips64"
    }

    def "an ELF file of the other byte order is refused by name"() {
        given:
        // e_ident, ET_EXEC for EM_PPC64, one PT_LOAD of no bytes in the file and 16 in memory (elf(5)).
        def big = ('7f454c46020201' + '00' * 9 + '0002' + '0015' + '00000001' + '00' * 6 + '1000' + '00' * 7 + '40' + '00' * 8 + '00000000' + '0040' + '0038' + '0001' + '0040' + '00000000'
                + '00000001' + '00000005' + '00' * 8 + '00' * 6 + '1000' + '00' * 6 + '1000' + '00' * 8 + '00' * 7 + '10' + '00' * 8).decodeHex()
        def file = Files.write(folder.resolve('big.elf'), big)

        expect:
        Planned.on('ppc64', Planned.POWER_HV) { memory at: 0, size: 0x10000; load elf: file.toString() }.contains('load 16 bytes of big.elf at 0x1000')

        when:
        Planned.on('ppc64le', Planned.POWER_HV) { memory at: 0, size: 0x10000; load elf: file.toString() }

        then:
        ScriptError e = thrown()
        e.message == 'big.elf is big-endian; board the board is little-endian'
    }

    def "entry without an ELF file is refused"() {
        when:
        Planned.on('x86_64', Planned.X86) { memory at: 0, size: 0x10000; vcpu(0) { start() } }

        then:
        ScriptError e = thrown()
        e.message == 'entry point needs load elf:'
    }

    @Needs('asm:x86_16')
    def "an error of as is shown in the script, in #language"() {
        given:
        def script = Files.writeString(folder.resolve("wrong.$language"), text)

        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', script.toString())

        then:
        result.status == 1
        result.err.readLines() == ["$script:$place: cannot assemble this text for x86_16: no such instruction: `jump away'".toString(), '    jump away', '    ^', '  line 3 of the text: bad register name `%zz\'']

        where:
        language | text                                                                                                                 || place
        'groovy' | "vm {\n  memory at: 0, size: 64.KB\n  load at: 0, asm: '''\njump away\nmov \$1, %zz\n'''\n}"                         || '4:1'
        'js'     | "vm({memory: {at: 0, size: KB(64)},\n  load: {at: 0, asm: `\njump away\nmov \$1, %zz\n`}})"                          || '3:1'
    }

    @Needs('asm:x86_16')
    def "text that the script computes is quoted in the error"() {
        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "asm x86_16, ['nop', 'j' + 'ump'].join('\\n')").err.readLines().last() == '  line 2 of the text: jump'
    }

    @Needs('asm:x86_16')
    def "hello.elf matches hello.s"() {
        given:
        def elf = new File(Kvmsh.script('x86/hello.elf'))
        def segment = ElfImage.read(elf.toPath()).segments()[0]

        expect:
        Arrays.copyOfRange(elf.bytes, segment.offset() as int, (segment.offset() + segment.bytes()) as int) ==
                new Assembler(new Programs(System.getenv())).assemble(CodeMode.X86_16, segment.at(), new File(Kvmsh.script('x86/hello.s')).text).bytes()
    }

    @Needs('asm:x86_16')
    def "specs that load the same images are equal in both languages"() {
        given:
        def elf = Kvmsh.script('x86/hello.elf')

        expect:
        spec(Language.GROOVY, "vm { memory at: 0, size: 64.KB; memory at: 0x10000, file: '$elf'; load elf: '$elf'; load at: 0x2000, file: '$elf'; load at: 0x3000, asm: 'hlt'; vcpu(0) { real entry } }") ==
                spec(Language.JS, "vm({memory: [{at: 0, size: KB(64)}, {at: 0x10000, file: '$elf'}], load: [{elf: '$elf'}, {at: 0x2000, file: '$elf'}, {at: 0x3000, asm: 'hlt'}], vcpu: {real: entry}})")
        spec(Language.GROOVY, "vm { memory at: 0, size: 64.KB; load at: 0, asm: 'hlt' }") != spec(Language.GROOVY, "vm { memory at: 0, size: 64.KB; load at: 0, asm: 'nop' }")
    }

    private static Object spec(Language language, String text) {
        new OnBoard('model:x86_64', language).withCloseable {
            it.run(text)
            it.session.machines()[0].config()
        }
    }

    @Needs('kvm')
    def "a file is loaded into guest memory without a copy on the heap"() {
        given:
        def file = folder.resolve('large')
        new RandomAccessFile(file.toFile(), 'rw').withCloseable { it.setLength(256 << 20); it.seek((256 << 20) - 1); it.write(0xf4) }
        on = new OnBoard('kvm')
        on.run("vm { memory at: 0, size: 1.MB; load at: 0, file: '${Kvmsh.script('x86/hello.s')}' }")
        def heap = ManagementFactory.threadMXBean
        long before = heap.getThreadAllocatedBytes(Thread.currentThread().id)

        when:
        on.run("m = vm { memory at: 0, size: 256.MB; load at: 0, file: '$file' }")

        then:
        heap.getThreadAllocatedBytes(Thread.currentThread().id) - before < 64 << 20
        on.run('m.dis(256.MB - 1, 5).instructions()*.bytes()') == [[0xf4 as byte] as byte[]]
    }
}
