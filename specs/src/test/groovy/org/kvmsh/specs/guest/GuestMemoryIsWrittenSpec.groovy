package org.kvmsh.specs.guest

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The memory of a live machine can be written through its views: assignments reach the guest. */
@Timeout(120)
class GuestMemoryIsWrittenSpec extends Specification {
    static final String TWO_SLOTS = 'm = vm { memory at: 0, size: 64.KB; memory at: 0x10000, size: 4.KB, readonly: true; vcpu(0) { real 0x1000 } }'
    static final String TWO_SLOTS_JS = 'm = vm({memory: [{at: 0, size: KB(64)}, {at: 0x10000, size: KB(4), readonly: true}], vcpu: {real: 0x1000}})'
    /** A guest of each architecture that has a number in its first instruction and stops: its code as numbers of its board's byte order, and that instruction with another number. */
    static final Map<String, Map> GUESTS = [
            x86_64: [memory: 'memory at: 0, size: 64.KB', vcpu: 'real 0x1000', at: 0x1000, pc: 'rip', code: 'u8: [0xb8, 42, 0, 0xf4]', patch: 'u16: 0x2bb8', end: 'hlt', number: 'm.regs.rax'],
            arm64 : [memory: 'memory at: 0x40000000, size: 64.KB', vcpu: 'start 0x40000000; regs x1: 0x9000000', at: 0x40000000, pc: 'pc', code: 'u32: [0xd2800540, 0xf9000020]',
                     patch: 'u32: 0xd2800560', end: 'mmio', number: 'm.regs.x0'],
            ppc64 : [memory: 'platform SPAPR; memory at: 0, size: 64.KB', vcpu: 'start 0x1000', at: 0x1000, pc: 'pc', code: 'u32: [0x3880002a, 0x386007f0, 0x44000022]', patch: 'u32: 0x3880002b',
                     end: 'papr_hcall', number: 'm.regs.r4']]

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    private static OnBoard open(String board, Language language = Language.GROOVY) {
        Needed.orSkip(board)
        new OnBoard(board, language)
    }

