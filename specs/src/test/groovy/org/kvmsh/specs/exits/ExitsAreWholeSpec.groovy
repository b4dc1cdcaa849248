package org.kvmsh.specs.exits

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.kernel.HeapRegion
import org.kvmsh.bindings.kvm.DescribedExit
import org.kvmsh.bindings.kvm.Exit
import org.kvmsh.bindings.kvm.KeptExit
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Page
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What {@code e} has: the same names in both languages, in files too, on the page of words and in the message for a wrong one. */
class ExitsAreWholeSpec extends Specification {
    /** mov al, 0x2a; nop; nop; hlt, stopped at the hlt, which is at 0x1004 */
    private static final String DEBUGGED = 'b0 2a 90 90 f4'
    /** mov al, 0x2a; out 0x80, al; hlt */
    private static final String OUT = 'b0 2a e6 80 f4'
    private static final String GUEST = "memory at: 0, size: 64.KB; load at: 0x1000, hex: '$DEBUGGED'; vcpu(0) { real 0x1000 }"

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    private static Exit exitOf(String table, String reason) {
        def abi = Abi.of(table)
        def run = new HeapRegion(new byte[abi.struct('kvm_run').size()], abi.order())
        run.putInt(abi.struct('kvm_run').offset('exit_reason'), (int) abi.constant(reason))
        KeptExit.of(abi, run)
    }

    def "#board: nested fields of an exit are read without quotes"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        expect:
        on.run("m = vm { $GUEST; on(debug: 0x1004) { e -> seen = [e.arch.pc, e.'arch.pc', e.address, e.name, e.reason] } }; m.run until: debug; seen") ==
                [0x1004L, 0x1004L, 0x1004L, 'debug', 4]

