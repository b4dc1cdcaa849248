package org.kvmsh.specs.proposal

import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** KVM_SET_DEVICE_ADDRESS of a powerpc kernel that has it, and of the proposal in front of one that lacks it: the same errnos. */
@Timeout(600)
class DeviceAddressesOfAKernelSpec extends Specification {
    static final List<String> BOARDS = ['qemu:ppc64-rfc', 'rfc:qemu:ppc64']
    static final String LINE = 'platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000'
    static final String CALLS = '''
        id: 0, addr: 0x2c001000                        | %1$s                          | EEXIST
        id: 0, addr: 0x2c008000                        | %1$s                          | EEXIST
        id: 1, addr: 0x2c002000                        | %1$s                          | 0
        id: 1, addr: 0x2c000000                        | %1$s                          | EINVAL
        id: 0, addr: 0                                 |                               | 0
        id: KVM_VGIC_V2_ADDR_TYPE_CPU, addr: 0x10000   |                               | 0
        id: 1 << 16, addr: 0x2c001000                  |                               | ENODEV
        id: 2, addr: 0x2c001000                        |                               | ENODEV
        id: 0, addr: 1L << 60                          |                               | E2BIG
        id: 1, addr: -4096L                            |                               | E2BIG
        id: 0, addr: 0x2c001010                        |                               | EINVAL
        id: 0, addr: 0x10000                           | memory at: 0, size: 128.KB    | EEXIST
        0                                              |                               | EFAULT
        '''

    @AutoCleanup
    OnBoard on

    private void open(String board) {
        Needed.orSkip(board)
        on = new OnBoard(EmulatedBoards.open(board))
    }

    def "#board: #call is #errno"() {
        given:
        open(board)
        on.run("m = vm { $block }")

        expect:
        (on.run("attempt { m.ioctl KVM_SET_DEVICE_ADDRESS, $call }")?.toString() ?: '0') == errno

        cleanup:
        on?.run('m.close()')

        where:
        [board, [call, block, errno]] << [BOARDS, String.format(CALLS, LINE).readLines().findAll { it.contains('|') }*.split(/\|/).collect { it*.trim() }].combinations()
    }

    def "#board: after the first KVM_RUN it is too late, EBUSY"() {
        given:
        open(board)
        on.run("m = vm { platform SPAPR; arch 206; rma 128.MB; load at: 0x1000, hex: 'f0 07 60 38 22 00 00 44'; vcpu(0) { start 0x1000 } }; m.run within: 60.s")

        expect:
        on.run('attempt { m.ioctl KVM_SET_DEVICE_ADDRESS, id: 0, addr: 0x2c001000 }').name() == 'EBUSY'

        cleanup:
        on?.run('m.close()')

        where:
        board << BOARDS
    }

    def "#board: no memory goes over a window, EEXIST"() {
        given:
        open(board)
        on.run("m = vm { $LINE }")

        expect:
        on.run('attempt { m.memory at: 0x2c000000, size: 64.KB }').name() == 'EEXIST'

        cleanup:
        on?.run('m.close()')

        where:
        board << BOARDS
    }
}
