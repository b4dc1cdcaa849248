package org.kvmsh.specs.exits

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification

/** {@code run until: { … }}: when the condition is checked, and what it can ask. */
class ConditionsOfRunsSpec extends Specification {
    private static final String TALKS = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b0 41 ba f8 03 ee b0 42 ee f4'; vcpu(0) { real 0x1000 }"

    @AutoCleanup
    OnBoard on

    @Sample(verify = 16)
    def "#board: a condition that throws says what it can ask, and the machine goes on behind the exit: #said"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(TALKS + setup)

        when:
        on.run("m.run until: { $condition }")

        then:
        def failed = thrown(ScriptError)
        failed.headline() == headline
        failed.notes().contains(said)
        failed.notes().contains("the condition is called without arguments (Groovy's 'it' is null); the last exit: m.exits.last.exit")

        and: 'the exit has its answer'
        on.run('m.toString()') == on.run('m.toString()').toString().replace(', closed', '')
        on.run('m.run(until: hlt).exits') == 2

        where:
        [board, row] << [OnBoard.x86(), [
            ['; on(io: 0x3f8) { } }', 'it.port == 3', 'cannot access .port on null', 'in the condition of until: at io out port 0x3f8 size 1 value 0x41'],
            ['; on(io: 0x3f8) { } }', 'm.exits.last.exit.nonsuch', 'this exit has no nonsuch', 'in the condition of until: at io out port 0x3f8 size 1 value 0x41'],
            ['; console io: 0x3f8 }', 'm.console.nonsuch()', 'a string has no nonsuch that takes no arguments', 'in the condition of until: at io out port 0x3f8 size 1 value 0x41'],
        ]].combinations()
        (setup, condition, headline, said) = row
    }

    def "#board: the last exit is what a condition asks"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(TALKS + '; on(io: 0x3f8) { } }')

        expect:
        on.run('m.run(until: { m.exits.last.exit.value == 0x42 }).toString()').startsWith('condition met at io out port 0x3f8')

        where:
        board << OnBoard.x86()
    }

    @Sample(verify = 4)
    def "#board: a condition that never held says when it is checked"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 eb fd'; vcpu(0) { real 0x1000 } }")

        when:
        on.run('m.run until: { m.regs.rax == 5 }, within: 100.ms')

        then:
        def failed = thrown(ScriptError)
        failed.headline().startsWith('run until its condition: ended instead with timeout after 0 exits')
        failed.notes().contains('the condition is checked only after an exit; to stop at an instruction or a memory access: m.breakpoint, m.watchpoint')

        where:
        board << OnBoard.x86()
    }
}
