package org.kvmsh.specs.guest

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Planned
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** How vCPUs begin: by another one's INIT and SIPI, and with what they need for exceptions. */
@Timeout(600)
class GuestsStartSpec extends Specification {
    static final List<String> BOARDS = ['kvm:x86_64', 'qemu:x86_64']

    static final List<List<String>> SMP = ['x86/smp.groovy', 'x86/smp.js'].collect { [it, '3 expectations held'] }
    static final List<List<String>> EXCEPTIONS = ['x86/exceptions.groovy', 'x86/exceptions.js'].collect { [it, '2 tests passed'] }

    @AutoCleanup
    OnBoard on

    def "scripts/#script on #board: #last"() {
        given:
        Needed.orSkip(board, *Needed.ofScript(script))

        when:
        def result = Kvmsh.run('-q', '-b', board, Kvmsh.script(script))

        then:
        result.err == ''
        result.status == 0
        result.out.readLines().last() == last

        where:
        [board, [script, last]] << ([BOARDS, SMP + EXCEPTIONS].combinations() + [['model:x86_64'], EXCEPTIONS].combinations())
    }

    /** KVM_RUN of the waiting vCPU returns EAGAIN whenever something wakes it; a run ends at its own time limit. */
    @Sample(verify = 8)
    def "a vCPU that nobody starts waits until the run times out: #board"() {
        given:
        Needed.orSkip(board)
        on = board.startsWith('qemu') ? new OnBoard(EmulatedBoards.open(board)) : new OnBoard(board)
        on.run("m = vm { irqchip; memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4 eb fd'; vcpu(0) { real 0x1000 }; vcpu 1 }")

        expect: 'vCPU 0 halts inside KVM_RUN as well'
        on.run('m.run(within: 300.ms).exit').toString() == 'timeout'
        on.run('m.run(within: 300.ms).exit').toString() == 'timeout'
        on.run('m.vcpu(1).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_UNINITIALIZED')

        where:
        board << BOARDS
    }

    def "descriptor tables are a step of the plan, below the page tables, for each vCPU that requests them"() {
        expect:
        Planned.on('x86_64', Planned.X86) { memory at: 0, size: 0x10000; vcpu(0) { long64 0x1000, idt: true }; vcpu(1) { long64 0x1000 }; vcpu(2) { long64 0x1000, idt: [6: 0x2000] } }
                .readLines().findAll { it.contains('IDT') || it.contains('64-bit mode') } == [
                    'IDT, GDT and TSS, 12 KiB at 0x7000', 'KVM_SET_SREGS of vCPU 0: 64-bit mode, cr3 0xa000, idt, gdt and tr at 0x7000',
                    'KVM_SET_SREGS of vCPU 1: 64-bit mode, cr3 0xa000',
                    'IDT, GDT and TSS, 12 KiB at 0x4000', 'KVM_SET_SREGS of vCPU 2: 64-bit mode, cr3 0xa000, idt, gdt and tr at 0x4000']
    }

    def "an invalid exception handler is refused before anything is created: #idt"() {
        given:
        Needed.orSkip('asm:x86_64')
        on = new OnBoard('model:x86_64')

        when:
        on.run("vm { memory at: 0, size: $size; load at: 0x1000, asm: 'undefined: ud2', bits: 64; load at: 0x1100, asm: 'twice: hlt', bits: 64; load at: 0x1200, asm: 'twice: hlt', bits: 64"
                + "; vcpu(0) { long64 0x1000, idt: $idt } }")

        then:
        def e = thrown(ScriptError)
        e.message == message
        e.notes().join(' ').contains(note)

        where:
        idt                  | size    || message                                                                                                                | note
        "[UD: 'undefind']"   | 0x20000 || 'the label undefind is not defined by the asm: of any load in this VM'                                                                         | 'did you mean \'undefined\'?'
        "[UD: 'twice']"      | 0x20000 || 'the label twice is defined by several loads: [0x1100, 0x1200]'                                                                | ''
        '[XX: 0x2000]'       | 0x20000 || 'unknown vector XX'                                                                                             | 'UD, GP or PF'
        '[256: 0x2000]'      | 0x20000 || 'the vector is 256, but must be from 0 to 255'                                                                           | ''
        '3'                  | 0x20000 || 'idt: takes handlers keyed by vector, or true, not 3'                                                                 | 'try: vectors true'
        'true'               | 0x9000  || 'no free guest memory for descriptor tables: long64 needs 12 KiB of unused guest memory below 4 GiB'     | 'try: memory'
    }

    def "a run ended by an exception names it, and a triple fault's explanation says what to add: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        expect:
        on.run("m = vm { memory at: 0, size: 128.KB; load at: 0x1000, hex: '90 0f 0b'; vcpu(0) { long64 0x1000, idt: true } }; m.run().line()").startsWith('exception, invalid opcode (#UD), at 0x1001 after ')
        on.run("m = vm { memory at: 0, size: 128.KB; load at: 0x1000, hex: '90 0f 0b'; vcpu(0) { long64 0x1000 } }; m.run().report")
                .contains('in 64-bit mode, try vectors true: exceptions then end the run with a report')

        where:
        board << OnBoard.x86()
    }

    /** CPU_ON (Arm DEN0022, 5.6): x1 the target's MPIDR, x2 where it starts, x3 what it finds in x0. */
    def "an arm64 vCPU that is powered off runs when another one turns it on"() {
        given:
        Needed.orSkip('qemu:arm64', 'asm:arm64')
        on = new OnBoard(EmulatedBoards.open('qemu:arm64'))

        when:
        on.run("""
            said = []
            m = vm {
              memory at: 0x40000000, size: 64.KB
              load at: 0x40000000, asm: 'ldr w0, =0xc4000003; mov x1, 1; ldr x2, =0x40001000; mov x3, 42; hvc 0; b .'
              load at: 0x40001000, asm: 'mov x9, 0x10000000; str w0, [x9]; b .'
              vcpu(0) { start 0x40000000 }
              vcpu(1) { powerOff }
              on(mmio: 0x10000000) { e -> said << [e.vcpu.id, e.value] }
            }
            m.run(until: { said.size() == 1 }, within: 60.s)
        """)

        then:
        on.run('said') == [[1, 42]]
    }

    def "a vCPU of kvm_hv without a platform gets a hint in the plan and when KVM_RUN fails"() {
        given:
        Needed.orSkip('qemu:ppc64')
        on = new OnBoard(EmulatedBoards.open('qemu:ppc64'))

        when:
        on.run("m = vm { memory at: 0, size: 1.MB; vcpu(0) { start 0x1000 } }")

        then:
        on.steps.find { it.contains('warning') }.contains('add: platform SPAPR')

        when:
        on.run('m.run()')

        then:
        def e = thrown(ScriptError)
        e.message.contains('add platform SPAPR to vm { }')
    }
}
