package org.kvmsh.specs.guest

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** A vCPU that the script gives a start runs, whichever vCPU it is; one that waits for the guest is named where a run ends in a timeout, and by its context. */
@Timeout(600)
class WaitingVcpusSpec extends Specification {
    private static final Map<String, List<String>> GUESTS = [
        'kvm, irqchip'             : ['kvm', 'irqchip; memory at: 0, size: 64.KB; load at: 0x1000, hex: "eb fe"', 'real 0x1000'],
        'kvm, splitIrqchip'        : ['kvm', 'splitIrqchip 24; memory at: 0, size: 64.KB; load at: 0x1000, hex: "eb fe"', 'real 0x1000'],
        'kvm, another boot vCPU'   : ['kvm', 'irqchip; ioctl KVM_SET_BOOT_CPU_ID, 1; memory at: 0, size: 64.KB; load at: 0x1000, hex: "eb fe"', 'real 0x1000'],
        'qemu:x86_64, irqchip'     : ['qemu:x86_64', 'irqchip; memory at: 0, size: 64.KB; load at: 0x1000, hex: "eb fe"', 'real 0x1000'],
        'qemu:arm64'               : ['qemu:arm64', 'memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: "00 00 00 14"', 'start 0x40000000'],
        'qemu:riscv64'             : ['qemu:riscv64', 'memory at: 0x80000000, size: 64.KB; load at: 0x80000000, hex: "6f 00 00 00"', 'start 0x80000000']
    ]
    private static final Map<String, List<String>> WAITING = [
        'kvm'         : ['irqchip; memory at: 0, size: 64.KB; load at: 0x1000, hex: "eb fe"; vcpu(0) { real 0x1000 }; vcpu(1) { regs rax: 1 }', 'KVM_MP_STATE_UNINITIALIZED until the guest starts it with INIT and SIPI'],
        'qemu:arm64'  : ['memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: "00 00 00 14"; vcpu(0) { start 0x40000000 }; vcpu(1) { cpu features: ["PSCI_0_2", "POWER_OFF"]; start 0x40000000 }', 'KVM_MP_STATE_STOPPED until the guest starts it with PSCI CPU_ON'],
        'qemu:riscv64': ['memory at: 0x80000000, size: 64.KB; load at: 0x80000000, hex: "6f 00 00 00"; vcpu(0) { start 0x80000000 }; vcpu(1) { regs pc: 0x80000000 }', 'KVM_MP_STATE_STOPPED until the guest starts it with SBI HSM hart_start']
    ]

    @AutoCleanup
    OnBoard on

    def "a vCPU with a start is runnable, also one that is added later: #guest"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        when:
        on.run("m = vm { $setup; vcpu(0) { $start }; vcpu(1) { $start } }; m.more { vcpu(2) { $start } }")

        then:
        (0..2).every { on.run("m.vcpu($it).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_RUNNABLE") }

        where:
        guest << GUESTS.keySet()
        (board, setup, start) = GUESTS[guest]
    }

    def "the step has its reason in the plan"() {
        given:
        Needed.orSkip('kvm')
        on = new OnBoard('kvm')
        on.run('m = vm { irqchip; memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 }; vcpu(1) { real 0x1000 } }')

        expect:
        on.run('m.steps').toString().contains('KVM_SET_MP_STATE of vCPU 1: KVM_MP_STATE_RUNNABLE')
        !on.run('m.steps').toString().contains('KVM_SET_MP_STATE of vCPU 0')
    }

    def "the plan on #board says whether vCPU 1 waits: #setup, vcpu(1) { #second }"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        def plan = on.run("plan { $setup; memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 }; vcpu(1) { $second } }").toString()

        expect: 'a start of its own makes it runnable, without one it waits, and a program counter is no start'
        plan.contains('; it waits for INIT and SIPI from the guest') == waits
        plan.contains('KVM_SET_MP_STATE of vCPU 1: KVM_MP_STATE_RUNNABLE') == runnable
        plan.contains('warning: vCPU 1 does not run at rip 0x2000: it waits for INIT and SIPI, which set cs and rip; to run it immediately, use real, prot32 or long64 0x2000 instead of rip:') == warned

        and: 'the kernel does as it says'
        on.run("m = vm { $setup; memory at: 0, size: 64.KB; load at: 0x2000, hex: 'f4'; vcpu(0) { real 0x1000 }; vcpu(1) { $second } }; m.vcpu(1).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_RUNNABLE") == !waits

        where:
        [board, [setup, second, waits, runnable, warned]] << [['kvm', 'qemu:x86_64'], [
                ['irqchip', 'real 0x2000', false, true, false],
                ['irqchip', 'prot32 0x2000', false, true, false],
                ['irqchip', 'long64 0x2000', false, true, false],
                ['irqchip', 'regs rax: 1', true, false, false],
                ['irqchip', 'regs rip: 0x2000', true, false, true],
                ['splitIrqchip 24', 'real 0x2000', false, true, false],
                ['splitIrqchip 24', 'regs rip: 0x2000', true, false, true],
                ['cpuid', 'real 0x2000', false, false, false],
                ['cpuid', 'regs rip: 0x2000', false, false, false],
        ]].combinations()
    }

    def "a timeout and a context name a vCPU that waits: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { $setup }")

        when:
        on.run('m.run(until: hlt, within: 200.ms)')

        then:
        def failed = thrown(ScriptError)
        failed.notes().join('\n').contains("vCPU 1 does not run: it is $state")

        and:
        on.run('m.vcpu(1).context.toString()').contains("vCPU 1 does not run: it is $state")
        !on.run('m.vcpu(0).context.toString()').contains('does not run')

        where:
        board << WAITING.keySet()
        (setup, state) = WAITING[board]
    }

    def "a timeout names a vCPU that waits for an interrupt in hlt: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run('m = vm { irqchip; memory at: 0, size: 64.KB; load at: 0x1000, hex: "fb f4 eb fd"; vcpu(0) { real 0x1000 } }')

        expect:
        on.run('m.run(within: 200.ms).toString()').toString().contains('\nwhy: vCPU 0 waits for an interrupt, in hlt: it is KVM_MP_STATE_HALTED\n')

        where:
        board << ['kvm', 'qemu:x86_64']
    }
}
