package org.kvmsh.specs.guest

import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.code.CodeError
import org.kvmsh.bindings.code.ElfSymbols
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.NamedElf
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The symbols of an ELF file name the addresses of its guest, in listings and in the script. */
class AddressesHaveNamesSpec extends Specification {
    /** main: mov ax, 5; again: call less; jne again; hlt; less: dec ax; ret. */
    static final byte[] CODE = 'b80500e8030075fbf448c3'.decodeHex()
    static final Map SYMBOLS = [main: [0, 9], again: [3, 0], less: [9, 2]]
    static final String GUEST = 'm = vm { memory at: 0, size: 64.KB; load elf: FILE; vcpu(0) { real 0x1000; regs rsp: 0x8000 } }'

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    private String elf(Map how = [:]) {
        Files.write(folder.resolve('guest.elf'), new NamedElf([code: CODE, symbols: SYMBOLS] + how).bytes()).toString()
    }

    private OnBoard guest(String board, Map how = [:]) {
        on = new OnBoard(board)
        on.run(GUEST.replace('FILE', "'${elf(how)}'"))
        on
    }

    def "load asm: brings the labels of its text, until other bytes are loaded there: #language"() {
        given:
        Needed.orSkip('asm:x86_16')
        on = new OnBoard('model:x86_64', language)
        on.run(made)
        on.run(set)

        expect:
        on.run('m.breakpoints.toString()') == 'breakpoint 1 at 0x1003 (again): hardware'
        on.run(language == Language.JS ? 'String(m.run().breakpoint.address)' : 'm.run().breakpoint.address.toString()') == '4099'
        on.run('m.symbols().toString()') == 'asm at 0x1000: 2 symbols\n  0x1000  main\n  0x1003  again'

        when:
        on.run(other)

        then:
        on.run('m.symbols().toString()') == 'no symbols'

        where:
        language        | made | set | other
        Language.GROOVY | "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, asm: 'main: mov \$5, %ax; again: dec %ax; jnz again; hlt'; vcpu(0) { real 0x1000 } }" | "m.breakpoint at: 'again'" | "m.load at: 0x1000, hex: 'f4'"
        Language.JS     | "const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, asm: 'main: mov \$5, %ax; again: dec %ax; jnz again; hlt'}, vcpu: {real: 0x1000}})" | "m.breakpoint({at: 'again'})" | "m.load({at: 0x1000, hex: 'f4'})"
    }

    def "load elf: brings the symbols of its file, which a breakpoint takes and a stop shows: #board"() {
        given:
        Needed.orSkip(board, 'libcapstone')
        guest(board)
        on.run("m.breakpoint at: 'less'; m.breakpoint at: 'less+1'")

        when:
        def stop = on.run('m.run().toString()').lines().toList()

        then:
        stop[0].startsWith('breakpoint 1 at 0x1009 (less) after 1 exit in ')
        stop.drop(1).join('\n') == '''\
            code at 0x1009 (less):
               again:
               0x1003  e8 03 00  callw 0x1009 <less>
               0x1006  75 fb     jne 0x1003 <again>
               0x1008  f4        hlt
               less:
            -> 0x1009  48        decw %ax
               0x100a  c3        retw'''.stripIndent()

        and: 'a breakpoint can be removed by its name'
        on.run("m.breakpoint remove: 'less+1'; m.step().detail()") == '1 step; next 0x100a (less+0x1): c3  retw'

        where:
        board << OnBoard.x86()
    }