    @Sample(verify = 16)
    def "#board, #language: after #text, the bytes from #at are #bytes"() {
        given:
        on = open(board, language)
        on.run(language == Language.JS ? TWO_SLOTS_JS : TWO_SLOTS)

        when:
        on.run(text)

        then:
        on.run("m.mem($at, 8)").toString().substring(10, 34).trim().replace('  ', ' ') == bytes

        where:
        [board, row] << [OnBoard.x86(), [
            ["mem 0x2000, hex: '2a 00'", "mem(0x2000, {hex: '2a 00'})", 0x2000, '2a 00 00 00 00 00 00 00'],
            ['mem 0x2000, bytes: [1, -1, 255]', 'mem(0x2000, {bytes: [1, -1, 255]})', 0x2000, '01 ff ff 00 00 00 00 00'],
            ["m.mem 0x2000, text: 'abc'", "m.mem(0x2000, {text: 'abc'})", 0x2000, '61 62 63 00 00 00 00 00'],
            ['mem 0x2000, u8: 0xfe', 'mem(0x2000, {u8: 0xfe})', 0x2000, 'fe 00 00 00 00 00 00 00'],
            ['mem 0x2000, u16: [1, 2]', 'mem(0x2000, {u16: [1, 2]})', 0x2000, '01 00 02 00 00 00 00 00'],
            ["mem 0x2000, u32: 0x1234, order: 'big'", "mem(0x2000, {u32: 0x1234, order: 'big'})", 0x2000, '00 00 12 34 00 00 00 00'],
            ['mem 0x2000, u64: 0xffffffff80000000', 'mem(0x2000, {u64: 0xffffffff80000000n})', 0x2000, '00 00 00 80 ff ff ff ff'],
            ['mem 0x2000, u64: -2', 'mem(0x2000, {u64: -2})', 0x2000, 'fe ff ff ff ff ff ff ff'],
            ['mem 0x2000, fill: 0x5a, length: 3', 'mem(0x2000, {fill: 0x5a, length: 3})', 0x2000, '5a 5a 5a 00 00 00 00 00'],
            ['m.mem(0x2000, 64)[1] = 42', 'm.mem(0x2000, 64)[1] = 42', 0x2000, '00 2a 00 00 00 00 00 00'],
            ['m.mem(0x2000, 64).bytes[1] = 42', 'm.mem(0x2000, 64).bytes[1] = 42', 0x2000, '00 2a 00 00 00 00 00 00'],
            ['x = mem(0x2000, 64).bytes; x[1] = 42', 'x = mem(0x2000, 64).bytes; x[1] = 42', 0x2000, '00 2a 00 00 00 00 00 00'],
            ['mem(0x2000, 64).u8(1, 0xff)', 'mem(0x2000, 64).u8(1, 0xff)', 0x2000, '00 ff 00 00 00 00 00 00'],
            ['mem(0x2000, 64).u16(2, -2)', 'mem(0x2000, 64).u16(2, -2)', 0x2000, '00 00 fe ff 00 00 00 00'],
            ['m.mem(0x2000, 64).u32(0, 0x1234)', 'm.mem(0x2000, 64).u32(0, 0x1234)', 0x2000, '34 12 00 00 00 00 00 00'],
            ["m.mem(0x2000, 64).u32(4, 0x80000000, 'big')", "m.mem(0x2000, 64).u32(4, 0x80000000, 'big')", 0x2000, '00 00 00 00 80 00 00 00'],
            ["m.mem(0x2000, 64).u64(0, 0x8000000000000001, 'big')", "m.mem(0x2000, 64).u64(0, 0x8000000000000001n, 'big')", 0x2000, '80 00 00 00 00 00 00 01'],
            ["mem(0x2000, 64).write 1, 'abc'", "mem(0x2000, 64).write(1, 'abc')", 0x2000, '00 61 62 63 00 00 00 00'],
            ['mem(0x2000, 4).write([1, 2, 3, 4] as byte[])', 'mem(0x2000, 4).write(Uint8Array.of(1, 2, 3, 4))', 0x2000, '01 02 03 04 00 00 00 00'],
            ['mem(0x2000, 4).fill 0xff', 'mem(0x2000, 4).fill(0xff)', 0x2000, 'ff ff ff ff 00 00 00 00'],
            ["mem 0x3000, u32: 7; mem(0x3000, 4).copyTo 0x2000", 'mem(0x3000, {u32: 7}); mem(0x3000, 4).copyTo(0x2000)', 0x2000, '07 00 00 00 00 00 00 00'],
            ["mem 0x3000, u32: 7; mem(0x3000, 4).copyTo mem(0x2001, 8)", 'mem(0x3000, {u32: 7}); mem(0x3000, 4).copyTo(mem(0x2001, 8))', 0x2000, '00 07 00 00 00 00 00 00'],
            ['mem 0x3000, u32: 7; mem(0x2000, 4).write mem(0x3000, 4)', 'mem(0x3000, {u32: 7}); mem(0x2000, 4).write(mem(0x3000, 4))', 0x2000, '07 00 00 00 00 00 00 00'],
            ['mem 0x3000, u32: 7; load at: 0x2000, bytes: mem(0x3000, 4).bytes', 'mem(0x3000, {u32: 7}); load({at: 0x2000, bytes: mem(0x3000, 4).bytes})', 0x2000, '07 00 00 00 00 00 00 00'],
            ["load at: 0x2000, hex: 'b8 2b 00 f4'", "load({at: 0x2000, hex: 'b8 2b 00 f4'})", 0x2000, 'b8 2b 00 f4 00 00 00 00'],
            ["m.load at: 0x2000, bytes: [1, 2]", 'm.load({at: 0x2000, bytes: [1, 2]})', 0x2000, '01 02 00 00 00 00 00 00'],
            ["mem 0xfffe, u32: 0x04030201", 'mem(0xfffe, {u32: 0x04030201})', 0xfffc, '00 00 01 02 03 04 00 00'],
            ["mem 0x10008, u32: 1", 'mem(0x10008, {u32: 1})', 0x10008, '01 00 00 00 00 00 00 00']], [Language.GROOVY, Language.JS]].combinations().collect { b, r, l -> [b, [l, *r]] }
        language = row[0]
        text = language == Language.JS ? row[2] : row[1]
        (at, bytes) = row[3..4]
    }

