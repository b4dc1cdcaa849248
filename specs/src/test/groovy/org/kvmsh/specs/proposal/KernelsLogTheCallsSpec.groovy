package org.kvmsh.specs.proposal

import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification
import spock.lang.Timeout

/** The log of kernels that are built with the patches of scripts/kernels, compared with kvmsh's trace: the ioctls reached the kernel by their numbers. */
@Timeout(600)
class KernelsLogTheCallsSpec extends Specification {
    def "#board logs each #ioctl of the trace with its number, its arguments and its result"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(EmulatedBoards.open(board))

        when:
        on.run(text)
        def traced = on.run("trace('$ioctl').all").findAll { !it.own }
        def logged = on.steps.findAll { it.contains("kernel log during $ioctl: ") }.collect { it =~ LOGGED }

        then:
        logged*.matches() == [true] * calls
        logged.collect { [Long.decode(it.group(1)), it.group(2), arguments(it.group(3)), it.group(4) as int] } ==
                traced.collect { [it.request, it.name, ioctl == 'KVM_ALLOCATE_RMA' ? [:] : arguments(it.argument.toString()), it.answer] }
        traced*.request.unique() == [Long.decode(request)]

        and: 'accepted calls and refused ones'
        traced*.answer.any { it >= 0 }
        traced*.answer.any { it < 0 }

        cleanup:
        on?.close()

        where:
        board            | ioctl                    | request      | calls | text
        'qemu:arm64-rfc' | 'KVM_SET_DEVICE_ADDRESS' | '0x4010aeaa' | 4     | "m = vm { ioctl KVM_CREATE_IRQCHIP }; ${ADDRESSES.replace('BEYOND', '1L << 40')}"
        'qemu:ppc64-rfc' | 'KVM_SET_DEVICE_ADDRESS' | '0x8010aeaa' | 4     | "m = vm { }; ${ADDRESSES.replace('BEYOND', '-0x1000L')}"
        'qemu:ppc64-rfc' | 'KVM_PPC_SET_PLATFORM'   | '0x4008aeaa' | 3     | PLATFORMS
        'qemu:ppc64-rfc' | 'KVM_ALLOCATE_RMA'       | '0x4008aea9' | 3     | 'm = vm { type HV }; 3.times { attempt { m.ioctl KVM_ALLOCATE_RMA } }'
    }

    private static final String LOGGED = / *kernel log during \w+: (?:kvm \[\d+]: )?ioctl (0x[0-9a-f]{8}) (\w+)(.*): (-?\d+)/
    private static final String ADDRESSES = '[[0, BEYOND], [0, 0x2c001000L], [1, 0x2c002000L], [7 << 16, 0x2c001000L]].each { i, a -> attempt { m.ioctl KVM_SET_DEVICE_ADDRESS, id: i, addr: a } }'
    private static final String PLATFORMS = 'm = vm { type HV }; [[KVM_PPC_PV_SPAPR, 206, 0], [KVM_PPC_PV_SPAPR, 201, 0], [7, 206, KVM_PPC_CROSS_ARCH]].each ' +
            '{ p, a, f -> attempt { m.ioctl KVM_PPC_SET_PLATFORM, platform: p, guest_arch: a, flags: f } }'

    /** Fields and their numbers, without the names of constants. */
    private static Map<String, BigInteger> arguments(String text) {
        (text =~ /(\w+): (0x[0-9a-f]+|\d+)/).collect { it }.collectEntries { [it[1], it[2].startsWith('0x') ? new BigInteger(it[2].substring(2), 16) : new BigInteger(it[2])] }
    }
}
