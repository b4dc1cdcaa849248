package org.kvmsh.specs.proposal

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** KVM_SET_DEVICE_ADDRESS on powerpc: a window of guest physical addresses, with kvmsh's own GICv2 distributor in it. */
@Needs(VgicWindowOnPowerpcSpec.BOARD)
@Timeout(600)
class VgicWindowOnPowerpcSpec extends Specification {
    static final String BOARD = 'rfc:qemu:ppc64'
    static final String LINE = 'platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000'

    @Shared
    @AutoCleanup
    OnBoard on

    def setupSpec() {
        on = new OnBoard(EmulatedBoards.open(BOARD))
    }

    def setup() {
        on.run('m = null')
    }

    def cleanup() {
        on.run('m?.close()')
    }

    /** Runs code with r15 at the distributor, then a hypercall that nobody handles. */
    private guest(List<String> code, String more = 'vcpu(0) { start 0x1000 }') {
        def hex = (['00 2c e0 3d', '00 10 ef 61'] + code + ['f0 07 60 38', '22 00 00 44', '00 00 00 48']).join(' ')
        on.run("m = vm { $LINE; load at: 0x1000, hex: '$hex'; $more }")
        on.run('m.run within: 60.s').detail()
    }

    private long r(int number) {
        on.run("m.regs.r$number") as long
    }

    def "the plan, the map and the trace tell that kvmsh answers, and that the call is the proposal's"() {
        when:
        on.run("m = vm { $LINE }")

        then:
        on.run('steps.all*.text').last() == "KVM_SET_DEVICE_ADDRESS of the VGIC's distributor to 0x2c001000"
        on.run('steps.toString()').contains("this KVM has no VGIC: accesses cause MMIO exits, answered by kvmsh's GICv2 distributor")
        on.run('m.memmap.toString()').contains("0x2c001000 to 0x2c001fff  4 KiB     VGIC distributor, kvmsh's GICv2 distributor")
        on.steps.last() ==~ /.*KVM_SET_DEVICE_ADDRESS id: 0, addr: 0x2c001000 = 0   \[answered by the proposal]/

        and: 'book3s has no KVM_CREATE_IRQCHIP, and the call needs none'
        !on.run('steps.all*.text').any { it.contains('IRQCHIP') }
    }

    def "GICD_TYPER counts the interrupts and the vCPUs: #typer for #vcpus"() {
        expect:
        guest(['04 00 cf 82'], (0..<vcpus).collect { it == 0 ? 'vcpu(0) { start 0x1000 }' : "vcpu $it" }.join('; ')).startsWith('papr_hcall 0x7f0')
        r(22) == typer

        where:
        vcpus || typer
        1     || 0x07
        2     || 0x27
    }

    def "registers hold what the guest wrote, as those of KVM's own VGIC"() {
        when: 'r16 is all ones; what is stored is loaded again'
        guest([
                'ff ff 00 3a',   // li  r16, -1
                '00 00 0f 92',   // stw r16, 0x000(r15)    GICD_CTLR
                '00 00 cf 82',   // lwz r22, 0x000(r15)
                '08 00 ef 82',   // lwz r23, 0x008(r15)    GICD_IIDR
                '04 01 0f 92',   // stw r16, 0x104(r15)    GICD_ISENABLER1
                '03 00 20 3a',   // li  r17, 3
                '84 01 2f 92',   // stw r17, 0x184(r15)    GICD_ICENABLER1
                '04 01 0f 83',   // lwz r24, 0x104(r15)
                'a0 00 20 3a',   // li  r17, 0xa0
                '21 04 2f 9a',   // stb r17, 0x421(r15)    GICD_IPRIORITYR8, second byte
                '20 04 2f 83',   // lwz r25, 0x420(r15)
                '20 08 0f 92',   // stw r16, 0x820(r15)    GICD_ITARGETSR8
                '20 08 4f 83',   // lwz r26, 0x820(r15)
                '00 08 6f 83',   // lwz r27, 0x800(r15)    GICD_ITARGETSR0
        ])

        then:
        r(22) == 3
        r(23) == 0x6b00043b
        r(24) == 0xfffffffcL
        r(25) == 0xa000

        and: 'one CPU is the only target that exists, and the target of its own interrupts; KVM does not have 4.3.12, RAZ/WI for a single processor, either'
        r(26) == 0x01010101
        r(27) == 0x01010101
    }