        where:
        board << OnBoard.x86()
    }

    @Sample(verify = 2)
    def "a file's exit fields are checked before it runs, and an unknown one is refused with the list: #text"() {
        given:
        def file = Files.writeString(folder.resolve('debug.groovy'), "def m = vm { $GUEST; on(debug: 0x1004) { e -> println $text } }\nm.run until: debug\n")

        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', file.toString())

        then:
        (result.out + result.err).contains(expected)

        where:
        text            || expected
        'e.arch.pc'     || '0x1004'
        'e.arch.pcc'    || 'e.arch has no pcc'
        'e.arch.pcc'    || 'did you mean \'pc'
        'e.arhc.pc'     || 'did you mean \'arch'
        'e.adress'      || 'did you mean \'address'
    }

    def "#language: an unknown name is refused with the exit's members: #text"() {
        given:
        on = new OnBoard('model:x86_64', language)

        when:
        on.run(language == Language.JS
                ? "var m = vm(v => { v.memory({at: 0, size: KB(64)}); v.load({at: 0x1000, hex: '$code'}); v.vcpu(0, c => c.real(0x1000)); v.on({$key}, e => { $text }) }); m.run()"
                : "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$code'; vcpu(0) { real 0x1000 }; on($key) { e -> $text } }; m.run()")

        then:
        def e = thrown(ScriptError)
        message.every { (e.headline() + e.notes().join(" ")).contains(it) }

        where:
        language        | key             | text           || message
        Language.GROOVY | 'io: 0x80'      | 'e.prt'        || ['this exit has no prt', 'did you mean \'port', 'count, machine, name, out, port, reason, reply, size, text, value, vcpu']
        Language.JS     | 'io: 0x80'      | 'e.prt'        || ['unknown name \'prt\'', 'did you mean \'port', 'count, machine, name, out, port, reason, reply, size, text, value, vcpu']
        Language.GROOVY | 'debug: 0x1004' | 'e.arch.pcc'   || ['has no pcc', 'pc']
        Language.JS     | 'debug: 0x1004' | 'e.arch.pcc'   || ['unknown name \'pcc\'', 'did you mean \'pc']
        Language.GROOVY | 'debug: 0x1004' | 'e.adress'     || ['exit debug has no field adress', 'did you mean \'address', 'arch']
        Language.JS     | 'debug: 0x1004' | 'e.adress'     || ['unknown name \'adress\'', 'did you mean \'address']
        code = key.startsWith('io') ? OUT : DEBUGGED
    }

    @Sample(verify = 4)
    def "docs/words and the JavaScript types list each exit with all its fields: #exit.name()"() {
        given:
        def page = Page.WORDS*.file*.text.join('\n')
        def section = page.substring(page.indexOf("\n## ${exit.title()}\n")).readLines().drop(2).takeWhile { !it.startsWith('#') }.join('\n')
        def types = Kvmsh.ROOT.resolve('docs/kvmsh.d.ts').toFile().text
        def type = types.substring(types.indexOf("/** ${exit.title()}")).readLines().drop(1).takeWhile { it != '}' }.join('\n')

        expect:
        exit.members().every { (it.name() in ['name', 'reason'] || section =~ /- `e\.${it.name()}\b/) && type.contains(" ${it.name()}") }
        exit.fields().every { section =~ /`e\.${it.name()}\b/ && type.contains("${it.name().tokenize('.').last()}: ") }
        !type.contains(': any')

        where:
        exit << DescribedExit.of(Abi.tables().collect { Abi.of(it) })
    }

    @Sample(verify = 4)
    def "#table: the description of #reason matches an actual exit"() {
        given:
        def exit = exitOf(table, reason)
        def described = DescribedExit.of([Abi.of(table)]).find { it.name() == exit.name() }

        expect:
        described.type() == exit.class
        described.members() == exit.members().described().findAll { !(it.name() in described.fields()*.name()) }
        !exit.hasProperty('fields') || !(exit instanceof org.kvmsh.bindings.kvm.NamedExit) || exit.fields().names() == described.fields()*.name()

        where:
        [table, reason] << ['x86_64', 'arm64', 'ppc64'].collectMany { t -> org.kvmsh.bindings.abi.ExitReasons.of(Abi.of(t)).collect { [t, it.name()] } }
    }

    def "a recorded copy cannot be changed, as no guest would see it"() {
        given:
        def hypercall = exitOf('ppc64', 'KVM_EXIT_PAPR_HCALL')

        when:
        hypercall.args.putAt(0, 1)

        then:
        def e = thrown(IllegalArgumentException)
        e.message.contains('recorded copy')
    }

    def "a hypercall argument that the kernel does not read back is refused"() {
        given:
        def abi = Abi.of('x86_64')
        def run = new HeapRegion(new byte[abi.struct('kvm_run').size()], abi.order())
        run.putInt(abi.struct('kvm_run').offset('exit_reason'), (int) abi.constant('KVM_EXIT_HYPERCALL'))
        def call = KeptExit.of(abi, run)

        when:
        call.get('args').putAt(0, 1)

        then:
        def e = thrown(IllegalArgumentException)
        e.message.contains('KVM does not copy the arguments of this hypercall back')
    }

    @Sample(verify = 4)
    def "#language: a PAPR hypercall argument that is assigned reaches the guest"() {
        given: 'sc 1; b .'
        on = new OnBoard('model:power7-hv', language)

        expect:
        on.run(language == Language.JS
                ? """var m = vm(v => { v.platform(SPAPR); v.arch(206); v.memory({at: 0, size: MB(16), huge: MB(16)}); v.load({at: 0x1000, hex: '44000022 48000000'})
                         v.vcpu(0, c => { c.start(0x1000); c.regs({r3: 0x58, r4: 1, r5: 2}) }); v.on({hcall: 0x58}, e => { e.args[0] = 0x77; e.arg(1, 0x78); return e.args.length }) })
                     m.run({within: ms(500)}); m.regs.r4 == 0x77n && m.regs.r5 == 0x78n && m.regs.r3 == 9n"""
                : """m = vm { platform SPAPR; arch 206; memory at: 0, size: 16.MB, huge: 16.MB; load at: 0x1000, hex: '44000022 48000000'
                         vcpu(0) { start 0x1000; regs r3: 0x58, r4: 1, r5: 2 }; on(hcall: 0x58) { e -> e.args[0] = 0x77; e.arg(1, 0x78); e.args.size() } }
                     m.run(within: 500.ms); m.regs.r4 == 0x77 && m.regs.r5 == 0x78 && m.regs.r3 == 9""") == true

        where:
        language << Language.values()
    }

    def "reason is the kernel's field in MSR exits, and exit_reason in the others"() {
        given:
        def msr = exitOf('x86_64', 'KVM_EXIT_X86_RDMSR')
        def debug = exitOf('x86_64', 'KVM_EXIT_DEBUG')

        expect:
        [msr.get('reason'), msr.reason(), debug.get('reason')] == [0L, 29, 4L]
    }

    def "a register that a handler sets is kept when the guest continues, at #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        expect: 'mov cx, 5; mov di, 0x4000; mov dx, 0x60; again: in al, dx; add bx, 1; loop again; hlt, with cx changed at the second input as userspace_io does'
        on.run("""n = 0
            m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b90500 ba6000 ec 83c301 e2fa f4'; vcpu(0) { real 0x1000; regs rbx: 0 }
                     on(io: 0x60) { e -> if (++n == 2) e.vcpu.regs.rcx = 1; 7 } }
            m.run until: hlt
            [n, m.regs.rbx, m.regs.rax & 0xff, m.regs.rcx]""") == [2, 2L, 7L, 0L]

        where:
        board << OnBoard.x86()
    }
}
