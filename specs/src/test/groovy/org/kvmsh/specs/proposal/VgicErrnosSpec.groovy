package org.kvmsh.specs.proposal

import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/**
 * The errnos of KVM_SET_DEVICE_ADDRESS by the proposal in front of a kernel with a GICv2 and of one with a GICv3 alone, where every address is ENXIO.
 * KVM_ARM_SET_DEVICE_ADDR below the proposal looks for a window that wraps, and for one between pages, before it looks for the end of the address
 * space: EINVAL, where the mail's document has E2BIG.
 */
@Timeout(900)
class VgicErrnosSpec extends Specification {
    private static final String V2 = 'rfc:qemu:arm64'
    private static final String V3 = 'rfc:qemu:arm64-gicv3'
    private static final List<List> CASES = [
            // what, with KVM_CREATE_IRQCHIP, arguments, errno with a GICv2
            ['no struct', true, '0', 'EFAULT'],
            ['an unknown device', true, 'id: 7 << 16, addr: 0x2c001000', 'ENODEV'],
            ['an unknown address type', true, 'id: 9, addr: 0x2c001000', 'ENODEV'],
            ['no KVM_CREATE_IRQCHIP', false, 'id: 0, addr: 0x2c001000', 'ENODEV'],
            ['an address between pages', true, 'id: 0, addr: 0x2c001010', 'EINVAL'],
            ['an address beyond 40 bits', true, 'id: 0, addr: 1L << 40', 'E2BIG'],
            ['a window that ends beyond 40 bits', true, 'id: 1, addr: (1L << 40) - 0x1000', 'E2BIG'],
            ['an address beyond 40 bits, between pages', true, 'id: 0, addr: (1L << 40) + 0x10', 'EINVAL'],
            ['a window that wraps', true, 'id: 0, addr: -0x1000L', 'EINVAL']]

    @Shared
    Map<String, OnBoard> boards = [:]

    def cleanupSpec() {
        boards.values()*.close()
    }

    private OnBoard on(String name) {
        Needed.orSkip(name)
        boards.computeIfAbsent(name) { new OnBoard(EmulatedBoards.open(it)) }
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
            [[what, irqchip, call, v2, V2], [what, irqchip, call, what in ['no struct', 'an unknown device'] ? v2 : 'ENXIO', V3]]
        }
    }

    def "an address can be set once"() {
        given:
        def on = on(V2)
        on.run('m = vm { }; m.ioctl KVM_CREATE_IRQCHIP; m.ioctl KVM_SET_DEVICE_ADDRESS, id: 0, addr: 0x2c001000')

        expect:
        ['0x2c001000', '0x2c008000', '1L << 40'].every { on.run("attempt { m.ioctl KVM_SET_DEVICE_ADDRESS, id: 0, addr: $it }").name() == 'EEXIST' }

        cleanup:
        on?.run('m.close()')
    }
}
