package org.kvmsh.specs.guest

import org.kvmsh.bindings.kvm.DebugStop
import org.kvmsh.bindings.kvm.Delivery
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** A run ends after an access to data that a script watches. */
@Timeout(600)
class WatchpointsSpec extends Specification {
    /** mov ax, 3; again: mov [0x2000], ax; dec ax; jnz again; mov ax, [0x2000]; hlt. */
    static final String X86 = 'b8 03 00 a3 00 20 48 75 fa a1 00 20 f4'
    /** movz x0, #3; movz x1, #0x4000, lsl #16; again: str w0, [x1, #0x2000]; subs x0, x0, #1; b.ne again; ldr w2, [x1, #0x2000]; b . */
    static final String ARM64 = '600080d2 0100a8d2 200020b9 000400f1 c1ffff54 220060b9 00000014'
    static final List<String> ARM64_BOARDS = ['model:arm-vgicv2', 'qemu:arm64']
    static final List<String> BOARDS = ['model:x86_64'] + ARM64_BOARDS

    @AutoCleanup
    OnBoard on

    private boolean isX86() {
        on.board.arch().toString() == 'x86_64'
    }

    private String at(int offset) {
        '0x' + Long.toHexString((isX86() ? 0 : 0x40000000L) + offset)
    }

    private void open(String board, Language language = Language.GROOVY) {
        Needed.orSkip(board)
        on = new OnBoard(board, language)
        def base = isX86() ? '0' : '0x40000000'
        def start = isX86() ? 'real' : 'start'
        def code = isX86() ? X86 : ARM64
        on.run(language == Language.JS
                ? "const m = vm({memory: {at: $base, size: KB(64)}, load: {at: ${at(0x1000)}, hex: '$code'}, vcpu: {$start: ${at(0x1000)}}})"
                : "m = vm { memory at: $base, size: 64.KB; load at: ${at(0x1000)}, hex: '$code'; vcpu(0) { $start ${at(0x1000)} } }")
    }

    private String end(Language language = Language.GROOVY) {
        on.run(language == Language.JS ? 'String(m.run({within: seconds(30)}).detail)' : 'm.run(within: 30.s).detail.toString()')
    }

    private String last() {
        isX86() ? 'hlt' : 'timeout'
    }

    /** How the run ends that no watchpoint ends. */
    private String goesOn() {
        on.run("m.run(within: ${isX86() ? 30 : 1}.s).exit.toString()")
    }

    @Sample(verify = 8)
    def "the run ends after each write with the value before and after, and goes on: #language on #board"() {
        given:
        open(board, language)
        def behind = at(isX86() ? 0x1006 : 0x100c)
        on.run(language == Language.JS ? "$word({at: ${at(0x2000)}, size: 4})" : "$word at: ${at(0x2000)}, size: 4")

        expect:
        (1..3).collect { end(language) } == ['0x0 -> 0x3', '0x3 -> 0x2', '0x2 -> 0x1'].collect { "watchpoint 1 at ${at(0x2000)}: write, $it, pc $behind".toString() }
        on.run(language == Language.JS ? "String(m.run({within: seconds(1)}).exit)" : 'm.run(within: 1.s).exit.toString()') == last()

        where:
        [board, [language, word]] << [BOARDS, [[Language.GROOVY, 'm.watchpoint'], [Language.GROOVY, 'watchpoint'], [Language.JS, 'm.watchpoint'], [Language.JS, 'watchpoint']]].combinations()
    }

    @Sample(verify = 4)
    def "a read ends the run where the watchpoint is for reads: #access on #board"() {
        given:
        open(board)
        on.run("m.watchpoint at: ${at(0x2000)}, size: $size, access: '$access', ignore: $ignored")

        expect:
        end() == "watchpoint 1 at ${at(0x2000)}: $told, 0x1, pc ${at(isX86() ? 0x100c : 0x1018)}"
        goesOn() == last()

        where:
        board              | size | access   | ignored || told
        // The processor does not tell a read from a write.
        'model:x86_64'     | 2    | 'access' | 3       || 'read or write'
        'model:arm-vgicv2' | 4    | 'read'   | 0       || 'read'
        'model:arm-vgicv2' | 4    | 'access' | 3       || 'read'
        'qemu:arm64'       | 4    | 'read'   | 0       || 'read'
        'qemu:arm64'       | 4    | 'access' | 3       || 'read'
    }

    def "the guest runs on while the condition does not hold: #language on #board"() {
        given:
        open(board, language)
        def register = isX86() ? 'rax' : 'x0'
        on.run(language == Language.JS ? "m.watchpoint({at: ${at(0x2000)}}, v => v.regs.$register == 2n)" : "m.watchpoint(at: ${at(0x2000)}) { it.regs.$register == 2 }")

        expect:
        end(language).contains('0x3 -> 0x2')

        where:
        [board, language] << [BOARDS, Language.values().toList()].combinations()
    }

