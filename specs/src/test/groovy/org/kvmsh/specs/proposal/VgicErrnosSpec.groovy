package org.kvmsh.specs.proposal

import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/**
 * The errnos of KVM_SET_DEVICE_ADDRESS: of a kernel that is built with it, and of the proposal in front of kernels without it. Each is on a board
 * with a GICv2, and on one with a GICv3 alone, where every address is ENXIO.
 */
@Timeout(900)
class VgicErrnosSpec extends Specification {
    private static final String KERNEL = 'qemu:arm64-rfc'
    private static final String KERNEL_V3 = 'qemu:arm64-gicv3?kernel=rfc'
    private static final String PROPOSAL = 'rfc:qemu:arm64'
    private static final String PROPOSAL_V3 = 'rfc:qemu:arm64-gicv3'
    private static final List<List> CASES = [
            // what, with KVM_CREATE_IRQCHIP, arguments, errno on a board with a GICv2
            ['no struct', true, '0', 'EFAULT'],
            ['an unknown device', true, 'id: 7 << 16, addr: 0x2c001000', 'ENODEV'],
            ['an unknown address type', true, 'id: 9, addr: 0x2c001000', 'ENODEV'],
            ['no KVM_CREATE_IRQCHIP', false, 'id: 0, addr: 0x2c001000', 'ENODEV'],
            ['an address between pages', true, 'id: 0, addr: 0x2c001010', 'EINVAL'],
            ['an address beyond 40 bits', true, 'id: 0, addr: 1L << 40', 'E2BIG'],
            ['a window that ends beyond 40 bits', true, 'id: 1, addr: (1L << 40) - 0x1000', 'E2BIG'],
            ['an address beyond 40 bits, between pages', true, 'id: 0, addr: (1L << 40) + 0x10', 'E2BIG'],
            ['the last address of 40 bits, between pages', true, 'id: 0, addr: (1L << 40) - 0x10', 'EINVAL'],
            ['a window that wraps', true, 'id: 0, addr: -0x1000L', 'E2BIG']]

    @Shared
    Map<String, OnBoard> boards = [:]

    def cleanupSpec() {
        boards.values()*.close()
    }

    private OnBoard on(String name) {
        // The GICv3 boots the kernel of the other board, and has its own headers.
        Needed.orSkip(*(name == KERNEL_V3 ? [KERNEL, 'qemu:arm64-gicv3'] : [name]))
        boards.computeIfAbsent(name) {
            def board = new OnBoard(EmulatedBoards.open(it))
            if (it == KERNEL_V3) {
                board.run("rfc '${Kvmsh.script('kernels/arm64/kvm-set-device-address.patch')}'")
            }
            board
        }
    }

    private String errno(String board, boolean irqchip, String call) {
        def on = on(board)
        on.run('m = vm { }')
        if (irqchip) {
            on.run('attempt { m.ioctl KVM_CREATE_IRQCHIP }')
        }
        try {
            on.run("attempt { m.ioctl KVM_SET_DEVICE_ADDRESS, $call }").name()
        } finally {
            on.run('m.close()')
        }
    }

    def "#what is #errno on #board"() {
        given: 'a missing board ends the row as skipped'
        on(board)

        expect:
        this.errno(board, irqchip, call) == errno

        where:
        [what, irqchip, call, errno, board] << CASES.collectMany { what, irqchip, call, v2 ->
            def v3 = what in ['no struct', 'an unknown device'] ? v2 : 'ENXIO'
            [[what, irqchip, call, v2, KERNEL], [what, irqchip, call, v2, PROPOSAL], [what, irqchip, call, v3, KERNEL_V3], [what, irqchip, call, v3, PROPOSAL_V3]]
        }
    }

    def "a VM ioctl that is unknown is EINVAL on #board: #number"() {
        given:
        def on = on(board)

        when:
        on.run('m = vm { }')

        then:
        on.run("attempt { m.ioctl $number, 0 }").name() == 'EINVAL'

        cleanup:
        on?.run('m.close()')

        where:
        [board, number] << [[KERNEL, PROPOSAL], ['0x4010aeff', '0xaefe', '0xc008aefd']].combinations()
    }

    def "an address can be set once: on #board"() {
        given:
        def on = on(board)
        on.run('m = vm { }; m.ioctl KVM_CREATE_IRQCHIP; m.ioctl KVM_SET_DEVICE_ADDRESS, id: 0, addr: 0x2c001000')

        expect:
        ['0x2c001000', '0x2c008000', '1L << 40'].every { on.run("attempt { m.ioctl KVM_SET_DEVICE_ADDRESS, id: 0, addr: $it }").name() == 'EEXIST' }

        cleanup:
        on?.run('m.close()')

        where:
        board << [KERNEL, PROPOSAL]
    }

    def "after the first KVM_RUN it is too late: EEXIST, or EIO if KVM_RUN failed because an address was missing: on #board"() {
        given:
        def on = on(board)
        def late = { String addresses ->
            on.run("m = vm { $addresses; vcpu(0) { start 0x40000000 } }; attempt { m.run until: timeout, within: 200.ms }")
            def errno = on.run('attempt { m.ioctl KVM_SET_DEVICE_ADDRESS, id: 0, addr: 0x2c001000 }').name()
            on.run('m.close()')
            errno
        }

        expect:
        late('vgic dist: 0x2c001000, cpu: 0x2c002000') == 'EEXIST'
        late('ioctl KVM_CREATE_IRQCHIP') == 'EIO'

        where:
        board << [KERNEL, PROPOSAL]
    }

    def "the kernel announces the call with the mail's capability"() {
        given:
        def on = on(KERNEL)

        expect:
        on.run('kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_SET_DEVICE_ADDR)') == 1
    }
}
