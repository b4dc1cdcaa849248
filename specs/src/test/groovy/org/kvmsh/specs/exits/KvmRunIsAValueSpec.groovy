package org.kvmsh.specs.exits

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** {@code v.run}: a vCPU's kvm_run, whose fields are read and assigned by the kernel's names between two KVM_RUNs, on this machine and over a link. */
class KvmRunIsAValueSpec extends Specification {
    /** again: out 0x80, al; inc bx; jmp again */
    private static final String COUNTING = '''
        m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 43 eb fb'; vcpu(0) { real 0x1000; regs rbx: 0 } }
        v = m.vcpu(0)'''
    /** cli; out 0x80, al; sti; then a jump to itself: when KVM looks at the window after sti is its own affair. */
    private static final String INTERRUPTIBLE = '''
        m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'fa e6 80 fb eb fe'; vcpu(0) { real 0x1000 } }
        v = m.vcpu(0)'''

    private static final List<String> BOARDS = ['kvm', 'qemu:x86_64']

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    /** A board in QEMU keeps running for the next spec. */
    private void start(String board, Language language = Language.GROOVY) {
        on = board.startsWith('qemu:') ? new OnBoard(EmulatedBoards.open(board), language) : new OnBoard(board, language)
    }

    def "#board: synchronized registers work as in the kernel's sync_regs_test"() {
        given:
        Needed.orSkip(board)
        start(board)
        on.run(COUNTING)

        expect: 'KVM refuses unknown flags'
        on.run('''
            [KVM_SYNC_X86_VALID_FIELDS + 1, 1 << 31].each { unknown ->
                v.run.kvm_valid_regs = unknown
                expect(errno: EINVAL) { v.ioctl KVM_RUN }
                v.run.kvm_valid_regs = 0
                v.run.kvm_dirty_regs = unknown
                expect(errno: EINVAL) { v.ioctl KVM_RUN }
                v.run.kvm_dirty_regs = 0
            }
            true''')

        and: 'the requested registers match the ioctls'
        on.run('''
            v.run.kvm_valid_regs = KVM_SYNC_X86_VALID_FIELDS
            e = v.ioctl KVM_RUN
            [e.name, same(v.run.s.regs.regs, v.ioctl(KVM_GET_REGS)), same(v.run.s.regs.sregs, v.ioctl(KVM_GET_SREGS)), same(v.run.s.regs.events, v.ioctl(KVM_GET_VCPU_EVENTS))]''') ==
                ['io', true, true, true]

        and: 'registers marked as changed are loaded at the next KVM_RUN'
        on.run('''
            v.run.s.regs.regs.rbx = 0xbad
            v.run.s.regs.sregs.apic_base = 1 << 11
            v.run.kvm_dirty_regs = KVM_SYNC_X86_REGS | KVM_SYNC_X86_SREGS
            v.ioctl KVM_RUN
            [v.run.s.regs.regs.rbx, v.run.s.regs.sregs.apic_base, v.run.kvm_dirty_regs]''') == [0xbaeL, 1L << 11, 0L]

        and: 'without the mark they are not loaded, and registers that are not requested are not stored'
        on.run('''
            v.run.kvm_valid_regs = 0
            v.run.s.regs.regs.rbx = 0xaaaa
            r = v.ioctl KVM_GET_REGS
            r.rbx = 0xbac0
            v.ioctl KVM_SET_REGS, r
            v.ioctl KVM_RUN
            [v.run.s.regs.regs.rbx, v.regs.rbx]''') == [0xaaaaL, 0xbac1L]

        and: 'marked registers are loaded even if none are requested'
        on.run('''
            v.run.s.regs.regs.rbx = 0xbbbb
            v.run.kvm_dirty_regs = KVM_SYNC_X86_REGS
            v.ioctl KVM_RUN
            [v.run.s.regs.regs.rbx, v.regs.rbx]''') == [0xbbbbL, 0xbbbcL]

        where:
        board << BOARDS
    }

    def "#board: structs are copied from and to kvm_run, and a copy does not change"() {
        given:
        Needed.orSkip(board)
        start(board)
        on.run(COUNTING)

        expect:
        on.run('''
            v.run.kvm_valid_regs = KVM_SYNC_X86_REGS
            v.ioctl KVM_RUN
            before = copy v.run.s.regs.regs
            v.ioctl KVM_RUN
            seen = [before.rbx, v.run.s.regs.regs.rbx, diff(before, v.run.s.regs.regs).toString().contains('rbx')]
            v.run.s.regs.regs = before
            v.run.kvm_dirty_regs = KVM_SYNC_X86_REGS
            v.ioctl KVM_RUN
            seen << v.run.s.regs.regs.rbx''') == [0L, 1L, true, 1L]

        where:
        board << BOARDS
    }

