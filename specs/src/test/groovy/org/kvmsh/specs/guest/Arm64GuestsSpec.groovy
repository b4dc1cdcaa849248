package org.kvmsh.specs.guest

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** arm64 guests on the real KVM of an emulated board. */
@Needs(Arm64GuestsSpec.BOARD)
@Timeout(600)
class Arm64GuestsSpec extends Specification {
    static final String BOARD = 'qemu:arm64'
    static final String MEMORY = 'memory at: 0x40000000, size: 64.KB'
    // mov x0, #0x84000008; hvc #0: PSCI's SYSTEM_OFF
    static final String OFF = '00 01 80 d2  00 80 b0 f2  02 00 00 d4'

    @Shared
    @AutoCleanup
    OnBoard on

    def setupSpec() {
        on = new OnBoard(EmulatedBoards.open(BOARD))
    }

    def cleanup() {
        on.run('m.close()')
    }

    def "all 64 bits of registers are read and written by name"() {
        given:
        on.run("m = vm { $MEMORY; vcpu(0) { start 0x40000000; regs x30: 0xffffffff80000000, sp_el1: 0x40008000 } }")

        expect:
        on.run('m.regs.pc') == 0x40000000
        on.run('m.regs.x30 == 0xffffffff80000000')
        on.run('m.regs.pstate') == 0x3c5
        on.run('m.regs.sp_el1') == 0x40008000
        on.run('m.regs.x7 = -1; m.regs.x7 == 0xffffffffffffffff')
        on.run('m.regs.toString()').contains('x7       0xffffffffffffffff')

        when:
        on.run('m.regs.rax')

        then:
        def e = thrown(ScriptError)
        e.message == 'arm64 vCPUs have no register rax'
    }

    def "AArch32 code is disassembled as what PSTATE says, and sp is the mode's"() {
        given:
        on.run("m = vm { cpu features: ['PSCI_0_2', 'EL1_32BIT']; $MEMORY; load at: 0x40000000, hex: '34 02 01 e3  2a 20 70 47'; vcpu(0) { start 0x40000000 } }")

        expect:
        on.run('m.dis().toString()').contains('movw r0, #0x1234')
        on.run('m.run steps: 1; m.regs.x0') == 0x1234
        on.run('m.regs.x19 = 0x40008000; m.regs.sp') == 0x40008000
        on.run('m.regs.pstate = m.regs.pstate | 0x20; m.dis().toString()').contains('movs r0, #0x2a')
        on.run('m.run steps: 1; m.regs.x0') == 0x2a
    }

    def "a guest that never exits is stopped by within:, and resumes from its registers"() {
        given:
        on.run("m = vm { $MEMORY; load at: 0x40000000, hex: '00 00 00 14 $OFF'; vcpu(0) { start 0x40000000 } }")

        expect:
        on.run('m.run(within: 100.ms).exit == timeout')
        on.run('m.regs.pc') == 0x40000000
        on.run('m.regs.pc = 0x40000004; m.run(until: system).exit == system')
    }

    def "a system event is handled by its type, and ends the run because the kernel has stopped the vCPUs"() {
        given:
        on.run("""
            events = []
            m = vm {
              $MEMORY
              load at: 0x40000000, hex: '$OFF'
              vcpu(0) { start 0x40000000 }
              on(system: KVM_SYSTEM_EVENT_SHUTDOWN) { e -> events << e.event }
            }""")

        expect:
        on.run('m.run(until: system).detail').startsWith('system_event shutdown')
        on.run('events') == ['shutdown']
        on.run('m.vcpu(0).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_STOPPED')

        and: 'until the level is changed'
        on.run('m.run(within: 100.ms).exit == timeout')
        on.run('m.vcpu(0).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE; m.regs.pc = 0x40000000; m.run(until: system).exits') == 1
    }

    def "a device store and load are one exit each, and the guest reads the handler's answer"() {
        given: 'mov x1, #0x9000000; ldrb w12, [x1]; ldr x13, [x1, #8]; str w12, [x1, #16]; SYSTEM_OFF, which takes x0 to x3'
        on.run("""
            stored = []
            m = vm {
              $MEMORY
              load at: 0x40000000, hex: '01 20 a1 d2  2c 00 40 39  2d 04 40 f9  2c 10 00 b9 $OFF'
              vcpu(0) { start 0x40000000 }
              on(mmio: 0x9000000) { 0x1ff }
              on(mmio: 0x9000008) { 0xffffffff80000000 }
              on(mmio: 0x9000010) { e -> stored << e.value }
            }""")

        expect:
        on.run('m.run(until: system).exits') == 4
        on.run('m.regs.x12') == 0xff
        on.run('m.regs.x13 == 0xffffffff80000000')
        on.run('stored') == [0xffL]
    }

    def "a register set after an MMIO exit survives the completion of that exit"() {
        given: 'mov x1, #0x9000000; ldr w12, [x1]; SYSTEM_OFF'
        on.run("m = vm { $MEMORY; load at: 0x40000000, hex: '01 20 a1 d2  2c 00 40 b9 $OFF'; vcpu(0) { start 0x40000000 } }")

        expect:
        on.run('m.run().exit == mmio')
        on.run('m.regs.x12 = 0x1234; m.run(until: system); m.regs.x12') == 0x1234
    }

    def "two vCPUs with a GICv2 run at the same time"() {
        given: 'x0 is the byte that each stores for ever'
        on.run("""
            seen = [0, 0]
            m = vm {
              $MEMORY
              load at: 0x40000000, hex: '01 20 a1 d2  20 00 00 39  ff ff ff 17'
              vgic dist: 0x8000000, cpu: 0x8010000
              vcpu(0) { start 0x40000000; regs x0: 0 }
              vcpu(1) { start 0x40000000; regs x0: 1 }
              on(mmio: 0x9000000) { e -> seen[(int) e.value]++ }
            }""")

        expect:
        on.run('m.run until: { seen.every { it > 20 } }').exits() > 40
    }

    def "a setup that the kernel would refuse is refused with its rule"() {
        when:
        on.run('m = vm { }; vm { ioctl KVM_CREATE_IRQCHIP; vgic dist: 0x8000000, cpu: 0x8010000 }')

        then:
        def e = thrown(ScriptError)
        e.message == 'KVM_CREATE_IRQCHIP on the VM would fail with EEXIST (17, File exists)'
        e.notes().any { it.startsWith('rule: ') }
    }
}
