package org.kvmsh.specs.guest

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** The AIA, the interrupt controller of riscv64 guests, on the real KVM of an emulated board. */
@Needs(Riscv64GuestsSpec.BOARD)
@Timeout(600)
class InterruptControllersOfRiscv64Spec extends Specification {
    private static final String MEMORY = Riscv64GuestsSpec.MEMORY

    @Shared
    @AutoCleanup
    OnBoard on

    def setupSpec() {
        on = new OnBoard(EmulatedBoards.open(Riscv64GuestsSpec.BOARD))
    }

    def "an AIA is refused where it cannot be: #why"() {
        when:
        on.run("vm { $asked }")

        then:
        def e = thrown(ScriptError)
        (e.message + e.notes().join(' ')).contains(why)

        where:
        asked                                                                  || why
        "aia imsic: 0x28000000, mode: 'EMIL'"                                  || "did you mean 'EMUL'?"
        'vcpu 0; aia imsic: 0x28000000, sources: 3'                            || 'the APLIC has 3 interrupt sources, but no address'
        'aia imsic: 0x28000000, aplic: 0xc000000, sources: 2000'               || 'the APLIC cannot have 2000 interrupt sources; the maximum is 1023'
        'aia imsic: 0x28000000, ids: 62'                                       || 'the highest interrupt number is 62'
        'vcpu 0; vcpu 1; vcpu 2; aia imsic: 0x28001000'                        || 'is not a multiple of 16 KiB'
        'aia imsic: 0x80000000; memory at: 0x80000000, size: 64.KB'            || 'overlaps guest memory at 0x80000000'
        'aia imsic: 0x28000000, aplic: 0x28000000; vcpu 0'                     || 'imsic: 0x28000000, size 4 KiB, overlaps aplic: 0x28000000, size 16 KiB'
        "aia imsic: 0x28000000, mode: 'HWACCEL'"                               || 'the processor has no guest interrupt files'
        'aia imsic: 0x28000000; aia imsic: 0x28000000'                         || 'aia is given twice'
    }

    def "an interrupt needs an AIA that has its line: #asked"() {
        given:
        on.run("m = vm { $MEMORY; vcpu(0) { start 0x80000000 }; $aia }")

        when:
        on.run(asked)

        then:
        def e = thrown(ScriptError)
        e.toString().contains(rule)

        where:
        asked                                  | aia                                            || rule
        'm.irq gsi: 1'                         | ''                                             || 'create an AIA'
        'm.irq gsi: 99'                        | 'aia imsic: 0x28000000, aplic: 0xc000000'      || 'irq is not an APLIC line (numbered from 1)'
        'unchecked { m.more { vcpu(1) { start 0x80000000 } } }' | 'aia imsic: 0x28000000'                || 'a vCPU created after that has no IMSIC'
    }

    def "a vCPU that is added after the AIA is initialized is rejected before any call"() {
        given:
        on.run("m = vm { $MEMORY; vcpu(0) { start 0x80000000 }; aia imsic: 0x28000000 }")
        def made = on.steps.size()

        when:
        on.run('m.more { vcpu(1) { start 0x80000000 } }')

        then:
        def e = thrown(ScriptError)
        e.message == "vCPU 1 would have no IMSIC: the VM's AIA is already initialized, with 1 vCPU"
        e.notes().first() == 'rule: a vCPU that is created after KVM_DEV_RISCV_AIA_CTRL_INIT gets no interrupts (arch/riscv/kvm/aia_device.c:aia_init)'
        on.steps.size() == made
    }

    def "a snapshot has the AIA, and says what KVM does not let be set"() {
        given:
        on.run("m = vm { $MEMORY; vcpu(0) { start 0x80000000 }; aia imsic: 0x28000000$aplic }; there = m.snapshot(); m.restore there")

        expect:
        on.run('there.missing') == missing
        on.run('there.toString()').contains('; AIA')

        where:
        aplic               || missing
        ''                  || []
        ', aplic: 0xc000000' || ["the levels of the APLIC's interrupt lines, which no device attribute can set (arch/riscv/kvm/aia_aplic.c)"]
    }
}
