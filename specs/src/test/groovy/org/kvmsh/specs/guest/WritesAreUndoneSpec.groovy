package org.kvmsh.specs.guest

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** undo takes back what words wrote to registers and memory. */
class WritesAreUndoneSpec extends Specification {
    @TempDir
    Path folder
    @AutoCleanup
    TypedShell shell

    private void open(Language language) {
        shell = new TypedShell(XDG_STATE_HOME: folder.toString(), 'model:x86_64', folder.resolve('history'), false, 200, language, 500, true)
        shell.await(' model' + (language == Language.JS ? ' js> ' : '> '))
        shell.type(language == Language.JS ? "var m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '40 f4'}, vcpu: {real: 0x1000, regs: {rax: 7}}}); m"
                : "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000; regs rax: 7 } }")
        shell.await('machine on model:x86_64')
    }

    def "the last writes are taken back, and each is told: #language"() {
        given:
        open(language)
        writes.each { shell.type(it) }

        when:
        shell.type('m.undo()')

        then:
        shell.await('undone: memory at 0x2000, 2 bytes -> 00 00')

        when:
        shell.type(language == Language.JS ? 'm.undo(5)' : 'undo 5')

        then: 'all that there are, the newest first'
        shell.await('undone: memory at 0x1000, 1 byte -> 40\nundone: vCPU 0: rbx 0x5 -> 0x0, rcx 0x6 -> 0x0\nundone: vCPU 0: rax 0x2a -> 0x7\nno earlier write is known')

        when:
        shell.type(language == Language.JS ? 'String(m.regs.rax) + " " + m.regs.rbx + " " + m.mem(0x1000, 1)[0]' : '"${m.regs.rax as int} ${m.regs.rbx as int} ${m.mem(0x1000, 1)[0]}"')

        then:
        shell.await('\n7 0 64\n')

        where:
        language        | writes
        Language.GROOVY | ['m.regs.rax = 42', 'm.reg rbx: 5, rcx: 6', "m.load at: 0x1000, hex: 'f4'", 'm.mem 0x2000, u16: 0x1234']
        Language.JS     | ['m.regs.rax = 42', 'm.reg({rbx: 5, rcx: 6})', "m.load({at: 0x1000, hex: 'f4'})", 'm.mem(0x2000, {u16: 0x1234})']
    }

    def "a run of the guest ends the list: #language"() {
        given:
        open(language)

        when:
        shell.type('m.undo()')

        then:
        shell.await("nothing to undo: no word has written to this machine's registers or memory")

        when:
        shell.type('m.regs.rax = 42')
        shell.type('m.run()')
        shell.await('hlt after 1 exit')
        shell.type('m.undo()')

        then:
        shell.await('nothing to undo: a run of the guest cleared the undo history')

        where:
        language << Language.values()
    }

    def "a script is told to take a snapshot"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }\nm.regs.rax = 4\nm.undo()")

        then:
        result.status == 1
        result.err.contains('undo works only in the shell')
        result.err.contains("m.snapshot 'before'")
    }
}
