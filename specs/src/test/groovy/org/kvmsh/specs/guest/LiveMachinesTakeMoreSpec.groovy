package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification

/** What vm { } has words for, a machine that exists takes by the same words: planned, refused and shown as there. */
class LiveMachinesTakeMoreSpec extends Specification {
    /** out 0x10, al; out 0x11, al; in al, 0x20; mov [0x3000], al; hlt */
    private static final GUEST = "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 e6 11 e4 20 a2 00 30 f4'; vcpu(0) { real 0x1000; regs rax: 0x41 }"
    private static final GUEST_JS = "memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 10 e6 11 e4 20 a2 00 30 f4'}, vcpu: {real: 0x1000, regs: {rax: 0x41}}"

    def "memory is added, on #board"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)
        on.run("m = vm { $GUEST }")

        when:
        on.steps.clear()
        on.run('m.memory at: 0x100000, size: 64.KB; m.mem(0x100000, 4)[0] = 42')

        then: 'the call is echoed like that of vm { }'
        on.steps.size() == 1
        on.steps[0].contains('KVM_SET_USER_MEMORY_REGION slot: 1, flags: 0, guest_phys_addr: 0x100000, memory_size: 0x10000')
        on.run('mem(0x100000, 1)[0]') == 42
        on.run("m.steps.all.last().text") == 'KVM_SET_USER_MEMORY_REGION at 0x100000, 64 KiB'
        on.run('memory at: 0x200000, size: 4.KB, readonly: true; m.memmap.toString()').contains('memory, slot 2, read-only for the guest')

        when: 'it overlaps an existing one'
        on.run('m.memory at: 0x8000, size: 64.KB')

        then:
        def refused = thrown(ScriptError)
        refused.message.contains('EEXIST')

        when: 'a block is planned as a whole'
        on.steps.clear()
        on.run('m.more { memory at: 0x300000, size: 64.KB; vcpu(1) { real 0x1000 }; memory at: 0x308000, size: 64.KB }')

        then: 'nothing of it is created if a part is refused'
        def together = thrown(ScriptError)
        together.message.contains('would fail with EEXIST')
        on.steps == []

        cleanup:
        on?.close()

        where:
        board << ['kvm', 'model:x86_64']
    }

    @Sample(verify = 16)
    def "thousands of memslots are added one by one, even if one is refused, on #board"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)
        on.run("m = vm { $GUEST }")

        when:
        on.run('for (int i = 1; i <= 2000; i++) { m.memory at: i * 0x20000, size: i == 2000 ? 8.KB : 4.KB; attempt { m.memory at: i * 0x20000, size: 4.KB }; m.mem(i * 0x20000, 4).u32(0, i) }')

        then:
        on.run('mem(1500 * 0x20000, 4).u32(0)') == 1500
        on.run('m.memmap.all.size()') >= 2001
        on.run('m.toString()').contains('8 KiB at 0xfa00000')
        on.run('m.toString()').count('4 KiB at') == 2000

        when:
        on.run('m.memory move: 0x40000, at: 0x10000000; m.memory remove: 0x60000')

        then:
        on.run('mem(0x10000000, 4).u32(0)') == 2
        !on.run('m.toString()').contains('at 0x60000,')

        when:
        on.run('mem 0x60000, 4')

        then:
        def gone = thrown(ScriptError)
        gone.message.contains('no guest memory at 0x60000')

        cleanup:
        on?.close()

        where:
        board << ['kvm', 'model:x86_64']
    }

    def "a memslot is moved and removed, on #board"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)
        on.run("m = vm { $GUEST; memory at: 0x100000, size: 64.KB }; m.mem 0x100000, hex: '2a'")

        expect:
        on.run('m.memory move: 0x100000, at: 0x200000; m.mem(0x200000, 1)[0]') == 42
        !on.run('m.memmap.toString()').contains('0x100000 to')
        on.run('memory remove: 0x200000; m.memmap.all.findAll { it.what.startsWith("memory") }.size()') == 1
        on.run('m.memory at: 0x200000, size: 64.KB; m.mem(0x200000, 1)[0]') == 0

        when:
        on.run(call)

        then:
        def refused = thrown(ScriptError)
        ([refused.message] + refused.notes()).join(' ').contains(message)

        cleanup:
        on?.close()

        where:
        board          | call                                    || message
        'kvm'          | 'm.memory remove: 0x100000'             || 'no guest memory at 0x100000'
        'model:x86_64' | 'm.memory move: 0x201000, at: 0x400000' || 'the memslot that contains 0x201000 starts at 0x200000'
        'model:x86_64' | 'm.memory move: 0x200000'               || 'memory needs at:'
        'kvm'          | 'm.memory move: 0x200000, at: 0x8000'   || 'EEXIST'
    }

    def "the most specific handler gets an exit, any gets the rest, and off removes a handler, on #board"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)

        when:
        on.run("""seen = []
                  m = vm { $GUEST; on(io: 0x10..0x1f) { e -> seen << 'range'; 1 } }
                  m.on(io: any) { e -> seen << 'any'; 7 }
                  m.on(io: 0x11) { e -> seen << 'narrow' }
                  m.run until: hlt, within: 60.s""")

        then:
        on.run('seen') == ['range', 'narrow', 'any']
        on.run('m.mem(0x3000, 1)[0]') == 7

        when:
        on.run("seen.clear(); m.off io: 0x11; off io: 0x10..0x1f; m.reg 'rip', 0x1000; m.run until: hlt, within: 60.s")

        then:
        on.run('seen') == ['any', 'any', 'any']

        when:
        on.run("m.off io: any; m.reg 'rip', 0x1000; m.run(within: 60.s).exit().toString()") == 'io'
        on.run('m.off io: 0x11')

        then:
        def refused = thrown(ScriptError)
        refused.message == 'nothing handles io: 0x11'
        refused.notes() == ['handled: nothing']

        cleanup:
        on?.close()

        where:
        board << ['kvm', 'model:x86_64']
    }

    def "a handler adds a handler, memory and a vCPU to its machine, in a checked file"() {
        given:
        def script = File.createTempFile('live', '.groovy')
        script.text = """
            def seen = []
            def m = vm { $GUEST
              on(io: 0x10) { e ->
                on(io: 0x11) { f -> seen << f.value }
                memory at: 0x100000, size: 64.KB
                e.machine.on(io: 0x20) { f -> f.port }
                e.machine.more { vcpu(1) { real 0x1009; regs rax: 3 } }
              } }
            m.run until: hlt, within: 60.s
            expect {
              seen == [0x41]
              m.mem(0x3000, 1)[0] == 0x20
              m.mem(0x100000, 1)[0] == 0
              m.vcpu(1).regs.rax == 3
            }
            m.on(io: any) { e -> e.port }
            m.more { vcpu(2) { real 0x1000 }; console io: 0x10..0x12 }
            m.off io: 0x11
            off io: 0x10
            m.vcpu(0).reg 'rip', 0x1009
            m.vcpu(1).reg 'rip', 0x1009
            m.run until: hlt, within: 60.s
            println 'all of it'
        """

        when:
        def run = Kvmsh.run('-q', '-b', 'model:x86_64', script.path)

        then:
        run.err == ''
        run.out.readLines().contains('all of it')

        cleanup:
        script?.delete()
    }

    def "the same in JavaScript, on #board"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board, Language.JS)

        when:
        on.run("""const seen = []
                  const m = vm({$GUEST_JS, on: {io: 0x10, do: e => { on({io: 0x20}, () => 9) }}})
                  m.on({io: any}, e => { seen.push(e.port); return 1 })
                  memory({at: 0x100000, size: KB(64)})
                  m.mem(0x100000, 4)[0] = 42
                  m.run({until: hlt, within: seconds(60)})""")

        then:
        on.run('String(seen)') == '17'
        on.run('m.mem(0x3000, 1)[0]') as int == 9
        on.run('mem(0x100000, 1)[0]') as int == 42

        when:
        on.run("""m.off({io: any}); m.off({io: 0x10})
                  m.more({console: {io: 0x10}, vcpu: {id: 1, real: 0x1009}}); more({console: {io: 0x11}})
                  m.reg('rip', 0x1000); m.reg('rax', 0x42)
                  m.more({vcpu: {id: 2, real: 0x1009}})
                  m.run({until: hlt, within: seconds(60)})""")

        then:
        on.run('m.vcpu(2).regs.rip') as long in [0x1009L, 0x100aL]

        when:
        on.run("m.memory({at: 0x8000, size: KB(64)})")

        then:
        def refused = thrown(ScriptError)
        refused.message.contains('EEXIST')

        cleanup:
        on?.close()

        where:
        board << ['kvm', 'model:x86_64']
    }

    def "consoles and ready devices are added and removed; a more specific handler overrides part of an answer, on #board"() {
        given:
        Needed.orSkip(*needs)

        when:
        def result = Kvmsh.run('-q', '-b', board.startsWith('exec') ? "exec:${org.kvmsh.specs.kit.LocalAgent.program()} -" : board, '-e', """
            def seen = []
            def m = vm { $GUEST }
            m.more { console io: 0x10..0x11 }
            m.on(io: 0x11) { e -> seen << e.value }
            m.answer io: 0x20, value: 5
            m.run until: hlt, within: 60.s
            println([m.console, seen, m.mem(0x3000, 1)[0]])
            m.off io: 0x11
            m.off io: 0x20
            m.serial io: 0x20
            m.type 'x'
            m.reg 'rip', 0x1000
            m.run until: hlt, within: 60.s
            println([m.console, seen, m.mem(0x3000, 1)[0]])
            m.more { vcpu(1) { real 0x1000; regs rax: 0x43 } }
            m.off io: 0x20
            m.answer io: any, value: 6
            m.reg 'rip', 0x1009
            m.vcpu(0).reg 'rip', 0x1009
            m.run within: 60.s
            println m.memmap.toString().readLines().findAll { it.startsWith('io') }
        """)

        then:
        result.err == ''
result.out.readLines().takeRight(3) == ['[A, [65], 5]', '[A\\x05\\x05, [65], 120]', '[io 0x10 to 0x11: console, io any: answered with 0x6]']

        where:
        board          | needs
        'kvm'          | ['kvm']
        'exec:'        | ['kvm', 'agent:x86_64']
        'model:x86_64' | []
    }

    def "#word is refused on a live machine, with the words that are allowed"() {
        given:
        def on = new OnBoard('model:x86_64')

        when:
        on.run("m = vm { memory at: 0, size: 64.KB; vcpu 0 }; m.more { $word }")

        then:
        def refused = thrown(ScriptError)
        refused.message == 'this word belongs inside vm { }; this machine already exists'
        refused.notes().join().contains('an existing machine still accepts memory, vcpu')

        cleanup:
        on.close()

        where:
        word << ['hugepages 2.MB', "load at: 0, hex: 'f4'", 'ioctl KVM_CREATE_IRQCHIP', 'pit']
    }

    def "#call breaks a rule and is refused before the call"() {
        given:
        def on = new OnBoard('model:x86_64')
        on.run("m = vm { $GUEST; on(io: 0x10) { } }")
        on.steps.clear()

        when:
        on.run(call)

        then:
        def refused = thrown(ScriptError)
        refused.message.contains(message)
        on.steps == []

        cleanup:
        on.close()

        where:
        call                                       || message
        'm.more { vcpu(0) { real 0x1000 } }'       || 'this machine already has vCPU 0'
        'm.more { vcpu(0).regs }'                  || 'this machine already has vCPU 0'
        'm.more { vcpu 1; vcpu 1 }'                || 'two vCPUs have the id 1'
        'm.on(io: 0x10) { }'                       || 'two handlers for io 0x10'
        'm.more { vcpu(1) { regs xyz: 1 } }'       || 'xyz'
        'm.more { vcpu(9999) { real 0x1000 } }'    || "the vCPU id"
        'm.memory size: 64.KB'                     || 'memory needs at:'
    }
}