    def "#board: immediate_exit ends the next KVM_RUN before guest entry, once"() {
        given:
        Needed.orSkip(board)
        start(board)
        on.run(COUNTING)

        expect:
        on.run('''
            v.run.immediate_exit = 1
            expect(errno: EINTR) { v.ioctl KVM_RUN }
            [v.run.immediate_exit, v.regs.rip, v.ioctl(KVM_RUN).port]''') == [0L, 0x1000L, 0x80]

        where:
        board << BOARDS + 'model:x86_64'
    }

    def "#board: request_interrupt_window causes an exit once the guest accepts interrupts, and cr8 is the vCPU's"() {
        given:
        Needed.orSkip(board)
        start(board)
        on.run(INTERRUPTIBLE)

        expect:
        on.run('''
            v.ioctl KVM_RUN
            v.run.request_interrupt_window = 1
            v.run.cr8 = 5
            first = [v.run.if_flag, v.run.ready_for_interrupt_injection]
            e = v.ioctl KVM_RUN
            [first, e.name, v.run.if_flag, v.run.cr8, v.reg('cr8')]''') == [[0L, 0L], 'irq_window_open', 1L, 5L, 5L]

        where:
        board << BOARDS
    }

    def "#board: the union belongs to the exit, and an input is answered in it"() {
        given:
        Needed.orSkip(board)
        start(board)

        expect: 'rdmsr of an MSR that is left to user space'
        on.run('''
            m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '66 b9 ef be ad de 0f 32 f4'; vcpu(0) { real 0x1000 }; on(msr: 0xdeadbeef) { e -> 0 } }
            v = m.vcpu(0)
            v.ioctl KVM_RUN
            seen = [v.run.exit_reason == KVM_EXIT_X86_RDMSR, v.run.msr.index]
            v.run.msr.data = 0x1122334455667788
            v.ioctl KVM_RUN
            seen + [v.run.exit_reason == KVM_EXIT_HLT, v.regs.rax, v.regs.rdx]''') == [true, 0xdeadbeefL, true, 0x55667788L, 0x11223344L]

        and: "only the exit's member of the union is shown"
        on.run("v.run.exit_reason = KVM_EXIT_X86_RDMSR; t = v.run.toString(); [t.contains('msr: {'), t.contains('mmio'), t.contains('cr8')]") == [true, false, true]

        where:
        board << BOARDS
    }

    def "a board without registers in kvm_run reports it, and what to use instead"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(COUNTING)

        when:
        on.run('v.run.kvm_valid_regs = KVM_SYNC_X86_REGS')

        then:
        def e = thrown(ScriptError)
        e.headline().contains('does not support KVM_CAP_SYNC_REGS')
        e.notes().any { it.contains('v.regs') }
    }

    def "#language: it is a value of the language, and an unknown field is refused"() {
        given:
        on = new OnBoard('model:x86_64', language)
        on.run(language == Language.JS ? "var m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 80 f4'}, vcpu: {real: 0x1000}}); var v = m.vcpu(0)"
                : "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 f4'; vcpu(0) { real 0x1000 } }; v = m.vcpu(0)")

        expect:
        on.run(language == Language.JS ? 'v.ioctl(KVM_RUN); v.run.io.port == 0x80 && v.run.exit_reason == KVM_EXIT_IO'
                : 'v.ioctl KVM_RUN; v.run.io.port == 0x80 && v.run.exit_reason == KVM_EXIT_IO') == true
        on.run('v.run.flags = 2; v.run.flags == 2') == true

        when:
        on.run('v.run.cr9')

        then:
        def e = thrown(ScriptError)
        e.headline().contains('cr9')

        where:
        language << Language.values()
    }

    def "a file is checked before it runs: #text"() {
        given:
        def file = Files.writeString(folder.resolve('run.groovy'), "def m = vm { memory at: 0, size: 64.KB; vcpu 0 }\ndef v = m.vcpu(0)\n$text\n")

        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', file.toString())

        then:
        (result.out + result.err).contains(said)

        where:
        text                                                              || said
        'v.run.cr9 = 1'                                                   || 'struct kvm_run has no field cr9'
        'v.run.io.prt'                                                    || 'has no field prt'
        'v.run.cr8 = 3; v.run.cr8 |= 8; println v.run.cr8'                || '11'
        'long x = v.run.cr8; v.run.immediate_exit = x as int; println x'  || '0'
    }

    def "a closed machine has no kvm_run"() {
        given:
        on = new OnBoard('model:x86_64')

        when:
        on.run("$COUNTING; r = v.run; m.close(); r.cr8")

        then:
        def e = thrown(ScriptError)
        e.headline().contains('this machine is closed')
    }
}