    @Sample(verify = 8)
    def "a watchpoint that is removed stops nothing, and one of bytes beside the data neither: #board"() {
        given:
        open(board)
        on.run("m.watchpoint at: ${at(0x2004)}, size: 4; m.watchpoint at: ${at(0x2000)}; m.watchpoint remove: ${at(0x2000)}")

        expect:
        goesOn() == last()

        where:
        board << BOARDS
    }

    def "an access that only touches the watched bytes ends the run: #board"() {
        given:
        open(board)
        on.run("m.watchpoint at: ${at(0x2001)}, size: 1")

        expect:
        end() == "watchpoint 1 at ${at(0x2001)}: write, 0x0 -> 0x0, pc ${at(isX86() ? 0x1006 : 0x100c)}"

        where:
        board << BOARDS
    }

    def "arm64 watches a power of two bytes, and the stop tells which of them: #board"() {
        given:
        open(board)
        on.run('m.watchpoint at: 0x40000000, size: 16.KB')

        expect:
        end() == 'watchpoint 1 at 0x40000000: write at 0x40002000, pc 0x4000100c'

        where:
        board << ARM64_BOARDS
    }

    def "a breakpoint that the run ends at as well is told: #board"() {
        given:
        open(board)
        def behind = at(isX86() ? 0x1006 : 0x100c)
        on.run("m.watchpoint at: ${at(0x2000)}; m.breakpoint at: $behind")

        expect:
        end() == "watchpoint 1 at ${at(0x2000)}: write, 0x0 -> 0x3, pc $behind; breakpoint 1 at $behind"
        end() == "watchpoint 1 at ${at(0x2000)}: write, 0x3 -> 0x2, pc $behind; breakpoint 1 at $behind"

        where:
        board << BOARDS
    }

    def "the model's exits are those of the real kernel: #access"() {
        given:
        def told = ARM64_BOARDS.collect { board ->
            open(board)
            on.run("m.watchpoint at: 0x40002000, size: $size, access: '$access'")
            (1..2).each { end() }
            def exits = on.run('m.exits.all.collect { [it.exit.arch.hsr as long, it.exit.arch.far as long] }')
            on.close()
            exits
        }

        expect:
        told[0].size() == 2
        told[0] == told[1]

        where:
        access   | size
        'write'  | 4
        'access' | 4
        'write'  | 3
    }

    def "what the processor cannot watch is rejected with its rule: #asked on #board"() {
        given:
        open(board)

        when:
        on.run("m.watchpoint $asked")

        then:
        def refused = thrown(ScriptError)
        ([refused.message] + refused.notes()).any { it.contains(rule) }

        where:
        board              | asked                                     || rule
        'model:x86_64'     | 'at: 0x2000, size: 3'                     || 'an x86 watchpoint covers 1, 2, 4 or 8 bytes, not 3'
        'model:x86_64'     | 'at: 0x2002, size: 4'                     || 'an x86 watchpoint of 4 bytes must be aligned to 4 bytes'
        'model:x86_64'     | "at: 0x2000, access: 'read'"              || "or reads and writes (access: 'access'), but not reads alone"
        'model:arm-vgicv2' | 'at: 0x40002006, size: 4'                 || 'an arm64 watchpoint covers 1 to 8 bytes inside one aligned doubleword'
        'model:arm-vgicv2' | 'at: 0x40002008, size: 16'                || 'a power of two up to 2 GiB, aligned to its size'
        'model:arm-vgicv2' | 'at: 0x40002000, size: 0'                 || 'an arm64 watchpoint covers 1 to 8 bytes'
        'model:x86_64'     | "at: 0x2000, access: 'exec'"              || "access: must be 'read', 'write' or 'access', not 'exec'"
        'model:x86_64'     | 'remove: 0x2000'                          || 'no watchpoint at 0x2000'
        'model:x86_64'     | 'size: 4'                                 || 'watchpoint needs at:'
        'model:x86_64'     | "at: 'counter'"                           || "no symbol 'counter'"
    }

    def "x86 has four registers for breakpoints and watchpoints, arm64 others for each: #board"() {
        given:
        open(board)
        on.run("(0..3).each { m.watchpoint at: ${at(0x3000)} + 8 * it }")

        when:
        on.run("m.watchpoint at: ${at(0x2000)}")

        then:
        def fifth = thrown(ScriptError)
        fifth.message.startsWith(message)

        when:
        def refused = null
        try {
            on.run("m.breakpoint at: ${at(0x1000)}")
        } catch (ScriptError e) {
            refused = e.message
        }

        then:
        isX86() == (refused != null)
        refused == null || refused.startsWith('this board has 4 debug registers for breakpoints and watchpoints, all in use: watchpoints 0x3000')

        where:
        board              || message
        'model:x86_64'     || 'this board has 4 debug registers for breakpoints and watchpoints, all in use: watchpoints 0x3000'
        'model:arm-vgicv2' || 'this board has 4 watchpoints, all in use: watchpoints 0x40003000'
        'qemu:arm64'       || 'this board has 4 watchpoints, all in use: watchpoints 0x40003000'
    }

