package org.kvmsh.specs

import spock.lang.AutoCleanup
import spock.lang.Specification

class ModelOfX86StopsSpec extends Specification {
    @AutoCleanup
    OnBoard on = new OnBoard('model:x86_64')

    def "an instruction that the model does not execute ends in internal_error, as KVM's own emulator does: #instruction"() {
        given:
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '90 $hex'; vcpu(0) { real 0x1000 } }")

        when:
        def outcome = on.run('m.run()')

        then:
        outcome.exit().toString() == 'internal_error'
        outcome.detail() == 'internal_error, suberror emulation'
        on.run('m.regs.rip') == 0x1001

        where:
        instruction                 | hex
        'cpuid'                     | '0f a2'
        'an add with memory'        | '01 07'
        'a rep prefix'              | 'f3 ac'
        'ud2'                       | '0f 0b'
    }

    def "code outside of memory, and a string there, end in internal_error"() {
        given:
        on.run("m = vm { memory at: 0, size: 8.KB; load at: 0x1000, hex: 'be 00 80 ac'; vcpu(0) { real start } }".replace('start', start))

        expect:
        on.run('m.run()').exit().toString() == 'internal_error'

        where:
        start << ['0x3000', '0x1000']
    }
}
