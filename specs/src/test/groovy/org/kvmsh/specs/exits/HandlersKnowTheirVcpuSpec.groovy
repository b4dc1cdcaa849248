package org.kvmsh.specs.exits

import org.kvmsh.bindings.kvm.KeptExit
import org.kvmsh.bindings.kvm.Vcpu
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** {@code e.vcpu} and {@code e.machine}: a handler looks at its vCPU and at others, and sets their registers, while they run. */
@Timeout(600)
class HandlersKnowTheirVcpuSpec extends Specification {
    @AutoCleanup
    OnBoard on

    def "#board, #language: a register set by a handler is written when the exit is complete, and the handler's reply is kept"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board, language)
        on.run(made)

        expect:
        on.run(ran) == '66,7,7'

        where:
        [board, language, made, ran] << [OnBoard.x86(), [
            [Language.GROOVY, "read = 0; m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 80 f4'; vcpu(0) { real 0x1000; regs rax: 0 }; on(io: 0x80) { e -> e.vcpu.regs.rbx = 7; read = e.machine.regs.rbx; 0x42 } }",
                'm.run until: hlt; [m.regs.rax, m.regs.rbx, read].join(",")'],
            [Language.JS, "var read; var m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e4 80 f4'}, vcpu: {real: 0x1000, regs: {rax: 0}}, on: {io: 0x80, do: e => { e.vcpu.regs.rbx = 7; read = e.machine.regs.rbx; return 0x42 }}})",
                'm.run({until: hlt}); [m.regs.rax, m.regs.rbx, read].join()'],
        ]].combinations { board, rest -> [board, *rest] }
    }

    @Sample(verify = 2)
    def "#board: a handler reads and sets registers of another vCPU that makes no exits"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run('''
            seen = [] as Set; n = 0; moved = 0
            m = vm {
              memory at: 0, size: 64.KB
              load at: 0x1000, hex: 'e6 80 eb fc'
              load at: 0x2000, hex: '40 eb fd'
              load at: 0x3000, hex: 'eb fe'
              vcpu(0) { real 0x1000 }
              vcpu(1) { real 0x2000; regs rax: 0 }
              on(io: 0x80) { e ->
                Thread.sleep 3
                n++
                seen << e.machine.vcpu(1).regs.rax
                if (seen.size() == 5 && !moved) { moved = n; e.machine.vcpu(1).regs.rip = 0x3000 }
              }
            }
        ''')

        expect:
        on.run('m.run(until: { moved && n == moved + 10 }, within: 60.s).exit').toString() == 'condition'
        on.run('m.vcpu(1).regs.rip') == 0x3000

        where:
        board << OnBoard.x86()
    }

    @Sample(verify = 4)
    def "#board: another thread reads the registers of a running vCPU, and the run continues"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '43 eb fd'; vcpu(0) { real 0x1000; regs rbx: 0 } }")
        def machine = on.session.machines().first()
        def seen = []

        when:
        def asking = Thread.start { 5.times { sleep 20; seen << machine.regs.get('rbx') } }
        def outcome = on.run('m.run within: 600.ms')
        asking.join()

        then:
        outcome.exit().toString() == 'timeout'
        outcome.took().toMillis() >= 600
        seen.size() == 5

        where:
        board << OnBoard.x86()
    }

    def "#language: an exit knows its vCPU, even after the machine is closed"() {
        given:
        on = new OnBoard('model:x86_64', language)
        on.run(made)

        expect:
        on.run(ran) == '0,1'

        when: 'a script cannot access the descriptor itself'
        on.run('kept.owner')

        then:
        def refused = thrown(Exception)
        refused.message =~ /no owner|unknown name 'owner'/

        when:
        on.run('m.close()')
        on.run('kept.vcpu.regs.rax')

        then:
        def e = thrown(Exception)
        e.message.contains('this machine is closed')

        where:
        language        | made | ran
        Language.GROOVY | "seen = [:]; m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 eb fc'; load at: 0x2000, hex: 'e6 81 eb fc'; vcpu(0) { real 0x1000 }; vcpu(1) { real 0x2000 }; on(io: 0x80..0x81) { e -> seen[e.port] = e.vcpu.id; kept = e } }" |
                'm.run(until: { seen.size() == 2 }, within: 20.s); [seen[0x80], seen[0x81]].join(",")'
        Language.JS     | "var seen = {}, kept; var m = vm({memory: {at: 0, size: KB(64)}, load: [{at: 0x1000, hex: 'e6 80 eb fc'}, {at: 0x2000, hex: 'e6 81 eb fc'}], vcpu: [{real: 0x1000}, {id: 1, real: 0x2000}], on: {io: [0x80, 0x81], do: e => { seen[e.port] = e.vcpu.id; kept = e }}})" |
                'm.run({until: () => Object.keys(seen).length == 2, within: seconds(20)}); [seen[0x80], seen[0x81]].join()'
    }

    def "in Java, an exit has its vCPU, and a recorded copy has null"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }")
        on.run('m.run until: hlt')
        Vcpu vcpu = on.session.machines().first().vcpu(0).vcpu()
        KeptExit kept = new KeptExit()

        when:
        vcpu.keep(vcpu.exit(), kept)

        then:
        vcpu.exit().owner().is(vcpu)
        kept.exit(vcpu.kernel().abi()).owner() == null
    }
}