    def "a breakpoint takes a symbol without at:, with its other arguments and a block: #language"() {
        given:
        on = new OnBoard('model:x86_64', language)
        def js = language == Language.JS
        on.run(js ? "var m = vm({memory: {at: 0, size: KB(64)}, load: {elf: '${elf()}'}, vcpu: {real: 0x1000, regs: {rsp: 0x8000}}})" : GUEST.replace('FILE', "'${elf()}'"))
        def at = { on.run(js ? 'Number(m.run().breakpoint.address)' : 'm.run().breakpoint.address') }

        when:
        on.run(js ? "breakpoint('again', v => v.regs.rax < 4n); m.breakpoint('less', {ignore: 4}, v => true)" : "breakpoint('again') { it.regs.rax < 4 }; m.breakpoint('less', ignore: 4) { true }")

        then:
        on.run('m.breakpoints.toString()').readLines() == ['breakpoint 1 at 0x1003 (again): hardware, conditional', 'breakpoint 2 at 0x1009 (less): hardware, conditional, the next 4 hits are ignored']
        [at(), at(), at(), at()] == [0x1003, 0x1003, 0x1003, 0x1009]

        when:
        on.run(js ? "m.breakpoint('less+1', {software: true}); m.breakpoint('main')" : "m.breakpoint 'less+1', software: true; m.breakpoint 'main'")

        then:
        on.run('m.breakpoints.toString()').readLines()[2..3] == ['breakpoint 3 at 0x100a (less+0x1): software (an instruction replaced in guest memory)', 'breakpoint 4 at 0x1000 (main): hardware']

        when:
        on.run(js ? "m.breakpoint('less', {remove: 'main'})" : "m.breakpoint 'less', remove: 'main'")

        then:
        ScriptError e = thrown()
        e.headline() == "breakpoint takes only one of 'less', at:, remove:, disable: and enable:"

        when:
        on.run(js ? "m.breakpoint('lass')" : "m.breakpoint 'lass'")

        then:
        e = thrown()
        [e.headline(), e.notes()[0]] == ["no symbol 'lass'", "did you mean 'less'?"]

        where:
        language << Language.values()
    }

    def "a dump of memory names what it begins in and the symbols that begin in a line"() {
        given:
        guest('model:x86_64')

        expect:
        on.run("mem('again', 8).toString()") == '''\
            again:
            less at 0x1009:
            00001003  e8 03 00 75 fb f4 48 c3                           |...u..H.|'''.stripIndent()
        on.run("mem(0x1007, 2).toString()").startsWith('again+0x4:\n00001007 ')
        on.run("mem(0x2000, 2).toString()").startsWith('00002000 ')
    }

    def "mem and dis take a name, and symbols tells names and addresses"() {
        given:
        Needed.orSkip('libcapstone')
        guest('model:x86_64')

        expect:
        on.run("dis('less', 2).toString()") == 'less:\n0x1009  48  decw %ax\n0x100a  c3  retw'
        on.run("m.dis('again+3', 1).toString()") == 'again+0x3:\n0x1006  75 fb  jne 0x1003 <again>'
        on.run("mem('less', 2).bytes.toString()") == '48 c3'
        on.run("symbols.toString()") == 'guest.elf: 3 symbols\n  0x1000  main\n  0x1003  again\n  0x1009  less'
        on.run("symbols(like: 'a*').all.name") == ['again']
        on.run("m.symbols.name(0x100a)") == 'less+0x1'
        on.run("m.symbols.address('main')") == 0x1000
        on.run("m.symbols.name(0x100b)") == null
    }

    def "the words are the same in JavaScript"() {
        given:
        Needed.orSkip('libcapstone')
        on = new OnBoard('model:x86_64', Language.JS)
        on.run("var m = vm({memory: {at: 0, size: KB(64)}, load: {elf: '${elf()}'}, vcpu: {real: 0x1000, regs: {rsp: 0x8000}}}); m.breakpoint({at: 'less'})")

        expect:
        on.run('m.run().toString()').startsWith('breakpoint 1 at 0x1009 (less) after ')
        on.run("String(symbols)") == 'guest.elf: 3 symbols\n  0x1000  main\n  0x1003  again\n  0x1009  less'
        on.run("symbols({like: 'a*'}).count") == 1
        on.run("String(dis('less', 1))") == 'less:\n0x1009  48  decw %ax'
        on.run("mem('less', 2).u8(1)") == 0xc3
        on.run("symbols('${elf()}', {offset: 0x1000}).name(0x2009)") == 'less'
    }

