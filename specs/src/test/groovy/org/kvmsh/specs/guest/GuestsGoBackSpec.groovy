package org.kvmsh.specs.guest

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification

/** {@code m.record}, {@code m.back} and {@code m.when}: a guest that was recorded goes back to each state that it had. */
class GuestsGoBackSpec extends Specification {
    /** inc ax; inc bx; add bx, ax; xor ax, bx; add [0x2000], al; mov dl, [0x2000]; in al, 0x60; out 0x61, al; xchg ax, bx; ror ax, 1 */
    static final List<String> X86 = ['40', '43', '01 c3', '31 d8', '00 06 00 20', '8a 16 00 20', 'e4 60', 'e6 61', '93', 'd1 c8']
    static final List<String> ARM = ['add x0, x0, #1', 'eor x3, x3, x0', 'str x0, [x5]', 'ldr x3, [x5]', 'ldr x0, [x6]', 'str x3, [x6]', 'ror x0, x0, #7', 'sub x3, x3, x0']

    static final List<String> RISCV = ['addi a0, a0, 1', 'xor a1, a1, a0', 'sd a0, 0(t2)', 'ld a1, 0(t2)', 'lw a0, 0(t3)', 'sw a1, 0(t3)', 'slli a0, a0, 3', 'sub a1, a1, a0']

    @AutoCleanup
    OnBoard on
    @AutoCleanup
    OnBoard other

    @Sample(verify = 4)
    def "on #board, seed #seed: a drawn guest goes back to states that it had, as single steps forward have them"() {
        given: 'the registers and the memory after each instruction'
        Needed.orSkip(board)
        Needed.mode(board) == 'x86_64' || Needed.orSkip("asm:${Needed.mode(board)}")
        def random = new Random(seed)
        def program = [x86_64: this.&x86, arm64: this.&arm, riscv64: this.&riscv][Needed.mode(board)](random)
        other = new OnBoard(board)
        def forward = machine(other, program)
        def states = [state(forward)]
        while (states.size() < 400 && state(forward)[1] != program.end) {
            forward.step()
            states << state(forward)
        }
        on = new OnBoard(board)
        def m = machine(on, program)
        m.remember()
        m.run()
        int at = states.size() - 1

        expect:
        states.size() > 30
        state(m) == states[at]

        and: 'it goes back and forward, by drawn numbers of instructions'
        (1..12).every {
            if (random.nextInt(3) == 0 && at < states.size() - 2) {
                m.step()
                at++
            } else if (at > 0) {
                int count = 1 + random.nextInt(random.nextBoolean() ? Math.min(at, 4) : at)
                m.back(count)
                at -= count
            }
            assert state(m)[1..-1] == states[at][1..-1]: "instruction $at"
            assert state(m)[0] == states[at][0]: "instruction $at"
            true
        }

        and: 'it goes to the last time at an address, and to where a value came to memory'
        def address = states[random.nextInt(at + 1)][1]
        int last = (0..<at).findAll { states[it][1] == address }.with { it ? it.last() : -1 }
        last < 0 || m.back(to: address) && state(m) == states[last]
        int now = last < 0 ? at : last
        def wanted = states[now][2]
        int first = (now..0).find { it == 0 || states[it - 1][2] != wanted }
        first == 0 || m.when { state(m)[2] == wanted } && state(m) == states[first]

        where:
        [board, seed] << [['model:x86_64', 'kvm', 'qemu:x86_64', 'model:arm-vgicv2', 'qemu:arm64', 'qemu:riscv64'], 1..12].combinations()
    }

    def "on #board, what the script changes ends the future, and can be gone back over"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        def m = on.run("answers = []; m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 60 00 06 00 20 e4 60 00 06 00 20 f4'; vcpu(0) { real 0x1000 } }")
        on.run('m.on(io: 0x60) { answers << 1; 5 }; m.remember(); m.run()')

        when: 'a run from the past repeats the answers without the handler'
        m.back(2)
        m.run()

        then:
        on.run('answers.size()') == 2
        m.mem(0x2000, 1).u8(0) == 10

        when: 'another run from the past, after a change, calls it'
        m.back(to: 0x1006)
        m.mem(0x2000, 1).u8(0, 0x20)
        m.run()

        then:
        on.run('answers.size()') == 3
        m.mem(0x2000, 1).u8(0) == 0x25

        when:
        m.back(to: 0x1002)

        then:
        m.mem(0x2000, 1).u8(0) == 0
        m.regs.rax == 5

