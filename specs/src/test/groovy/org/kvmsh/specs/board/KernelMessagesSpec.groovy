package org.kvmsh.specs.board

import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.kernel.BoardLost
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import spock.lang.Specification
import spock.lang.Timeout

/** What the board's kernel logs is with the step during which it did. */
@Timeout(600)
class KernelMessagesSpec extends Specification {
    def setup() {
        Needed.orSkip('qemu:arm64')
    }

    /** arch/arm64/kvm/mmio.c, io_mem_abort: a load of a pair of registers has no valid syndrome. */
    def "a guest load that KVM cannot emulate logs a kernel message, which is shown with the run it ends"() {
        when:
        def result = Kvmsh.run('-b', 'qemu:arm64', '-e', '''
            m = vm {
              memory at: 0x40000000, size: 64.KB
              load at: 0x40000000, hex: '01 08 40 a9'   // ldp x1, x2, [x0]
              vcpu(0) { start 0x40000000; regs x0: 0x10000000 }
            }
            m.run within: 20.s
        ''')

        then:
        result.status == 1
        result.err.contains('KVM_RUN of vCPU 0 failed with ENOSYS')
        result.out.readLines().any { it.contains('kernel log during KVM_RUN: kvm [') && it.contains('Data abort outside memslots') }
    }

    def "a kernel panic is named in the error, with the last console lines"() {
        given:
        def board = new Boards(System.getenv()).open('qemu:arm64')
        int trigger = board.kernel().open('/proc/sysrq-trigger')

        when:
        board.kernel().write(trigger, 'c'.bytes)
        board.kvm().apiVersion()

        then:
        def lost = thrown(BoardLost)
        lost.message.contains('its kernel went down: ')
        lost.message.contains('Kernel panic - not syncing: sysrq triggered crash')
        board.toString() == 'qemu:arm64 (emulated), lost'

        cleanup:
        board.close()
    }
}
