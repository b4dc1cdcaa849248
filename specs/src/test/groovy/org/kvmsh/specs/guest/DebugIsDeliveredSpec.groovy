package org.kvmsh.specs.guest

import org.kvmsh.bindings.abi.Ioctl
import org.kvmsh.bindings.board.BoardFacts
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.kernel.CallOrigin
import org.kvmsh.bindings.kvm.DebugStop
import org.kvmsh.bindings.kvm.Delivery
import org.kvmsh.bindings.trace.TracedCall
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.dsl.plan.step.Probe
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.session.Session
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** KVM takes breakpoints that its processor never stops at, so a guest of a few instructions finds out what a board delivers. */
@Timeout(600)
class DebugIsDeliveredSpec extends Specification {
    static final List<String> X86 = ['kvm', 'model:x86_64', 'qemu:x86_64']
    static final List<String> ARM64 = ['model:arm-vgicv2', 'qemu:arm64', 'qemu:arm64-gicv3']
    static final List<String> PPC64 = ['qemu:ppc64', 'qemu:ppc64-powernv']
    static final List<String> RISCV64 = ['qemu:riscv64']

    /** Three instructions that do nothing from 0x40001000 on, or 0x1000, and a loop. */
    static final Map<String, String> GUESTS = [
        x86_64: "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '90 90 90 90 eb fe'; vcpu(0) { real 0x1000 }; ON }",
        arm64: "m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40001000, hex: '1f2003d5 1f2003d5 1f2003d5 1f2003d5 00000014'; vcpu(0) { start 0x40001000 }; ON }",
        ppc64: "m = vm { platform SPAPR; memory at: 0, size: 1.MB; load at: 0x1000, hex: '60000000 60000000 60000000 60000000 48000000'; vcpu(0) { start 0x1000; regs msr: 0x8000000000001000 }; ON }",
        riscv64: "m = vm { memory at: 0x80000000, size: 64.KB; load at: 0x80001000, hex: '13000000 13000000 13000000 13000000 6f000000'; vcpu(0) { start 0x80001000 }; ON }"]
    static final Map<String, String> SECOND = [x86_64: '0x1002', arm64: '0x40001008', ppc64: '0x1008', riscv64: '0x80001008']
    static final Map<String, String> COUNTER = [x86_64: 'rip', arm64: 'pc', ppc64: 'pc', riscv64: 'pc']

    @AutoCleanup
    OnBoard on

    private String guest(String handlers = '') {
        GUESTS[on.board.arch().toString()].replace('ON', handlers)
    }

    private String second() {
        SECOND[on.board.arch().toString()]
    }

    private boolean isAtSecond() {
        on.run("m.regs.${COUNTER[on.board.arch().toString()]} == ${second()}")
    }

    private void open(String board) {
        Needed.orSkip(board == 'kvm' ? 'kvm:x86_64' : board)
        on = new OnBoard(board)
    }

    private Map<DebugStop, Boolean> delivered() {
        DebugStop.values().collectEntries { [it, on.board.delivers(it, 0) == Delivery.DELIVERED] }
    }

    @Sample(verify = 2)
    def "#board: the facts about #stop match the effect of a script's own KVM_SET_GUEST_DEBUG"() {
        given:
        open(board)
        on.run(guest())
        def delivered = BoardFacts.of(on.board).guestDebug.default[stop]

        when:
        on.run("m.vcpu(0).ioctl KVM_SET_GUEST_DEBUG, $asked")
        // Only a guest that is not stopped takes all of its time.
        def stopped = on.run("m.run(within: ${delivered ? 30 : 2}.s).exit.toString()") == 'debug'

        then:
        stopped == delivered

        where:
        [board, stop, asked] << X86.collectMany { x86 -> [
            [x86, 'steps', 'control: KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_SINGLESTEP'],
            [x86, 'hardwareBreakpoints', "control: KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_USE_HW_BP, 'arch.debugreg[0]': 0x1002, 'arch.debugreg[7]': 0x402"]]
        } + ARM64.collectMany { arm -> [
            [arm, 'steps', 'control: KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_SINGLESTEP'],
            [arm, 'hardwareBreakpoints', "control: KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_USE_HW, 'arch.dbg_bvr[0]': 0x40001008, 'arch.dbg_bcr[0]': 0x1e7"]]
        } + (PPC64 + RISCV64).collect { [it, 'steps', 'control: KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_SINGLESTEP'] }
    }

    @Sample(verify = 16)
    def "#board: a breakpoint uses what the board supports, falls back to stepping, or is refused with the reason: #word"() {
        given:
        open(board)
        on.run(guest())
        def delivered = delivered()
        def possible = delivered[DebugStop.STEP] || delivered[DebugStop.HARDWARE_BREAKPOINT] && !word.contains('software') || delivered[DebugStop.SOFTWARE_BREAKPOINT]

        when:
        def refused = null
        try {
            on.run(word.replace('SECOND', second()))
        } catch (ScriptError e) {
            refused = e
        }

        then:
        possible == (refused == null)
        !possible || on.run('m.run(within: 30.s).exit.toString()') == 'debug'
        !possible || isAtSecond()
        possible || refused.message.startsWith("breakpoint cannot stop the guest on board $board (")
        possible || refused.notes().any { it ==~ /software breakpoints: kvmsh ran a small guest to check, and it did not stop/ }

        and: 'the next run continues from there'
        !possible || on.run('m.run(within: 200.ms).exit.toString()') == 'timeout'

        where:
        [board, word] << [X86 + ARM64 + PPC64 + RISCV64, ['m.breakpoint at: SECOND', 'm.breakpoint at: SECOND, software: true']].combinations()
    }