        where:
        board << ['model:x86_64', 'kvm']
    }

    @Needs('kvm')
    def "a machine with #irqchip in the kernel cannot be recorded"() {
        given:
        on = new OnBoard('kvm')
        on.run("m = vm { memory at: 0, size: 64.KB; $irqchip; vcpu(0) { real 0x1000 } }")

        when:
        on.run('m.remember()')

        then:
        def e = thrown(ScriptError)
        e.message == 'this machine cannot be recorded'

        where:
        irqchip << ['irqchip', 'splitIrqchip 24']
    }

    def "a guest that reads a clock is where it was after it does not repeat"() {
        given: 'rdtsc; mov eax to 0x2000; in al, 0x60; hlt'
        Needed.orSkip('kvm')
        on = new OnBoard('kvm')
        def m = on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '0f 31 66 a3 00 20 e4 60 f4 e4 61'; vcpu(0) { real 0x1000 }; on(io: 0x60) { 1 } }")
        on.run('m.remember(); m.run()')
        def before = m.mem(0x2000, 4).u32(0)

        when:
        m.back()

        then:
        def e = thrown(ScriptError)
        e.message =~ /^the replayed guest does not reach the same state at 0x1009: (rax|rdx|memory) /
        m.mem(0x2000, 4).u32(0) == before
        m.regs.rip == 0x1009
    }

    def "#statements is rejected"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 40 f4'; vcpu(0) { real 0x1000 } $more }")

        when:
        on.run(statements)

        then:
        def e = thrown(ScriptError)
        (on.explain(e)).contains(message)

        where:
        statements                                        | more                    || message
        'm.back()'                                        | ''                      || 'this machine is not being recorded'
        'm.when { true }'                                 | ''                      || 'this machine is not being recorded'
        'm.remember(); m.back()'                            | ''                      || 'the guest has executed fewer instructions since the recording began'
        'm.remember(); m.run(); m.back(4)'                  | ''                      || 'the guest has executed fewer instructions since the recording began'
        'm.remember(); m.run(); m.back to: 0x1008'          | ''                      || 'the guest was not at 0x1008 since the recording began'
        'm.remember(); m.run(); m.when { false }'           | ''                      || 'the block\'s result did not become true since the recording began'
        'm.remember(); m.run(); m.back 0'                   | ''                      || 'the number of instructions'
        'm.remember(); m.run(); m.back until: 3'            | ''                      || "back has no argument 'until:'"
        'm.remember()'                                      | '; vcpu(1) { real 0 }'  || 'it has 2 vCPUs'
        'm.remember(); m.more { vcpu(1) { real 0x1000 } }; m.run(vcpu: 0); m.back()' | '' || 'a guest with more than one vCPU cannot be replayed'
        'm.remember(); m.regs.rip = 0x1100; m.load at: 0x1100, hex: "eb fe"; m.start(); Thread.sleep(20); m.regs.rax = 1; m.stop(); m.back()' | '' || 'the script changed the guest during the run'
    }

    /** The registers, the pc, and the bytes that the guest writes. */
    private static List state(m) {
        def pc = ['rip', 'pc'].findResult { name -> m.regs.toString() =~ /\b$name +0x/ ? m.regs."$name" : null }
        [m.regs.toString(), pc, m.mem(pc & 0xf0000000 | 0x2000, 8).bytes.toList()]
    }

    private static machine(OnBoard on, Map program) {
        on.run("def n = 0; m = vm { ${program.text}; on(${program.input}) { n += 3; n & 0xff } ${program.output ? "; on($program.output) { }" : ''} }")
    }

    private static Map x86(Random random) {
        def body = (1..6 + random.nextInt(6)).collect { X86[random.nextInt(X86.size())] }.join(' ')
        int length = body.split(' ').size()
        def code = "b9 ${String.format('%02x', 3 + random.nextInt(6))} 00 $body 49 75 ${String.format('%02x', -(length + 3) & 0xff)} f4"
        [text: "memory at: 0, size: 64.KB; load at: 0x1000, hex: '$code'; vcpu(0) { real 0x1000 }", input: 'io: 0x60', output: 'io: 0x61', end: 0x1000 + code.split(' ').size()]
    }

    private static Map arm(Random random) {
        def body = (1..6 + random.nextInt(6)).collect { ARM[random.nextInt(ARM.size())] }.join('; ')
        def text = "mov x1, #${3 + random.nextInt(6)}; adr x5, . + 0xffc; mov x6, #0x10000000; 1: $body; subs x1, x1, #1; b.ne 1b; mov x7, #0x20000000; str x0, [x7]"
        [text: "memory at: 0x40000000, size: 64.KB; load at: 0x40001000, asm: '$text'; vcpu(0) { start 0x40001000 }", input: 'mmio: 0x10000000', output: '', end: 0x40001000 + 4 * text.count(';')]
    }

    private static Map riscv(Random random) {
        def body = (1..6 + random.nextInt(6)).collect { RISCV[random.nextInt(RISCV.size())] }.join('; ')
        def text = "li t1, ${3 + random.nextInt(6)}; auipc t2, 1; addi t2, t2, -4; lui t3, 0x10000; 1: $body; addi t1, t1, -1; bnez t1, 1b; lui t4, 0x20000; sd a0, 0(t4)"
        [text: "memory at: 0x80000000, size: 64.KB; load at: 0x80001000, asm: '$text'; vcpu(0) { start 0x80001000 }", input: 'mmio: 0x10000000', output: '', end: 0x80001000 + 4 * text.count(';')]
    }
}
