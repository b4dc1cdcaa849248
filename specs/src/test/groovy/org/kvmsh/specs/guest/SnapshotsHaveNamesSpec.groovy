package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** m.snapshot 'before' keeps a machine's state under a name, m.restore 'before' sets it again. */
class SnapshotsHaveNamesSpec extends Specification {
    @AutoCleanup
    OnBoard on

    def "a state is restored by its name: #language on #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board, language)
        on.run(vm)

        when:
        take.each { on.run(it) }

        then:
        on.run('String.valueOf(m.snapshots)'.replace('String.valueOf', language == Language.JS ? 'String' : 'String.valueOf')).readLines()*.replaceFirst(/:.*/, '') == ['first', 'second']
        [restore[0], restore[1]].collect { on.run(it); on.run(language == Language.JS ? 'Number(m.regs.rax)' : 'm.regs.rax as int') } == [1, 2]

        where:
        [language, board] << [Language.values(), OnBoard.x86()].combinations()
        vm = language == Language.JS ? "const m = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000, regs: {rax: 1}}})"
                : 'm = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000; regs rax: 1 } }'
        take = language == Language.JS ? ["m.snapshot('first')", 'm.regs.rax = 2', "snapshot('second')", 'm.regs.rax = 3'] : ["m.snapshot 'first'", 'm.regs.rax = 2', "snapshot 'second'", 'm.regs.rax = 3']
        restore = language == Language.JS ? ["m.restore('first')", "restore('second')"] : ["m.restore 'first'", "restore 'second'"]
    }

    def "an unknown name is rejected with those that there are: #language"() {
        given:
        on = new OnBoard('model:x86_64', language)
        on.run(language == Language.JS ? "const m = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000}}); m.snapshot('before')"
                : "m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }; m.snapshot 'before'")

        when:
        on.run("m.restore('befor')")

        then:
        def failed = thrown(ScriptError)
        failed.message.contains("no snapshot 'befor'")
        failed.notes().toString().contains('before')

        where:
        language << Language.values()
    }
}
