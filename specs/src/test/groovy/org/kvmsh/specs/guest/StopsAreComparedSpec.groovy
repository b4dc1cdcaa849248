package org.kvmsh.specs.guest

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification

/** "Changed since the last stop" is about the last stop, also if nothing was shown there; a typing error does not make `why` forget the kernel. */
class StopsAreComparedSpec extends Specification {
    /** inc ax; hlt; inc bx; hlt; inc cx; jmp $ */
    private static final String GUEST = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4 43 f4 41 eb fe'; vcpu(0) { real 0x1000 } }"

    @AutoCleanup
    OnBoard on

    def "a stop at hlt is the last stop, where a person looks on: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(GUEST)
        on.run('m').verifying()

        when:
        on.run('m.run until: hlt; m.run until: hlt; null')

        then:
        changed(on.run('m.run(within: 100.ms).toString()')) == ['rcx', 'rip'] as Set

        where:
        board << OnBoard.x86()
    }

    @Sample(verify = 4)
    def "a script reads nothing at a stop that it does not show, and calls nothing changed after it: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(GUEST)

        when:
        on.run('m.step().toString(); m.run until: hlt; m.run until: hlt; null')

        then:
        changed(on.run('m.run(within: 100.ms).toString()')) == [] as Set

        where:
        board << OnBoard.x86()
    }

    def "why has the kernel's failure after #mistake"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(GUEST)

        when:
        ['m.ioctl KVM_CREATE_VCPU, 0', mistake, mistake].each { line ->
            try {
                on.run(line)
                assert false
            } catch (ScriptError e) {
            }
        }

        then:
        on.run('why.toString()').contains('EEXIST')

        when:
        try {
            on.run('m.ioctl KVM_CREATE_VCPU, 99999')
        } catch (ScriptError e) {
        }

        then:
        on.run('why.toString()').contains('EINVAL')
        !on.run('why.toString()').contains('EEXIST')

        where:
        mistake << ['m.rnu()', 'm.regs.rxa', 'm.run(', 'm.mem 0x999999, 4']
    }

    private static Set<String> changed(String report) {
        report.findAll(/(\w+) +\*0x/) { all, name -> name } as Set
    }
}