    def "a view shows later writes: #language"() {
        given:
        on = open('model:x86_64', language)
        on.run(language == Language.JS ? TWO_SLOTS_JS : TWO_SLOTS)

        expect:
        on.run(text).toString() == answer

        where:
        language        | text                                                                              || answer
        Language.GROOVY | 'x = mem(0x2000, 8); x[3] = 9; [x[3], x.bytes[3], x.u32(0) == 0x09000000, x.length]' || '[9, 9, true, 8]'
        Language.GROOVY | "mem 0x2000, text: 'say hello'; [mem(0x2000, 16).find('hello'), mem(0x2000, 16).find([0x61]), mem(0x2000, 16).find('nobody')]" || '[4, 1, null]'
        Language.GROOVY | "x = mem(0x2000, 8); mem 0x2000, u8: 1; [x[0], mem(0x2000, 8)[0]]"               || '[0, 1]'
        Language.JS     | 'x = mem(0x2000, 8); x[3] = 9; `${[x[3], x.bytes[3], x.u32(0) == 0x09000000, x.length, x.bytes.slice(2, 4)]}`' || '9,9,true,8,0,9'
        Language.JS     | "mem(0x2000, {text: 'say hello'}); `\${[mem(0x2000, 16).find('hello'), mem(0x2000, 16).find([0x61]), mem(0x2000, 16).find('nobody')]}`" || '4,1,'
        Language.JS     | 'mem(0x2000, {u64: 0xffffffff80000000n}); String(mem(0x2000, 8).u64(0) == 0xffffffff80000000n)' || 'true'
        Language.JS     | 'mem(0x2000, {u8: [1, 2, 3]}); let sum = 0; for (const b of mem(0x2000, 4).bytes) sum += b; String(sum)' || '6'
    }

    @Sample(verify = 8)
    def "a refused write changes no memory: #text"() {
        given:
        on = open('model:x86_64', language)
        on.run(language == Language.JS ? TWO_SLOTS_JS : TWO_SLOTS)

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        "$e.message ${e.notes()}".contains(message)
        e.site().line() == 1
        on.run(language == Language.JS ? 'mem(0x10ff0, 16).bytes.every(b => b == 0)' : 'mem(0x10ff0, 16).bytes.every { it == 0 }').toString() == 'true'

        where:
        language        | text                                             || message
        Language.GROOVY | 'mem 0x20000, u8: 1'                             || 'no guest memory at 0x20000 [guest memory: 0x0 to 0xffff, 0x10000 to 0x10fff]'
        Language.GROOVY | 'mem 0x10ffe, u32: -1'                           || 'no guest memory at 0x11000'
        Language.GROOVY | "load at: 0x10ffe, hex: 'ff ff ff'"              || 'no guest memory at 0x11000'
        Language.GROOVY | 'mem -1, u8: 1'                                  || 'no guest memory at 0xffffffffffffffff'
        Language.GROOVY | 'mem 0x2000, u8: 256'                            || 'u8 has 8 bits: 256 (0x100) does not fit [use 0 to 0xff, or -0x80 to 0x7f for a signed value]'
        Language.GROOVY | 'mem 0x2000, u16: -32769'                        || 'u16 has 16 bits'
        Language.GROOVY | 'mem 0x2000, u32: 0x100000000'                   || 'u32 has 32 bits'
        Language.GROOVY | 'mem 0x2000, u64: 0x10000000000000000'           || 'does not fit in 64 bits'
        Language.GROOVY | "mem 0x2000, u32: 'one'"                         || "must be an integer, not 'one'"
        Language.GROOVY | "mem 0x2000, hex: 'f4', u8: 1"                   || 'not hex: and u8:'
        Language.GROOVY | "mem 0x2000, hex: 'f4', order: 'big'"            || 'order: can be used only with u16:, u32: and u64:'
        Language.GROOVY | 'mem 0x2000, u8: 1, length: 4'                   || 'length: can be used only with fill:'
        Language.GROOVY | 'mem 0x2000, fill: 1'                            || 'mem needs length:'
        Language.GROOVY | "mem 0x2000, hexx: 'f4'"                         || 'mem has no argument \'hexx:\' [did you mean \'hex\'?'
        Language.GROOVY | 'mem(0x2000, 8)[8] = 1'                          || '1 byte at offset 0x8 is outside this range of 8 bytes'
        Language.GROOVY | 'mem(0x2000, 8)[-1] = 1'                         || 'offset -0x1'
        Language.GROOVY | 'mem(0x2000, 8)[0] = 1000'                       || 'u8 has 8 bits'
        Language.GROOVY | 'mem(0x2000, 8).bytes[0] = 1000'                 || 'u8 has 8 bits'
        Language.GROOVY | 'mem(0x2000, 8).u64(1, 1)'                       || '8 bytes at offset 0x1 are outside this range of 8 bytes'
        Language.GROOVY | "mem(0x2000, 8).u16(0, 1, 'middle')"             || "the byte order must be 'big' or 'little'"
        Language.GROOVY | "mem(0x2000, 2).write 'abc'"                     || '3 bytes at offset 0x0 are outside this range of 2 bytes'
        Language.GROOVY | 'mem(0x2000, 2).fill 256'                        || 'a byte has 8 bits'
        Language.JS     | 'mem(0x2000, 8)[8] = 1'                          || '1 byte at offset 0x8 is outside this range of 8 bytes'
        Language.JS     | 'mem(0x2000, 8).bytes[0] = 1000'                 || 'u8 has 8 bits'
        Language.JS     | 'mem(0x2000, 8).text = "a"'                      || "text cannot be set here"
        Language.JS     | 'mem(0x2000, {u32: 0x100000000})'                || 'u32 has 32 bits'
    }