    def "#board: on(debug:) uses what the board supports, or is refused at its line"() {
        given:
        open(board)
        def delivered = delivered()
        def possible = delivered.subMap([DebugStop.STEP, DebugStop.HARDWARE_BREAKPOINT, DebugStop.SOFTWARE_BREAKPOINT]).any { it.value }
        on.run('times = []')

        when:
        def refused = null
        try {
            on.run(guest("\non(debug: ${second()}) { e -> times << e.address }"))
        } catch (ScriptError e) {
            refused = e
        }

        then:
        possible == (refused == null)
        !possible || on.run('m.run(until: { times.size() > 0 }, within: 30.s); times.size()') == 1
        possible || refused.message.startsWith("on(debug:) cannot stop the guest on board $board (")
        possible || refused.site().line() == 2

        where:
        board << X86 + ARM64 + PPC64 + RISCV64
    }

    @Sample(verify = 2)
    def "#board: a single step is one instruction, or is refused with the reason: #word"() {
        given:
        open(board)
        on.run(guest())
        // What KVM does not step kvmsh does on riscv64, by ebreaks.
        def possible = delivered()[DebugStop.STEP] || board in RISCV64

        when:
        def refused = null
        try {
            on.run(word)
        } catch (ScriptError e) {
            refused = e
        }

        then:
        possible == (refused == null)
        !possible || isAtSecond()
        possible || refused.message.startsWith("a single step needs single-stepping, which board $board (")

        where:
        [board, word] << [X86 + ARM64 + PPC64 + RISCV64, ['m.step(); m.step()', 'm.run steps: 2', 'm.vcpu(0).step(); m.vcpu(0).step()']].combinations()
    }

    def "a board is probed once, when a word first needs it, and no probing VM is left"() {
        given:
        on = new OnBoard('model:x86_64')
        def made = []
        def own = []
        on.session.trace().tell { TracedCall call -> made << call.name(); own << call.origin() }
        on.run(guest())

        when:
        made.clear()
        own.clear()
        on.run('m.breakpoint at: 0x1001')

        then:
        made.count('KVM_CREATE_VM') == 2
        made.count('KVM_CREATE_VM') == made.count('KVM_CREATE_VCPU')
        own.findAll { it.own }.toSet() == [CallOrigin.PROBING] as Set
        [made, own].transpose().findAll { it[0] in ['KVM_CREATE_VM', 'KVM_CREATE_VCPU', 'KVM_RUN', 'KVM_SET_GUEST_DEBUG'] }.every { it[1] == CallOrigin.PROBING }

        when:
        made.clear()
        on.run('m.breakpoint at: 0x1002; m.run(within: 30.s); m.step()')

        then:
        !made.contains('KVM_CREATE_VM')
        on.board.kernel().open('/dev/kvm') == on.run('m').vcpu(0).vcpu().fd() + 1
    }

    def "a fallback to stepping is announced: #text"() {
        given:
        def board = new Boards(System.getenv()).open('model:x86_64')
        def lines = []
        def kvmsh = new org.kvmsh.dsl.Kvmsh(new Boards(System.getenv()), new PrintWriter(new StringWriter()), { })
        kvmsh.use(new Session(board, new HostFacts(board, new Only(lost, Probe.of(board)), { [] }), { lines << it.get() }))

        when:
        kvmsh.evaluate(org.kvmsh.dsl.lang.Language.GROOVY, "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '90 90 90 f4'; vcpu(0) { real 0x1000 }; $handler }; $text; m.run until: debug, within: 30.s")

        then:
        lines.any { it.endsWith(said) }

        cleanup:
        kvmsh?.close()

        where:
        handler                | text                                       | lost                            || said
        ''                     | 'm.breakpoint at: 0x1002'                  | [DebugStop.HARDWARE_BREAKPOINT] || 'breakpoint at 0x1002 by single steps, because this board does not support hardware breakpoints'
        ''                     | 'm.breakpoint at: 0x1002, software: true'  | [DebugStop.SOFTWARE_BREAKPOINT] || 'breakpoint at 0x1002 by single steps, because this board does not support software breakpoints'
        ''                     | 'm.breakpoint at: 0x1002'                  | [DebugStop.HARDWARE_BREAKPOINT, DebugStop.STEP] || 'breakpoint at 0x1002 by software breakpoints, because this board does not support hardware breakpoints'
        'on(debug: 0x1001) { }' | 'm.breakpoint at: 0x1002'                 | [DebugStop.HARDWARE_BREAKPOINT] || 'warning: breakpoints by single steps, because this board does not support hardware breakpoints'
    }

    def "the processor's number of breakpoints is a limit only if the board delivers hardware breakpoints"() {
        given:
        open('qemu:x86_64')
        on.run(guest())
        def inProcessor = delivered()[DebugStop.HARDWARE_BREAKPOINT]

        when:
        def refused = null
        try {
            on.run('(0x1001..0x1005).each { m.breakpoint at: it }')
        } catch (ScriptError e) {
            refused = e.message
        }

        then:
        inProcessor ? refused.startsWith('this board has 4 breakpoints') : refused == null
    }

    /** A board without some of what stops guests. */
    private record Only(List<DebugStop> lost, Probe own) implements Probe {
        @Override
        int capability(String name) {
            own.capability(name)
        }

        @Override
        boolean hasIoctl(Ioctl ioctl) {
            own.hasIoctl(ioctl)
        }

        @Override
        Delivery delivers(DebugStop stop, long vmType) {
            stop in lost ? Delivery.LOST : own.delivers(stop, vmType)
        }
    }
}
