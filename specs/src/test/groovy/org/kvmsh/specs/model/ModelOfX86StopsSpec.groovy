package org.kvmsh.specs.model

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

class ModelOfX86StopsSpec extends Specification {
    @AutoCleanup
    OnBoard on = new OnBoard('model:x86_64')

    def "an instruction that the model does not execute ends in internal_error, as in KVM's own emulator: #instruction"() {
        given:
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '90 $hex'; vcpu(0) { real 0x1000 } }")

        when:
        def outcome = on.run('m.run()')

        then:
        outcome.exit().toString() == 'internal_error'
        outcome.detail().startsWith('internal_error, suberror emulation, data 0x1 ')
        on.run('m.regs.rip') == 0x1001

        where:
        instruction                 | hex
        'daa'                       | '27'
        'popcnt'                    | 'f3 0f b8 c0'
        'an instruction of x87'     | 'd9 d0'
        'an instruction of SSE'     | '0f 28 c1'
        'vmcall'                    | '0f 01 c1'
        'enter with a level'        | 'c8 10 00 01'
    }

    def "execution outside of memory ends in internal_error"() {
        given:
        on.run('m = vm { memory at: 0, size: 8.KB; vcpu(0) { real 0x3000 } }')

        expect:
        on.run('m.run()').detail() == 'internal_error, suberror emulation, data 0x0'
    }

    def "a fault without a reachable handler is a shutdown"() {
        given:
        on.run("m = vm { memory at: 0, size: 8.KB; load at: 0x1000, hex: '31 db f7 f3'; vcpu(0) { prot32 0x1000 } }")

        expect:
        on.run('m.run()').exit().toString() == 'shutdown'
        on.run('m.regs.rip') == 0x1002
    }

    def "a change of privilege level is refused by the model itself"() {
        given:
        on.run("""m = vm { memory at: 0, size: 8.KB; load at: 0x1000, hex: '9c 6a 1b 68 00 10 00 00 cf'; vcpu(0) { prot32 0x1000; regs rsp: 0x1800 } }""")

        when:
        on.run('m.run()')

        then:
        def e = thrown(ScriptError)
        e.message == 'iret at rip 0x1008 changes the privilege level or the task, which the model does not emulate'
    }
}