    @Sample(verify = 2)
    def "on #board a guest is patched in the board's byte order and runs again"() {
        given:
        on = open(board)
        def guest = GUESTS[on.board.arch().toString()]
        def memory = board == 'model:power7-hv' ? 'platform SPAPR; arch 206; rma 128.MB' : guest.memory
        on.run("m = vm { $memory; vcpu(0) { $guest.vcpu } }; m.mem $guest.at, $guest.code")

        expect:
        on.run('m.run(); exits.last.name') == guest.end
        on.run(guest.number) == 42

        when:
        on.run("m.mem $guest.at, $guest.patch; m.regs.$guest.pc = $guest.at")

        then:
        on.run('m.run(); exits.last.name') == guest.end
        on.run(guest.number) == 43

        and:
        on.run("m.mem($guest.at, 4).$guest.patch".replace(': ', '(0) == ')) == true

        where:
        board << ['kvm', 'model:x86_64', 'qemu:x86_64', 'qemu:arm64', 'model:arm-vgicv2', 'qemu:ppc64', 'model:power7-hv']
    }

    def "on #board memory of a raw KVM_SET_USER_MEMORY_REGION is guest memory until the slot is deleted"() {
        given:
        on = open(board)
        on.run("""m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }
                  ram = m.allocate 8.KB
                  m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 7, guest_phys_addr: 0x10000, memory_size: 4.KB, userspace_addr: ram.address + 0x1000""")

        when: 'code and its data are written there'
        on.run("load at: 0x10000, hex: 'a1 00 20 40 a3 00 20 f4'; mem 0x2000, u16: 41; m.regs.rip = 0; m.reg 'cs.base', 0x10000; m.reg 'cs.selector', 0x1000; m.run until: hlt")

        then:
        on.run('ram.bytes(0x1000, 2)') == [0xa1, 0x00]
        on.run('mem(0x10000, 8).u8(7)') == 0xf4
        on.run('mem(0x2000, 2).u16(0)') == 42
        on.run('memmap').toString().contains('memory, slot 7')
        Needed.missing('libcapstone') != null || on.run('m.dis(0x10007, 1).toString()').contains('hlt')

        when: 'a run that ends unexpectedly reports the pc'
        on.run('m.regs.rip = 7; m.run until: KVM_EXIT_DEBUG')

        then:
        def stopped = thrown(ScriptError)
        stopped.notes().join('\n').contains('-> 0x10008  00 00')

        when:
        on.run('m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 7, guest_phys_addr: 0x10000, memory_size: 0; mem 0x10000, u8: 1')

        then:
        def e = thrown(ScriptError)
        e.message == 'no guest memory at 0x10000'
        !on.run('memmap').toString().contains('slot 7')

        where:
        board << OnBoard.x86()
    }

    @Needs('kvm:x86_64')
    def "memory that kvmsh did not allocate is refused, and its memslot is in the memory map"() {
        given:
        on = open('kvm')
        on.run("m = vm { memory at: 0, size: 64.KB }; m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, guest_phys_addr: 0x10000, memory_size: 4.KB, userspace_addr: 0x400000")

        when:
        on.run('mem 0x10000, u8: 1')

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('memslot 1, 0x10000 to 0x10fff, is backed by board memory at 0x400000; kvmsh did not allocate that memory')
        on.run('memmap').toString().contains('memory, slot 1, at user-space address 0x400000, not allocated by kvmsh')
    }

    def "an error names the nearest memslots"() {
        given:
        on = open('model:x86_64')
        on.run('m = vm { (0..<8).each { memory at: it * 0x10000, size: 4.KB } }')

        when:
        on.run('mem 0x32000, 4')

        then:
        def e = thrown(ScriptError)
        e.notes() == ['guest memory: 0x20000 to 0x20fff, 0x30000 to 0x30fff, 0x40000 to 0x40fff, 0x50000 to 0x50fff and 4 more memslots: see memmap']
    }

