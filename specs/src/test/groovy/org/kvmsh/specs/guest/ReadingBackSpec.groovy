package org.kvmsh.specs.guest

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code verify()} and what the shell tells of registers that hold something else than they were set to. Bit 1 of RFLAGS is always 1 (Intel SDM volume 1, 3.4.3). */
@Timeout(600)
class ReadingBackSpec extends Specification {
    static final Map<Language, String> VM = [(Language.GROOVY): "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000; regs rdx: 0x60 }; vcpu(1) { real 0x1000 } }",
                                            (Language.JS)    : "const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'f4'}, vcpu: [{real: 0x1000, regs: {rdx: 0x60}}, {real: 0x1000}]})"]
    static final String ONE = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }"

    @AutoCleanup
    OnBoard on

    @TempDir
    Path folder

    def "a register that holds something else is named with both values on #board in #language"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board, language)
        on.run(VM[language])

        expect: 'what vm set is kept as it was said'
        on.run('m.verify().empty')
        on.run('m.verify().count') > 0

        when:
        on.run(language == Language.GROOVY ? 'm.reg rflags: 0, rbx: 5; m.vcpu(1).reg rflags: 0x40' : 'm.reg({rflags: 0, rbx: 5}); m.vcpu(1).reg({rflags: 0x40})')

        then:
        on.run('verify()').toString() == 'rflags: wrote 0x0, reads 0x2\nvCPU 1 rflags: wrote 0x40, reads 0x42'
        on.run('m.vcpu(1).verify()').toString() == 'vCPU 1 rflags: wrote 0x40, reads 0x42'
        !on.run('verify().empty')
        on.run('m.verify().all[0].name') == 'rflags'
        on.run('m.verify().all[0].reads') == 2
        on.run('why').toString().contains('rflags: wrote 0x0, reads 0x2')

        when: 'it is set to what it can hold'
        on.run("m.reg('rflags', 2); m.vcpu(1).reg('rflags', 0x42)")

        then:
        on.run('verify().empty')
        !on.run('why').toString().contains('rflags')

        where:
        [board, language] << [OnBoard.x86(), [Language.GROOVY, Language.JS]].combinations()
    }

    def "a text makes no call that it does not say, and verify makes one a kind of registers: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(ONE)
        on.run('m.reg rflags: 0, rbx: 5, cr3: 0x4000, sysenter_cs: 8')

        when:
        on.run('before = trace.size; verify(); made = trace.size - before')

        then: 'KVM_GET_REGS, KVM_GET_SREGS and KVM_GET_MSRS'
        on.run('made') == 3

        when: 'the guest has run, so that nothing is left to compare'
        on.run('m.run until: hlt; before = trace.size; none = verify(); made = trace.size - before')

        then:
        on.run('made') == 0
        on.run('none').toString() == 'nothing to compare: no register was set by name since the guest last ran'

        where:
        board << OnBoard.x86()
    }

    def "a run that fails tells what its registers kept otherwise: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(ONE)

        when:
        on.run('m.reg rflags: 0; verify(); m.run until: shutdown')

        then:
        def e = thrown(ScriptError)
        e.notes().any { it.contains('rflags: wrote 0x0, reads 0x2') }

        where:
        board << OnBoard.x86()
    }

    def "a file can expect it in #language"() {
        given:
        on = new OnBoard('model:x86_64', language)
        def file = folder.resolve(name).toFile()
        file.text = text

        when:
        def expected = on.runFile(file.toPath())

        then:
        expected == 'rflags'

        where:
        language        | name   | text
        Language.GROOVY | 'v.groovy' | "def m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000; regs rbx: 7 } }\nexpect { verify().empty && m.verify().count > 0 }\nm.reg rflags: 0\nexpect { !m.verify().empty }\nverify().all[0].name\n"
        Language.JS     | 'v.js' | "const m = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000, regs: {rbx: 7}}})\nexpect(() => verify().empty && m.verify().count > 0)\nm.reg({rflags: 0})\nexpect(() => !m.verify().empty)\nverify().all[0].name\n"
    }

    def "the shell tells it after the line, in why and when the next run fails: #board"() {
        given:
        Needed.orSkip(board)
        def shell = new TypedShell([:], board, folder.resolve('history'))

        when:
        shell.type(ONE).await('machine on')
        shell.type('m.reg rflags: 0')

        then:
        shell.await('\nrflags: wrote 0x0, reads 0x2')

        when:
        shell.type('why')

        then:
        shell.await('\nrflags: wrote 0x0, reads 0x2', 2)

        when:
        shell.type('m.run until: shutdown')

        then:
        shell.await('rflags: wrote 0x0, reads 0x2', 3)

        cleanup:
        shell?.close()

        where:
        board << OnBoard.x86()
    }
}