    def "a board whose watchpoints stop no guest rejects the word with the reason: #board"() {
        given:
        Needed.orSkip(board == 'kvm' ? 'kvm:x86_64' : board)
        on = new OnBoard(board)
        on.run(guest)
        def delivered = on.board.delivers(DebugStop.WATCHPOINT, 0) == Delivery.DELIVERED

        when:
        def refused = null
        try {
            on.run('m.watchpoint at: 0x2000')
        } catch (ScriptError e) {
            refused = e
        }

        then:
        delivered == (refused == null)
        delivered || refused.message ==~ /board \S+ \(\w+\) does not support watchpoints/
        delivered || refused.notes().any { it ==~ reason }

        where:
        board          | reason                                                                         | guest
        'kvm'          | 'watchpoints: kvmsh ran a small guest to check, and it did not stop'            | DebugIsDeliveredSpec.GUESTS.x86_64.replace('ON', '')
        'qemu:x86_64'  | 'watchpoints: kvmsh ran a small guest to check, and it did not stop'            | DebugIsDeliveredSpec.GUESTS.x86_64.replace('ON', '')
        'qemu:ppc64'   | "KVM does not expose this architecture's debug registers to user space"        | DebugIsDeliveredSpec.GUESTS.ppc64.replace('ON', '')
        'qemu:riscv64' | "KVM does not expose this architecture's debug registers to user space"        | DebugIsDeliveredSpec.GUESTS.riscv64.replace('ON', '')
    }

    @Sample(verify = 4)
    def "the outcome has the watchpoint with its access, or the breakpoint, as values: #language on #board"() {
        given:
        open(board, language)
        on.run(language == Language.JS ? "m.watchpoint({at: ${at(0x2000)}, size: 2}); m.breakpoint({at: $pc})" : "m.watchpoint at: ${at(0x2000)}, size: 2; m.breakpoint at: $pc")

        when:
        on.run(language == Language.JS ? "var o = m.run({within: seconds(30)}), w = o.watchpoint" : 'o = m.run(within: 30.s); w = o.watchpoint')
        def of = { String member -> on.run("w.$member") }

        then:
        [of('number'), of('address'), of('size'), of('access'), of('before'), of('after')] == [1, Long.decode(at(0x2000)), 2, 'write', 0, 3]
        on.run(language == Language.JS ? 'JSON.parse(o.json).watchpoint.after' : 'new StringBuilder(o.json).toString().contains(\'"after": "0x3"\')') in ['0x3', true]

        when: 'the next stop is the instruction behind it'
        on.run(language == Language.JS ? 'var next = o.breakpoint != null ? o : m.run({within: seconds(30)})' : 'next = o.breakpoint != null ? o : m.run(within: 30.s)')

        then:
        on.run('next.breakpoint.number') == 1
        on.run('next.breakpoint.address') == Long.decode(pc)
        on.run(language == Language.JS ? 'm.breakpoint({remove: PC}); m.watchpoint({remove: AT}); m.run({within: ms(500)}).watchpoint'.replace('PC', pc).replace('AT', at(0x2000))
                : "m.breakpoint remove: $pc; m.watchpoint remove: ${at(0x2000)}; m.run(within: 500.ms).watchpoint") == null

        where:
        [[board, pc], language] << [[['model:x86_64', '0x1006'], ['model:arm-vgicv2', '0x4000100c'], ['qemu:arm64', '0x4000100c']], Language.values()].combinations()
    }

    def "a vCPU that is added later has the watchpoints and breakpoints of the others: #language on #board"() {
        given: 'the first one loops'
        open(board, language)
        def start = isX86() ? 'real' : 'start'
        def pc = isX86() ? 'rip' : 'pc'
        def loop = isX86() ? 'ebfe' : '00000014'
        on.run(language == Language.JS ? "m.load({at: ${at(0x3000)}, hex: '$loop'}); m.reg({$pc: ${at(0x3000)}}); m.watchpoint({at: ${at(0x2000)}, size: 4}); m.breakpoint({at: $first})"
                : "m.load at: ${at(0x3000)}, hex: '$loop'; m.reg $pc: ${at(0x3000)}; m.watchpoint at: ${at(0x2000)}, size: 4; m.breakpoint at: $first")

        when:
        on.run(language == Language.JS ? "m.more({vcpu: {id: 1, $start: ${at(0x1000)}}})" : "m.more { vcpu(1) { $start ${at(0x1000)} } }")

        then:
        end(language) == "breakpoint 1 at $first"
        end(language) == "watchpoint 1 at ${at(0x2000)}: write, 0x0 -> 0x3, pc $behind"
        end(language) == "breakpoint 1 at $first"
        end(language) == "watchpoint 1 at ${at(0x2000)}: write, 0x3 -> 0x2, pc $behind"
        on.run('m.vcpu(1).regs.' + (isX86() ? 'rax' : 'x0')) == 2

        where:
        [[board, first, behind], language] << [[['model:x86_64', '0x1003', '0x1006'], ['model:arm-vgicv2', '0x40001008', '0x4000100c']], Language.values()].combinations()
    }
}
