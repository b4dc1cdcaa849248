package org.kvmsh.specs.proposal

import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** The built-in proposals in front of real kernels of their architectures. */
@Timeout(600)
class ProposalsOnEmulatedBoardsSpec extends Specification {
    static final String GUEST = '''
        m = vm {
          platform SPAPR; arch 206
          rma 128.MB
          load at: 0x1000, hex: \'\'\'
            00 11 e0 39         # li    r15, 0x1100
            28 7c c0 7c         # ldbrx r6, 0, r15
            58 00 60 38         # li    r3, 0x58             H_PUT_TERM_CHAR
            00 00 80 38         # li    r4, 0
            08 00 a0 38         # li    r5, 8
            22 00 00 44         # sc    1
            f0 07 60 38         # li    r3, 0x7f0            no hypercall
            22 00 00 44         # sc    1
          \'\'\'
          load at: 0x1100, bytes: 'in front'.bytes
          vcpu(0) { start 0x1000 }
          on(hcall: H_PUT_TERM_CHAR) { e -> print e.text }
        }
    '''

    @AutoCleanup
    OnBoard on

    OnBoard open(String board) {
        Needed.orSkip(board)
        on = new OnBoard(EmulatedBoards.open(board))
    }

    def "a real guest reaches user space with H_PUT_TERM_CHAR in a VM with platform SPAPR, arch 206, rma 128.MB"() {
        given:
        open('rfc:qemu:ppc64')

        when:
        on.run("$GUEST; m.run within: 60.s")

        then:
        on.printed == 'in front'

        and: "both calls on the kernel below are the proposal's, not the script's, on the existing vCPU"
        on.steps.findAll { it.contains('KVM_ENABLE_CAP') || it.contains('KVM_SET_ONE_REG') }.every { it.endsWith('[made by the proposal]') }
        on.steps.count { it.contains('KVM_CAP_PPC_PAPR') && it.contains(' = 0') } == 1
        on.steps.count { it.contains('KVM_REG_PPC_ARCH_COMPAT') && it.contains('-> 0xf000003 = 0') } == 1
        on.steps.findAll { it.contains('KVM_PPC_SET_PLATFORM') || it.contains('KVM_ALLOCATE_RMA') }.every { it.endsWith('[answered by the proposal]') }
        on.run("m.reg 'arch_compat'") == 0x0f000003

        and: 'no step of the plan is one of these calls'
        on.run('steps.all*.text').every { !(it =~ /ENABLE_CAP|ARCH_COMPAT/) }
    }

    def "a script that also reads the patches runs too"() {
        given:
        open('rfc:qemu:ppc64')

        expect:
        on.run("rfc '${Kvmsh.script('rfc/kvm-ppc-set-platform.patch')}'; rfc '${Kvmsh.script('rfc/kvm-allocate-rma.patch')}'; vm { platform SPAPR; arch 206; rma 128.MB; vcpu 0 }") != null
        on.steps.any { it.contains('KVM_PPC_SET_PLATFORM') && it.endsWith('[answered by the proposal]') }
    }

    def "existing vCPUs get the setting of a later KVM_PPC_SET_PLATFORM, and a refused call does not change them"() {
        given:
        open('rfc:qemu:ppc64')
        on.run('v = vm { vcpu 0 }')

        when:
        on.steps.clear()
        def refused = on.run('attempt { v.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 201 }')

        then:
        refused.name() == 'EINVAL'
        on.run("v.reg 'arch_compat'") == 0

        when:
        on.run('v.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 206')

        then:
        on.run("v.reg 'arch_compat'") == 0x0f000003
        on.run("trace('KVM_ENABLE_CAP').all.last().proposal") == 'made by the proposal'
    }

    def "the capability and the pool on a real kernel, which reports that it has no pool"() {
        given:
        open('rfc:qemu:ppc64')

        expect:
        on.run("caps('KVM_CAP_PPC_RMA').value('KVM_CAP_PPC_RMA')") == 1
        on.run('pool = (1..4).collect { vm { }.ioctl(KVM_ALLOCATE_RMA).rma_size }') == [128L << 20] * 4
        on.run('attempt { vm { }.ioctl(KVM_ALLOCATE_RMA) }').name() == 'ENOMEM'
    }

    def "an ioctl of a proposal on the wrong descriptor, of the wrong size or direction is passed to #board"() {
        given:
        open("rfc:$board")
        def bare = new OnBoard(EmulatedBoards.open(board))
        def answers = { OnBoard b ->
            def abi = on.board.kernel().abi()
            def right = abi.ioctl(ioctl).request()
            // Both have the number 0xaa: direction and size tell them apart.
            def proposed = ['KVM_PPC_SET_PLATFORM', 'KVM_SET_DEVICE_ADDRESS'].findAll { abi.hasIoctl(it) }.collect { abi.ioctl(it).request() }
            def vm = b.board.kvm().createVm(0).get()
            def memory = b.board.kernel().allocate(64).region()
            def encode = { String way, int bytes -> abi.encoding().encode(way, abi.encoding().type(right), abi.encoding().number(right), bytes) }
            def requests = ['READ', 'WRITE', 'READ_WRITE', 'NONE'].collectMany { way -> [0, 4, 8, 16, 24].collect { encode(way, it) } }.findAll { !(it in proposed) }
            try {
                requests.collect { b.board.kernel().ioctl(vm.fd(), it, memory) } + [b.board.kernel().ioctl(b.board.kvm().fd(), right, memory)]
            } finally {
                memory.close()
                vm.close()
            }
        }

        expect:
        answers(on) == answers(bare)

        cleanup:
        bare?.close()

        where:
        board        | ioctl
        'qemu:ppc64' | 'KVM_PPC_SET_PLATFORM'
        'qemu:arm64' | 'KVM_SET_DEVICE_ADDRESS'
    }

    def "vgic goes through the mail's ioctl to a real VGIC, and the guest runs with it"() {
        given:
        open('rfc:qemu:arm64')

        when:
        on.run("""
            m = vm {
              vgic dist: 0x2c001000, cpu: 0x2c002000
              memory at: 0x40000000, size: 64.KB
              load at: 0x40000000, hex: '''
                0020a0d2    # movz x0, 0x100, lsl 16
                010000b9    # str  w1, [x0]
              '''
              vcpu(0) { start 0x40000000 }
            }
        """)
        def outcome = on.run('m.run within: 60.s')

        then: 'a store to 0x1000000 is an exit, so the guest ran'
        outcome.exit().toString() == 'mmio'
        on.steps.findAll { it =~ /KVM_SET_DEVICE_ADDRESS id: [01], addr: 0x2c00[12]000 = 0   \[answered by the proposal]/ }.size() == 2
        on.steps.findAll { it =~ /KVM_ARM_SET_DEVICE_ADDR id: 0x[01], addr: 0x2c00[12]000 = 0   \[made by the proposal]/ }.size() == 2
    }

    def "scripts/arm/device-address.#language on rfc:qemu:arm64"() {
        given:
        Needed.orSkip('rfc:qemu:arm64')

        when:
        def result = Kvmsh.run('-q', '-b', 'rfc:qemu:arm64', Kvmsh.script("arm/device-address.$language"))

        then:
        result.err == ''
        result.out.readLines().last() == '8 tests passed'

        where:
        language << ['groovy', 'js']
    }

    def "a board with only a GICv3 refuses a GICv2's address: ENXIO"() {
        given:
        open('rfc:qemu:arm64-gicv3')

        expect:
        on.run('attempt { vm { }.ioctl KVM_SET_DEVICE_ADDRESS, id: 0, addr: 0x2c001000 }').name() == 'ENXIO'
    }
}