    def "a file's symbols can be added, at an offset"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x3000, hex: '${CODE.encodeHex()}'; vcpu(0) { real 0x3000 } }")

        expect:
        on.run('symbols.toString()') == 'no symbols'
        on.run("symbols '${elf()}', offset: 0x2000; m.symbols.toString()") == 'guest.elf at an offset of 0x2000: 3 symbols\n  0x3000  main\n  0x3003  again\n  0x3009  less'
        on.run("m.symbols.address 'main+0x10'") == 0x3010
    }

    def "a segment that is linked and loaded at different addresses has names at both"() {
        given:
        guest('model:x86_64', [linked: 0xffffffff80001000G.longValue(), loaded: 0x1000])

        expect:
        on.run("m.symbols.address 'less'") == 0xffffffff80001009G.longValue()
        on.run("m.symbols.name(0x1009)") == 'less'
        on.run("m.mem('less', 2).bytes.toString()") == '48 c3'
    }

    def "a file without symbols changes nothing where it is loaded"() {
        given:
        guest('model:x86_64', [symbols: [:]])
        on.run('m.breakpoint at: 0x1009')

        expect:
        on.run('m.run().line()').startsWith('breakpoint 1 at 0x1009 after ')
        on.run('symbols.count') == 0
    }

    @Sample(verify = 2)
    def "#what is rejected in words"() {
        given:
        guest('model:x86_64')
        Files.write(folder.resolve('stripped'), new NamedElf(code: CODE).bytes())
        Files.write(folder.resolve('arm64'), new NamedElf(code: CODE, symbols: SYMBOLS, machine: NamedElf.ARM64).bytes())
        Files.write(folder.resolve('big'), new NamedElf(code: CODE, symbols: SYMBOLS, machine: NamedElf.PPC64, order: ByteOrder.BIG_ENDIAN).bytes())
        def whole = new NamedElf(code: CODE, symbols: SYMBOLS).bytes()
        Files.write(folder.resolve('cut'), Arrays.copyOf(whole, 0x90))
        Files.writeString(folder.resolve('text'), 'main' * 100)

        when:
        on.run(script.replace('FOLDER', folder.toString()))

        then:
        ScriptError e = thrown()
        e.message.startsWith(message)
        e.notes().join('\n').contains(note)

        where:
        what                       | script                        | message                                                                                | note
        'a stripped file'          | "symbols 'FOLDER/stripped'"   | 'stripped has no symbols: it was stripped'                                             | 'vmlinux'
        'one of another machine'   | "symbols 'FOLDER/arm64'"      | 'arm64 is for arm64, little-endian; the machine is x86_64, little-endian'              | ''
        'one of another order'     | "symbols 'FOLDER/big'"        | 'big is for ppc64, big-endian; the machine is x86_64, little-endian'                   | ''
        'one that is cut short'    | "symbols 'FOLDER/cut'"        | 'cut: the symbol table of this ELF file extends past'                                                   | ''
        'a text'                   | "symbols 'FOLDER/text'"       | 'text: not a readable ELF file: '                                                      | ''
        'a missing file'           | "symbols 'FOLDER/none'"       | 'no such file: '                                                                       | ''
        'an unknown name'          | "m.breakpoint at: 'les'"      | "no symbol 'les'"                                                                      | "did you mean 'less'?"
        'an unknown argument'      | "symbols at: 0x1000"          | "symbols has no argument 'at:'"                                                        | 'like:'
    }

    def "a symbol table with random bytes is read or rejected in a sentence"() {
        given:
        def random = new Random(20261122)
        def whole = new NamedElf(code: CODE, symbols: SYMBOLS, machine: NamedElf.PPC64, order: ByteOrder.BIG_ENDIAN).bytes()
        int read = 0
        int rejected = 0

        when:
        1000.times {
            byte[] bytes = whole.clone()
            (1 + random.nextInt(4)).times { bytes[0x100 + random.nextInt(bytes.length - 0x100)] = (byte) random.nextInt(256) }
            def file = Files.write(folder.resolve('fuzz'), it % 5 ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length)))
            try {
                ElfSymbols.read(file)
                read++
            } catch (CodeError e) {
                assert !e.message.contains('\n')
                rejected++
            }
        }

        then:
        read > 100
        rejected > 100
    }
}
