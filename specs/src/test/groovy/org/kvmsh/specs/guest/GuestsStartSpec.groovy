package org.kvmsh.specs.guest

import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** How vCPUs begin: by another one's INIT and SIPI. */
@Timeout(600)
class GuestsStartSpec extends Specification {
    static final List<String> BOARDS = ['kvm:x86_64', 'qemu:x86_64']

    @AutoCleanup
    OnBoard on

    def "scripts/#script on #board: #held expectations held"() {
        given:
        Needed.orSkip(board, *Needed.ofScript(script))

        when:
        def result = Kvmsh.run('-q', '-b', board, Kvmsh.script(script))

        then:
        result.err == ''
        result.status == 0
        result.out.readLines().last() == "$held expectations held"

        where:
        [board, [script, held]] << [BOARDS, [['x86/smp.groovy', 3], ['x86/smp.js', 3]]].combinations()
    }

    /** KVM_RUN of the one that waits gives EAGAIN whenever something wakes it; a run ends by its own time. */
    def "a vCPU that nobody starts waits as long as the run lasts: #board"() {
        given:
        Needed.orSkip(board)
        on = board.startsWith('qemu') ? new OnBoard(EmulatedBoards.open(board)) : new OnBoard(board)
        on.run("m = vm { irqchip; memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 eb fc'; vcpu(0) { real 0x1000 }; vcpu 1; on(io: 0x80) { 0 } }")

        expect: 'vCPU 0 does work, again and again'
        on.run('m.run(within: 300.ms).exit').toString() == 'timeout'
        on.run('m.run(within: 300.ms).exit').toString() == 'timeout'
        on.run('m.vcpu(1).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_UNINITIALIZED')

        where:
        board << BOARDS
    }
}
