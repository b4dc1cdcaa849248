package org.kvmsh.specs.guest

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** {@code run steps:}, {@code step} and {@code breakpoint}, by KVM_SET_GUEST_DEBUG. */
@Timeout(600)
class StepsAndBreakpointsSpec extends Specification {
    /** mov ax, 5; again: dec ax; jnz again; mov bx, 7; inc cx; hlt. */
    static final String COUNTS = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b8 05 00 48 75 fd bb 07 00 41 f4'; vcpu(0) { real 0x1000 } }"

    @AutoCleanup
    OnBoard on

    def "steps: N executes N instructions, and the outcome has the pc: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(COUNTS)

        expect:
        on.run('m.run(steps: 3).line()') ==~ /3 steps in \d+\.\d ms; next 0x1003: 48.*/
        on.run('m.regs.rax') == 4
        on.run('m.step().detail').startsWith('1 step; next 0x1004')
        on.run('step(); m.regs.rip') == 0x1006 - 3
        on.run('m.run(until: { m.regs.rbx == 7 }, steps: 100).exit').toString() == 'condition'

        where:
        board << OnBoard.x86()
    }

    /** The exit has the pc (kvm_run.debug.arch.pc); the special registers determine how its code is decoded. */
    def "a step makes only #calls, in #mode: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '90 90 90 f4'; vcpu(0) { $mode 0x1000 } }")
        on.run('m.step()')

        when:
        on.run("before = trace.size; m.step()")

        then:
        on.run('trace.all.drop(before)*.name') == calls
        on.run('m.regs.rip') == 0x1002

        where:
        [board, [mode, calls]] << [OnBoard.x86(), [['real', ['KVM_GET_SREGS']], ['long64', ['KVM_GET_SREGS', 'KVM_TRANSLATE']]]].combinations()
    }

    /**
     * The exits of some instructions occur when the instruction is done, those of others in the middle of it, and on some kernels the exit of hlt is hidden by
     * the step. The guests: out 0x60, al; inc ax; in al, 0x61; inc bx; out 0x62, al; mov [0x8000], al; hlt; nop; jmp $ - and the equivalent on arm64.
     */
    def "a step is one instruction, even if the instruction causes an exit: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(guest)

        when:
        def steps = on.run("ends = []; places.size().times { e = m.step(); ends << [m.regs.$pc, e.exit.toString()] }; ends".replace('places.size()', "${places.size()}"))

        then: 'the pc after each step, and the instruction'
        steps == places

        and: 'the handlers were called once for each exit, and a register written by one is set'
        on.run('seen') == seen

        where:
        board << OnBoard.x86() + ['model:arm-vgicv2', 'qemu:arm64']
        [guest, pc, places, seen] << OnBoard.x86().collect {
            ["""seen = []; m = vm { memory at: 0, size: 32.KB; load at: 0x1000, hex: 'e6 60 40 e4 61 43 e6 62 a2 00 80 f4 90 eb fe'; vcpu(0) { real 0x1000 }
                  on(io: 0x60) { e -> seen << 'out' }; on(io: 0x61) { e -> m.regs.rcx = 5; seen << 'in'; 7 }; console io: 0x62; on(mmio: 0x8000) { e -> seen << 'mov' } }""",
             'rip', [[0x1002, 'debug'], [0x1003, 'debug'], [0x1005, 'debug'], [0x1006, 'debug'], [0x1008, 'debug'], [0x100b, 'debug'], [0x100c, 'hlt'], [0x100d, 'debug'], [0x100d, 'debug']],
             ['out', 'in', 'mov']]
        } + (0..1).collect {
            ["""seen = []; m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40001000, hex: '1f2003d5 400000b9 1f2003d5 400040b9 1f2003d5 00000014'
                  vcpu(0) { start 0x40001000; regs x2: 0x10000000 }; on(mmio: 0x10000000) { e -> seen << (e.write ? 'str' : 'ldr'); 7 } }""",
             'pc', [0x40001004, 0x40001008, 0x4000100c, 0x40001010, 0x40001014, 0x40001014].collect { [it as long, 'debug'] }, ['str', 'ldr']]
        }
    }

    def "a step completes the pending exit of the run before it: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 61 43 e6 60 43 f4'; vcpu(0) { real 0x1000 } }")
        on.run('m.run until: io')

        expect: 'in is not executed before its completion, out is'
        [on.run('m.regs.rip'), on.run('m.step(); m.regs.rip')] == [0x1000, 0x1002]
        [on.run('m.run until: io; m.regs.rip'), on.run('m.step(); m.regs.rip')] == [0x1005, 0x1006]

        where:
        board << OnBoard.x86()
    }

    def "a stepped guest ends its run at hlt: #board, #word"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '90 f4 90 90 f4'; vcpu(0) { real 0x1000 } }")

        expect:
        on.run("$word; m.regs.rip") == 0x1002

        where:
        [board, word] << [OnBoard.x86(), ['m.run steps: 10, until: hlt', 'm.breakpoint at: 0x1001; m.run until: debug; m.run until: hlt', 'm.step(); m.step().exit == hlt || m.fails()']].combinations()
    }

    def "on #board, a step after the script has moved the pc, or restored a snapshot, is one instruction"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 40 40 40 40 40 f4'; vcpu(0) { real 0x1000 } }; before = m.snapshot(); 2.times { m.step() }")

        expect:
        on.run('m.regs.rip = 0x1004; m.step(); m.regs.rip') == 0x1005
        on.run('m.restore before; m.step(); m.regs.rip') == 0x1001

        where:
        board << ['model:x86_64', 'kvm', 'qemu:x86_64']
    }

    def "a step whose handler moved the pc is shown at the new pc"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '90 90 90 f4'; vcpu(0) { real 0x1000 }; on(debug: 0x1000..0x1002) { e -> m.regs.rip = 0x1003 } }")

        expect:
        on.run('m.step().detail').startsWith('1 step; next 0x1003: f4')
    }

    def "a run ends at a breakpoint each time the guest reaches it, and continues past it: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(COUNTS)
        on.run('m.breakpoint at: 0x1004')

        expect:
        (4..1).every { left -> on.run('m.run until: debug, within: 60.s; m.regs.rax') == left }
        on.run('m.run(within: 60.s).exit; m.regs.rax') == 0
        on.run('m.run until: hlt, within: 60.s; m.regs.rcx') == 1

        where:
        board << OnBoard.x86()
    }

    def "on the model of an x86 board a breakpoint can be an instruction too"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(COUNTS)
        on.run('m.breakpoint at: 0x1006, software: true')

        expect:
        on.run('m.run(until: debug, within: 60.s); m.regs.rip') == 0x1006
        on.run('m.mem(0x1006, 1).bytes[0]') == 0xbb
        on.run('m.step(); m.regs.rbx') == 7
        on.run('m.run(until: hlt, within: 60.s); m.regs.rcx') == 1
    }

    @Needs('kvm')
    def "breakpoints are limited to the processor's number, and a removed one is free again"() {
        given:
        on = new OnBoard('kvm')
        on.run(COUNTS)
        on.run('(0..3).each { m.breakpoint at: 0x2000 + it }')

        when:
        on.run('m.breakpoint at: 0x1003')

        then:
        def e = thrown(ScriptError)
        e.message == 'this board has 4 hardware breakpoints, all in use: 0x2000, 0x2001, 0x2002, 0x2003'
        on.run('m.breakpoint remove: 0x2001; m.breakpoint at: 0x1006; m.run until: debug, within: 60.s; m.regs.rip') == 0x1006
    }

    def "on qemu:arm64 a breakpoint can be an instruction, which is in guest memory only during a run"() {
        given:
        Needed.orSkip('qemu:arm64')
        on = new OnBoard('qemu:arm64')
        // mov x0, #5; again: sub x0, x0, #1; cbnz x0, again; mov x1, #7; ldr w2, [x3]; b .
        on.run("m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: 'a00080d2 000400d1 e0ffffb5 e10080d2 620040b9 00000014'; "
                + 'vcpu(0) { start 0x40000000; regs x3: 0x4000000c } }')
        on.run('m.breakpoint at: 0x4000000c, software: true')

        expect:
        on.run('m.run(until: debug, within: 20.s); m.regs.pc') == 0x4000000c
        on.run('m.step().detail').startsWith('1 step; next 0x40000010: 62 00 40 b9')
        on.run('m.regs.x1') == 7

        and: 'the guest itself sees the breakpoint while it runs'
        on.run('m.step(); m.regs.x2') == 0xd4200000L
        on.run('m.breakpoint remove: 0x4000000c; m.regs.pc = 0x40000010; m.step(); m.regs.x2') == 0xd28000e1L
    }

    /** The guests: their breakpoint instruction; increment; wait. The handler counts, and returns behind the instruction. */
    def "a guest under the debugger takes the exception of its own breakpoint instruction: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(guest)

        when:
        on.run("m.breakpoint at: $end, software: true; e = m.run within: 60.s")

        then: 'it goes on behind its breakpoint'
        on.run('e.line()') ==~ /breakpoint 1 at ${end} after .*/
        on.run("[m.reg('$sum'), m.reg('$count'), m.reg('$why')]") == [1, 1, cause]

        where:
        board              | sum   | count | why   | cause
        'model:x86_64'     | 'rax' | 'rbx' | 'rcx' | 0
        'qemu:x86_64'      | 'rax' | 'rbx' | 'rcx' | 0
        'model:arm-vgicv2' | 'x0'  | 'x9'  | 'x10' | 0xf2000007
        'qemu:arm64'       | 'x0'  | 'x9'  | 'x10' | 0xf2000007
        'qemu:riscv64'     | 'a0'  | 'a1'  | 't3'  | 3
        guest = ownBreakpoint(board)
        end = board.contains('x86') ? '0x1003' : board.contains('arm') ? '0x40001008' : '0x80001008'
    }

    def "a step over a guest's own breakpoint instruction ends at the first instruction of its handler: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(ownBreakpoint(board))

        expect:
        on.run('(1..9).collect { m.step(); m.reg("pc") - place }') == steps

        where:
        board              | steps
        'model:arm-vgicv2' | [0xa00, 0xa04, 0xa08, 0xa0c, 0xa10, 0xa14, 4, 8, 8]
        'qemu:arm64'       | [0xa00, 0xa04, 0xa08, 0xa0c, 0xa10, 0xa14, 4, 8, 8]
    }

    def "a breakpoint at the handler of a guest's own breakpoint instruction stops there: #board, software: #software"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(ownBreakpoint(board))

        when:
        on.run("m.breakpoint at: place + $vector, software: $software; e = m.run within: 60.s")

        then:
        on.run('m.reg("pc") - place') == vector
        on.run('e.line()').startsWith('breakpoint 1 at ')

        where:
        board              | vector | software
        'model:arm-vgicv2' | 0xa00  | true
        'model:arm-vgicv2' | 0xa00  | false
        'qemu:arm64'       | 0xa00  | true
        'qemu:arm64'       | 0xa00  | false
        'qemu:riscv64'     | 0x100  | true
    }

    def "a breakpoint at a guest's own int3 is reported once, and then the guest takes its exception: #board"() {
        given: 'nop; nop; int3, where the memslot ends, and the handler of vector 3: inc bx; hlt'
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("""m = vm { memory at: 0, size: 8.KB; load at: 0x1ffd, hex: '90 90 cc'; load at: 0xc, hex: '00 10 00 00'; load at: 0x1000, hex: '43 f4'
            vcpu(0) { real 0x1ffd; regs rsp: 0x1800 } }; m.breakpoint at: 0x1fff; m.breakpoint at: 0x1001, software: true""")

        expect:
        on.run('m.run(within: 60.s).line()').startsWith('breakpoint 1 at 0x1fff after ')
        on.run('m.regs.rbx') == 0
        on.run('m.run(within: 60.s).line()').startsWith('breakpoint 2 at 0x1001 after ')
        on.run('m.regs.rbx') == 1

        and: 'the return address is on its stack, with flags that do not single-step'
        on.run('m.mem(0x17fa, 6).bytes') == [0, 0x20, 0, 0, 2, 0] as byte[]

        where:
        board << OnBoard.x86()
    }

    def "on #board, a guest whose addresses are not the physical ones takes the exception of its own breakpoint instruction"() {
        given: 'the page tables map a gibibyte a second time, at from'
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(ownBreakpoint(board))
        on.run("$tables; own = place + 0x40000000L; m.reg pc: own, $vectors: m.reg('$vectors') + 0x40000000L")
        on.run("m.reg $registers")

        expect: 'steps go through its handler'
        on.run('(1..7).collect { m.step(); m.reg("pc") - own }') == steps
        on.run("m.reg '$count'") == 1

        when: 'and a software breakpoint is where the page tables have it'
        on.run("m.reg pc: own; m.breakpoint at: own + 8, software: true")

        then:
        on.run('m.run(within: 60.s).line()').startsWith('breakpoint 1 at ')
        on.run("[m.reg('pc') - own, m.reg('$count')]") == [8, 2]

        when: 'no page has the address'
        on.run('m.breakpoint remove: own + 8; m.breakpoint at: 0x140000000, software: true; m.run()')

        then:
        def e = thrown(ScriptError)
        e.message == "cannot insert the software breakpoint at 0x140000000: the guest's address translation is on, and its page tables do not map it"

        where:
        board          | vectors    | count | steps
        'qemu:arm64'   | 'vbar_el1' | 'x9'  | [0xa00, 0xa04, 0xa08, 0xa0c, 0xa10, 0xa14, 4]
        'qemu:riscv64' | 'stvec'    | 'a1'  | [0x100, 0x104, 0x108, 0x10c, 0x110, 0x114, 4]
        tables = board.contains('arm') ? 'm.mem(0x40008008, 16).u64(0, 0x40000401); m.mem(0x40008010, 8).u64(0, 0x40000401)'
                : 'm.mem(0x80008010, 8).u64(0, 0x200000cf); m.mem(0x80008018, 8).u64(0, 0x200000cf)'
        registers = board.contains('arm') ? "ttbr0_el1: 0x40008000, tcr_el1: ${25 | 5L << 32 | 1 << 23}L, mair_el1: 0xff, sctlr_el1: m.reg('sctlr_el1') | 1" : "satp: ${8L << 60 | 0x80008}L"
    }

    def "with #vcpus vCPUs on riscv64, a guest that passes a breakpoint takes the exception of its own ebreak"() {
        given:
        Needed.orSkip('qemu:riscv64')
        on = new OnBoard('qemu:riscv64')
        on.run(ownBreakpoint('qemu:riscv64').replace('vcpu(0) {', "${vcpus}.times { i -> vcpu(i) {") + ' }')

        when: 'they begin at the breakpoint'
        on.run('m.breakpoint at: place; m.run until: timeout, within: 3.s')

        then: 'and are in the loop behind it'
        (0..<vcpus).every { on.run("m.vcpu($it).regs.pc - place") == 8 }
        (0..<vcpus).every { on.run("[m.vcpu($it).regs.a0, m.vcpu($it).regs.a1]") == [1, 1] }

        where:
        vcpus << [1, 2]
    }

    def "on #board, a vCPU stops at a software breakpoint each time that it comes there, also beside a vCPU with many exits"() {
        given: 'one adds 1 and exits, and the other one exits'
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("""m = vm { memory at: $base, size: 64.KB; load at: $base + 0x1000, hex: '$adds'; load at: $base + 0x2000, hex: '$exits'
            vcpu(0) { start $base + 0x1000 }; vcpu(1) { start $base + 0x2000 } }""")
        on.run("2.times { m.vcpu(it).reg $registers }; m.on($exit) { }")
        on.run("m.breakpoint at: $base + 0x1000, software: true")

        expect:
        on.run("(1..40).collect { m.run(within: 10.s).line().tokenize(' ')[0] + m.vcpu(0).regs.$sum }") == (1..40).collect { "breakpoint$it" as String }

        where:
        board          | base       | adds                                  | exits                     | registers                | exit               | sum
        'kvm'          | 0x0        | '66 ff c0 e6 10 eb f9'                | 'e6 10 eb fc'             | 'rax: 0'                 | 'io: 0x10'         | 'rax'
        'qemu:arm64'   | 0x40000000 | '00 04 00 91 20 00 00 b9 fe ff ff 17' | '20 00 00 b9 ff ff ff 17' | 'x0: 0, x1: 0x10000000'  | 'mmio: 0x10000000' | 'x0'
        'qemu:riscv64' | 0x80000000 | '13 05 15 00 23 a0 a5 00 6f f0 9f ff' | '23 a0 a5 00 6f f0 df ff' | 'a0: 0, a1: 0x10000000L' | 'mmio: 0x10000000' | 'a0'
    }

    def "on qemu:arm64, a guest in user mode takes the exception of its own #instruction"() {
        given: 'the vector of a lower level: mrs x10, esr_el1; add x9, x9, #1; b .'
        Needed.orSkip('qemu:arm64')
        on = new OnBoard('qemu:arm64')
        on.run("""place = 0x40001000; m = vm { memory at: 0x40000000, size: 64.KB; load at: place, hex: '$code'
            load at: place + $vector, hex: '0a 52 38 d5 29 05 00 91 00 00 00 14'
            vcpu(0) { start place; regs vbar_el1: place, pstate: $state } }""")

        when:
        on.run("m.breakpoint at: place + $vector + 8; e = m.run within: 60.s")

        then:
        on.run('e.line()').startsWith('breakpoint 1 at ')
        on.run("['x9', 'x10', 'spsr_el1', 'elr_el1'].collect { m.reg it }") == [1, syndrome, state, 0x40001000]

        where:
        instruction    | code          | state | vector | syndrome
        'brk #7'       | 'e0 00 20 d4' | 0     | 0x400  | 0xf2000007
        'A32 bkpt #0'  | '70 00 20 e1' | 0x10  | 0x600  | 0xe2000000
        'T32 bkpt #5'  | '05 be'       | 0x30  | 0x600  | 0xe2000005
    }

    def "a run ends at a breakpoint instruction that kvmsh cannot deliver"() {
        given: 'EL1 in AArch32, where KVM has no registers for an exception'
        Needed.orSkip('qemu:arm64')
        on = new OnBoard('qemu:arm64')
        on.run("""m = vm { cpu features: ['PSCI_0_2', 'EL1_32BIT']; memory at: 0x40000000, size: 64.KB
            load at: 0x40000000, hex: '70 00 20 e1 fe ff ff ea'; vcpu(0) { start 0x40000000 } }""")

        when:
        on.run('m.breakpoint at: 0x40000004')

        then:
        on.run('m.run(within: 60.s).line()').contains(', at 0x40000000 after 1 exit ')
        on.run('m.step().line()').contains(', at 0x40000000 after 1 exit ')
    }

    /** No breakpoint ends a replay, but KVM then reports the guest's own breakpoint instructions. */
    def "on #board, a guest goes back over the exception of its own breakpoint instruction, past a software breakpoint"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(ownBreakpoint(board))
        on.run("m.remember(); m.breakpoint at: place + $end, software: true; m.run within: 60.s")

        expect: 'in the handler, behind the instruction that counts'
        on.run("m.when { m.reg('$count') == 1 }")
        on.run("m.reg('${board.contains('x86') ? 'rip' : 'pc'}') - place") == counted

        and:
        on.run('m.back(to: place)')
        on.run("[m.reg('${board.contains('x86') ? 'rip' : 'pc'}') - place, m.reg('$count')]") == [0, 0]

        where:
        board              | end | count | counted
        'model:x86_64'     | 3   | 'rbx' | 0x102
        'model:arm-vgicv2' | 8   | 'x9'  | 0xa14
        'qemu:arm64'       | 8   | 'x9'  | 0xa14
        'qemu:riscv64'     | 8   | 'a1'  | 0x114
    }

    /** An interrupt would clear RFLAGS.TF, and the step would end somewhere in the handler or never (KVM_GUESTDBG_BLOCKIRQ). */
    def "a step takes no interrupt, which stays pending: #board"() {
        given: 'again: nop; nop; nop; inc ax; jmp again, and the handler of vector 0: inc bx; iret'
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("""m = vm { memory at: 0, size: 1.MB; irqchip; load at: 0x1001, hex: '90 90 90 40 eb fa'; load at: 0x2000, hex: '43 cf'
            load at: 0, hex: '00 20 00 00'; vcpu(0) { real 0x1001; regs rsp: 0x8000, rflags: 0x202 } }; m.irq gsi: 0""")

        expect:
        on.run('(1..6).collect { m.step(); m.regs.rip - 0x1000 }') == [2, 3, 4, 5, 1, 2]
        on.run('m.regs.rbx') == 0

        and:
        on.run('m.run until: timeout, within: 300.ms; m.regs.rbx') == 1

        where:
        board << ['kvm', 'qemu:x86_64']
    }

    /** A machine with a guest at the breakpoint instruction that is its first, and whose handler counts. */
    private static String ownBreakpoint(String board) {
        switch (board) {
            case ~/.*x86_64/: return """place = 0x1000; m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'cc ff c0 f4'; load at: 0x1100, hex: 'ff c3 48 cf'
                load at: 0x3030, hex: '00 11 08 00 00 8e 00 00'; load at: 0x4008, hex: '00 00 00 00 00 9b 20 00 ff ff 00 00 00 93 cf 00'
                vcpu(0) { long64 0x1000; regs rsp: 0x8000 } }
                m.reg 'gdt.base': 0x4000, 'gdt.limit': 0xff, 'idt.base': 0x3000, 'idt.limit': 0xfff"""
            case ~/.*arm.*/: return """place = 0x40001000; m = vm { memory at: 0x40000000, size: 64.KB; load at: place, hex: 'e0 00 20 d4 00 04 00 91 00 00 00 14'
                load at: place + 0xa00, hex: '2b 40 38 d5 6b 11 00 91 2b 40 18 d5 0a 52 38 d5 29 05 00 91 e0 03 9f d6'
                vcpu(0) { start place; regs vbar_el1: place + 0x800 } }"""
            default: return """place = 0x80001000; m = vm { memory at: 0x80000000, size: 64.KB; load at: place, hex: '73 00 10 00 13 05 15 00 6f 00 00 00'
                load at: place + 0x100, hex: 'f3 2e 10 14 93 8e 4e 00 73 90 1e 14 73 2e 20 14 93 85 15 00 73 00 20 10'
                vcpu(0) { start place; regs stvec: place + 0x100, a0: 0, a1: 0 } }"""
        }
    }

    def "a board without guest debugging reports it: #text"() {
        given:
        on = new OnBoard('model:rfc')
        on.run('m = vm { vcpu 0 }')

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.message.contains('needs KVM_CAP_SET_GUEST_DEBUG, which model:rfc (model, not validated against a real kernel) does not support')

        where:
        text << ['m.step()', 'm.run steps: 2', 'm.breakpoint at: 0x1003']
    }
}
