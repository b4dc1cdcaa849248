package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** {@code m.next}, {@code m.finish} and {@code m.until}: over a call, out of a function, and to a place in the code. */
@Timeout(600)
class CallsAreSteppedOverSpec extends Specification {
    /** Which instructions call and return, as a disassembler writes them. */
    static final Map<String, List<String>> CALLS = [
            x86_64 : [/call.*/, /ret.*/],
            arm64  : [/(bl|blr) .*/, /ret.*/],
            riscv64: [/(jal|jalr|c\.jalr|c\.jal) (?!zero|x0).*/, /(ret|c\.jr ra|jalr zero, 0\(ra\)|jr ra).*/]]

    @AutoCleanup
    OnBoard on

    /** The lines of a listing with the instruction at an address and the next one. */
    static List<String> listed(m, long at) {
        m.dis(at, 2).toString().readLines().findAll { it =~ /0x[0-9a-f]+  [0-9a-f]{2} / }
    }

    /** The instruction of a line of a listing. */
    static String text(String line) {
        line.replaceFirst(/^\W*0x[0-9a-f]+  ([0-9a-f]{2} )+ */, '')
    }

    /** Functions that call those with higher numbers, and some themselves. */
    private static String program(Random random) {
        int count = 3
        def functions = (0..<count).collect { int f ->
            def calls = ((f + 1)..<count + 1).findAll { it < count && random.nextInt(3) > 0 }.collect { "a += f${it}(a ^ n);" }
            def again = random.nextBoolean() ? ["if (n > 0) a += f${f}((n & 3) - 1);"] : []
            "__attribute__((noinline, noclone)) static int f${f}(int n) { volatile int a = n & 3; ${(calls + again).join(' ')} return a + $f; }"
        }
        (0..<count).collect { "static int f$it(int n);" }.join('\n') + '\n' + functions.join('\n') + '\nint main(void) { return f0(2) & 7; }'
    }

    @Sample(verify = 4)
    def "on #board, seed #seed: each instruction of drawn functions is stepped over and finished as single steps show it"() {
        given: 'the position of each instruction of main, and how deep it is in calls'
        Needed.orSkip(board, "cc:${Needed.mode(board)}")
        def random = new Random(seed)
        on = new OnBoard(board)
        def m = on.run("m = vm { guest c: '''${program(random)}''' }; m.until 'main', within: 60.s; m")
        def start = m.snapshot()
        def (call, back) = CALLS[Needed.mode(board)]
        def texts = [:]
        def trace = []
        int depth = 0
        while (depth >= 0 && trace.size() < 250) {
            long at = pc(m)
            def instruction = text(texts.computeIfAbsent(at) { listed(m, at) }[0])
            trace << [pc: at, sp: sp(m), depth: depth, call: instruction.matches(call)]
            depth += instruction.matches(call) ? 1 : instruction.matches(back) ? -1 : 0
            m.step()
        }
        trace << [pc: pc(m), sp: sp(m), depth: depth]

        expect:
        trace.size() > 15
        def positions = (0..<trace.size() - 1).toList().shuffled(random).take(board.startsWith("qemu:") ? 6 : 20)
        positions.every { int k ->
            [next  : trace[k].call ? (k + 1..<trace.size()).find { trace[it].depth == trace[k].depth } : k + 1,
             finish: (k + 1..<trace.size()).find { trace[it].depth == trace[k].depth - 1 }].every { word, j ->
                m.restore(start)
                if (k > 0) {
                    m.run(steps: k)
                }
                assert pc(m) == trace[k].pc
                if (j != null) {
                    m."$word"(within: 60.s)
                    def came = "$word from instruction $k at ${Long.toHexString(trace[k].pc)} to ${Long.toHexString(pc(m))}, ${Long.toHexString(sp(m))}"
                    assert came == "$word from instruction $k at ${Long.toHexString(trace[k].pc)} to ${Long.toHexString(trace[j].pc)}, ${Long.toHexString(trace[j].sp)}"
                }
                true
            }
        }

        where:
        [board, seed] << [['kvm', 'model:x86_64', 'model:arm-vgicv2', 'qemu:x86_64', 'qemu:arm64', 'qemu:riscv64'], 1..4].combinations()
    }

    def "a run to a place ends at a breakpoint too, and fails at another exit: #language"() {
        given: 'call f; hlt; f: nop; ret'
        def js = language == Language.JS
        on = new OnBoard('model:x86_64', language)
        on.run(machine)

        when:
        def ended = on.run(js ? 'String(m.until(0x1005))' : 'm.until(0x1005).toString()')

        then:
        ended.startsWith('reached 0x1005 after 1 exit')

        when: 'the vCPU is at a breakpoint, which is passed'
        on.run(js ? 'm.reg({rip: 0x1000, rsp: 0x8000}); m.breakpoint({at: 0x1004})' : 'm.reg rip: 0x1000, rsp: 0x8000; m.breakpoint at: 0x1004')
        on.run('m.vcpu(0).step()')
        ended = on.run(js ? 'String(m.until(0x1003, {within: seconds(2)}))' : 'm.until(0x1003, within: 2.s).toString()')

        then:
        ended.startsWith('reached 0x1003 after ')

        when: 'a breakpoint is on the way'
        on.run(js ? 'm.reg({rip: 0x1000, rsp: 0x8000})' : 'm.reg rip: 0x1000, rsp: 0x8000')
        ended = on.run(js ? 'String(m.until(0x1003))' : 'm.until(0x1003).toString()')

        then:
        ended.startsWith('breakpoint 1 at 0x1004')

        when:
        on.run('m.until(0x1000)')

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('run until 0x1000: ended instead with hlt')

        when: 'nothing is left of the place'
        on.run(js ? 'm.breakpoint({remove: 0x1004}); m.reg({rip: 0x1000, rsp: 0x8000})' : 'm.breakpoint remove: 0x1004; m.reg rip: 0x1000, rsp: 0x8000')
        ended = on.run(js ? 'String(m.run().exit)' : 'm.run().exit.toString()')

        then:
        ended == 'hlt'

        where:
        language        | machine
        Language.GROOVY | "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e8 01 00 f4 90 c3'; vcpu(0) { real 0x1000; regs rsp: 0x8000 } }"
        Language.JS     | "m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e8 01 00 f4 90 c3'}, vcpu: {real: 0x1000, regs: {rsp: 0x8000}}})"
    }

    def "a function without a known caller is not finished, and a board that stops no guest says so"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '90 f4'; vcpu(0) { real 0x1000 } }")

        when:
        on.run('m.finish()')

        then:
        def e = thrown(ScriptError)
        e.message == 'finish: the caller of the current function is unknown'
        e.notes.last() == 'to run to an address: m.until 0x1010'
    }

    private long pc(m) {
        on.run('m.regs.' + ([x86_64: 'rip'].getOrDefault(Needed.mode(on.board.name()), 'pc'))) as long
    }

    private long sp(m) {
        on.run('m.regs.' + ([x86_64: 'rsp', arm64: 'sp_el1', riscv64: 'sp'][Needed.mode(on.board.name())])) as long
    }
}
