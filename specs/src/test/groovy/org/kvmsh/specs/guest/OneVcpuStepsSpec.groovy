package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** m.vcpu(1).step(): one vCPU executes an instruction and the others do not run. */
class OneVcpuStepsSpec extends Specification {
    @AutoCleanup
    OnBoard on

    def "the other vCPUs stay where they are: #language on #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board, language)

        when: 'three increments, for each vCPU its own'
        on.run(language == Language.JS ? "const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '40 40 40 f4'}, vcpu: [{real: 0x1000}, {id: 1, real: 0x1000}]})"
                : "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 40 40 f4'; vcpu(0) { real 0x1000 }; vcpu(1) { real 0x1000 } }")
        on.run('m.vcpu(1).step(); m.vcpu(1).step(); m.vcpu(0).step()')

        then:
        [0, 1].collect { on.run(language == Language.JS ? "Number(m.vcpu($it).regs.rip)" : "m.vcpu($it).regs.rip as int") } == [0x1001, 0x1002]
        [0, 1].collect { on.run(language == Language.JS ? "Number(m.vcpu($it).regs.rax)" : "m.vcpu($it).regs.rax as int") } == [1, 2]

        where:
        [language, board] << [Language.values(), OnBoard.x86()].combinations()
    }
}