    def "read-only memory is writable by the host, and the map shows for whom it is read-only"() {
        given:
        on = open(board)
        on.run("m = vm { memory at: 0, size: 64.KB, readonly: true; load at: 0x1000, hex: 'b0 01 a2 00 20 f4'; vcpu(0) { real 0x1000 } }")

        expect:
        on.run('m.run(); exits.last.name') == 'mmio'
        on.run('mem 0x2000, u8: 5; mem(0x2000, 1)[0]') == 5
        on.run('memmap.all[0].what') == 'memory, slot 0, read-only for the guest'

        where:
        board << OnBoard.x86()
    }

    def "#board: files and text are loaded into a live machine, and an ELF segment is zeroed beyond its file bytes"() {
        given:
        on = open(board)
        Files.write(folder.resolve('raw'), [1, 2, 3] as byte[])
        on.run(TWO_SLOTS)

        expect:
        on.run("mem 0x2000, u32: -1; m.load(at: 0x2000, file: '${folder.resolve('raw')}').toString()") == '3 bytes loaded, of raw at 0x2000'
        on.run('mem(0x2000, 4).bytes') == [1, 2, 3, 0xff]
        on.run("m.load(elf: '${Kvmsh.script('x86/hello.elf')}').entry") == on.run("vm { memory at: 0, size: 16.MB; load elf: '${Kvmsh.script('x86/hello.elf')}'; vcpu(0) { prot32 entry } }.regs.rip")

        where:
        board << OnBoard.x86()
    }

    def "text is assembled for the vCPU's current mode: #start is #bytes"() {
        given:
        Needed.orSkip('asm:x86_64')
        on = open('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; vcpu(0) { $start } }; m.load at: 0x2000, asm: 'inc %eax; nop'$bits")

        expect:
        on.run('mem(0x2000, 2).bytes') == bytes

        where:
        start           | bits        || bytes
        'real 0x1000'   | ''          || [0x66, 0x40]
        'prot32 0x1000' | ''          || [0x40, 0x90]
        'real 0x1000'   | ', bits: 32' || [0x40, 0x90]
    }

    def "memmap lists loads, including ELF files, before and after the machine is created"() {
        given:
        on = open('model:x86_64')
        on.run("m = vm { memory at: 0, size: 16.MB; load elf: '${Kvmsh.script('x86/hello.elf')}'; vcpu(0) { prot32 entry } }; load at: 0x500000, hex: 'f4'; load at: 0x500000, hex: '90'")

        expect:
        def parts = on.run('memmap.all')*.toString()
        parts.any { it.endsWith(' loaded, of hello.elf') }
        parts.count { it == '0x500000 to 0x500000 loaded' } == 1
    }

    def "an overlapping load is reported, and no other: #second"() {
        given:
        on = open('model:x86_64')
        on.run("vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4 f4'; load at: $second, hex: '90 90' }")

        expect:
        on.steps.findAll { it.contains('warning') }*.trim() == warnings

        where:
        second   || warnings
        '0x1001' || ['warning: this load overwrites 0x1001 to 0x1001 of the load at text#1:1:33']
        '0x0fff' || ['warning: this load overwrites 0x1000 to 0x1000 of the load at text#1:1:33']
        '0x1000' || ['warning: this load overwrites 0x1000 to 0x1001 of the load at text#1:1:33']
        '0x1002' || []
        '0x0ffe' || []
    }

    def "in a handler, load acts on the live machine, and words that only describe a machine are refused: #word"() {
        given:
        on = open('model:x86_64')

        when:
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 b0 01 f4'; vcpu(0) { real 0x1000 }; on(io: 0x80) { $word } }; m.run until: hlt")

        then:
        def e = thrown(ScriptError)
        e.message == 'this word belongs inside vm { }; this machine already exists'

        where:
        word << ['hugepages 2.MB', 'ioctl KVM_SET_TSS_ADDR, 0xfffbd000']
    }

    def "a handler patches the instruction that the guest executes next: #language"() {
        given:
        on = open('model:x86_64', language)

        expect:
        on.run(text).toString() == '42'

        where:
        language        | text
        Language.GROOVY | "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 b0 01 f4'; vcpu(0) { real 0x1000 }; on(io: 0x80) { load at: 0x1003, hex: '2a' } }; m.run until: hlt; m.regs.rax"
        Language.JS     | "m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 80 b0 01 f4'}, vcpu: {real: 0x1000}, on: {io: 0x80, do: e => load({at: 0x1003, hex: '2a'})}}); m.run({until: hlt}); m.regs.rax"
    }
}