    def "a write to GICD_SGIR makes a software-generated interrupt pending at its targets"() {
        when:
        guest([
                '00 02 00 3e',   // lis r16, 0x200         to this CPU alone
                '05 00 10 62',   // ori r16, r16, 5
                '00 0f 0f 92',   // stw r16, 0xf00(r15)    GICD_SGIR
                '00 02 cf 82',   // lwz r22, 0x200(r15)    GICD_ISPENDR0
                '00 0f ef 82',   // lwz r23, 0xf00(r15)    write-only
        ])

        then:
        r(22) == 0x20
        r(23) == 0
    }

    def "the CPU numbers of the GIC are the places of the vCPUs, whose ids may have gaps"() {
        when: 'the vCPU with id 8 is CPU 1'
        guest([
                '00 08 cf 82',   // lwz r22, 0x800(r15)    GICD_ITARGETSR0
                '02 00 00 3e',   // lis r16, 2             to CPU 1
                '05 00 10 62',   // ori r16, r16, 5
                '00 0f 0f 92',   // stw r16, 0xf00(r15)    GICD_SGIR
                '00 02 ef 82',   // lwz r23, 0x200(r15)    GICD_ISPENDR0
        ], 'vcpu 0; vcpu(8) { start 0x1000 }')

        then:
        on.run('m.vcpu(8).regs.r22') as long == 0x02020202
        on.run('m.vcpu(8).regs.r23') as long == 0x20
    }

    def "no other device or handler has the distributor's addresses: #other"() {
        when:
        on.run("vm { $other; $LINE }")

        then:
        def e = thrown(ScriptError)
        e.message.contains('two devices for mmio 0x2c001000')

        where:
        other << ['pl011 mmio: 0x2c001000', 'on(mmio: 0x2c001000..0x2c001fff) { 0 }']
    }

    def "a halfword, and a byte of a register without byte access, read as zero"() {
        when:
        guest(['04 00 cf a2', '04 00 ef 8a', '00 08 0f 8b'])   // lhz r22, 4; lbz r23, 4; lbz r24, 0x800

        then:
        [r(22), r(23), r(24)] == [0, 0, 1]
    }

    def "guest physical addresses end at 2^52, where the page tables of KVM's radix guests end: #call is #errno"() {
        given:
        on.run('m = vm { }')

        expect:
        (on.run("attempt { m.ioctl KVM_SET_DEVICE_ADDRESS, $call }")?.toString() ?: '') == errno

        where:
        call                             || errno
        'id: 0, addr: 1L << 52'          || 'E2BIG'
        'id: 0, addr: (1L << 52) - 4096' || ''
        'id: 1, addr: (1L << 52) - 4096' || 'E2BIG'
        'id: 1, addr: (1L << 52) - 8192' || ''
    }

    def "kvmsh's plan rejects memory over a window: #memory"() {
        when:
        on.run("vm { $memory; vgic dist: $dist }")

        then:
        def e = thrown(ScriptError)
        e.message.contains("dist: $dist")
        e.message.contains("overlaps guest memory at $at")

        where:
        memory                               | dist         || at
        'memory at: 0x2c000000, size: 64.KB' | '0x2c001000' || '0x2c000000'
        'rma 128.MB'                         | '0x1000000'  || '0x0'
    }

    def "capability 84 stays the kernel's: it is KVM_CAP_PPC_HTAB_FD"() {
        given:
        def bare = new OnBoard(EmulatedBoards.open('qemu:ppc64'))

        expect:
        on.run('kvm.ioctl KVM_CHECK_EXTENSION, 84') == bare.run('kvm.ioctl KVM_CHECK_EXTENSION, 84')

        cleanup:
        bare?.close()
    }
}
