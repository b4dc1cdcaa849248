package org.kvmsh.specs.guest

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(600)
class RunsEndSpec extends Specification {
    static final String FOREVER = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }"
    static final String HALTS = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000; regs rax: 0 } }"

    @AutoCleanup
    OnBoard on

    @Sample(verify = 2)
    def "#board: a guest that never halts is stopped by within:, and the machine is still usable"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(FOREVER)

        when:
        def first = on.run('m.run within: 200.ms')

        then:
        first.exit().toString() == 'timeout'
        first.took().toMillis() >= 200
        on.run('m.regs.rip') == 0x1000

        when: 'the guest is moved to other code'
        on.run('m.close()')
        on.run(HALTS)

        then:
        on.run('m.run(within: 60.s).exit == hlt')

        where:
        board << OnBoard.x86()
    }

    def "#board: after a timeout the machine continues, and ends once its registers are set"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe f4'; vcpu(0) { real 0x1000 } }")

        expect:
        on.run('m.run(within: 50.ms).exit == timeout')
        on.run('m.run(within: 50.ms).exit == timeout')
        on.run('m.regs.rip = 0x1002; m.run(within: 60.s).exit == hlt')

        where:
        board << OnBoard.x86()
    }

    @Sample(verify = 4)
    def "#board: a run until: an exit that does not come is an error with the registers"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(FOREVER)

        when:
        on.run('m.run until: hlt, within: 50.ms')

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('run until hlt: ended instead with timeout after 0 exits in ')
        e.notes().any { it.contains('rip    0x0000000000001000') }
        on.run('m.run(within: 50.ms).exit == timeout')

        where:
        board << OnBoard.x86()
    }

    def "#board: another thread can end a run"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(FOREVER)

        when:
        def ended = new CountDownLatch(1)
        def ending = Thread.start { while (!ended.await(100, TimeUnit.MILLISECONDS)) on.session.stop() }
        def outcome = on.run('m.run within: 20.s')
        ended.countDown()
        ending.join()

        then:
        outcome.exit().toString() == 'stopped'

        where:
        board << OnBoard.x86()
    }

    def "#board: an unhandled exit ends the run and is reported"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b0 41 e6 80 f4'; vcpu(0) { real 0x1000 } }")

        expect:
        on.run('m.run()').toString().startsWith('io out port 0x80 size 1 value 0x41 after 1 exit in ')
        on.run('m.run()').toString().startsWith('hlt after 1 exit in ')

        where:
        board << OnBoard.x86()
    }

    def "#board: a block is a condition that is checked after every exit"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("n = 0; m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 eb fc'; vcpu(0) { real 0x1000 }; on(io: 0x80) { n++ } }")

        expect:
        on.run('m.run until: { n == 7 }').exits() == 7
        on.run('m.run until: { n == 9 }').exits() == 2

        where:
        board << OnBoard.x86()
    }

    def "#board: registers can be set between runs, and the guest continues from there"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(HALTS)

        expect:
        on.run('m.run until: hlt; m.vcpu(0).regs.rax') == 1
        on.run('m.vcpu(0).regs.rip = 0x1000; m.run until: hlt; m.vcpu(0).regs.rax') == 2
        on.run('m.regs.rax = 0xffff; m.regs.rip = 0x1000; m.run until: hlt; m.regs.rax') == 0

        where:
        board << OnBoard.x86()
    }

    def "#board: registers set after an IO exit survive the completion of that exit"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 80 f4'; vcpu(0) { real 0x1000 } }")

        expect:
        on.run('m.run(within: 60.s).exit == io')
        on.run('m.regs.rax = 0x1234; m.run until: hlt; m.regs.rax') == 0x1234

        where:
        board << OnBoard.x86()
    }

    def "#board: the result of an input's handler is what the guest reads"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 80 f4'; vcpu(0) { real 0x1000; regs rax: 0xff00 }; on(io: 0x80) { e -> 0x42 } }")

        expect:
        on.run('m.run until: hlt; m.regs.rax') == 0xff42

        where:
        board << OnBoard.x86()
    }

    def "#board: a register keeps its 64 bits in every spelling"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(HALTS)

        expect:
        on.run('m.regs.r15 = 0xffffffff80000000; m.regs.r15 == 0xffffffff80000000')
        on.run('m.regs.r15 = -1; m.regs.r15 == 0xffffffffffffffff')
        on.run('m.regs.toString()').contains('r15    0xffffffffffffffff')

        where:
        board << OnBoard.x86()
    }

    @Sample(verify = 4)
    def "#board: two vCPUs run on a thread each, and their handlers run one at a time"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("""
            inside = 0; most = 0; n = 0
            m = vm {
              memory at: 0, size: 64.KB
              load at: 0x1000, hex: 'e6 80 eb fc'
              vcpu(0) { real 0x1000 }
              vcpu(1) { real 0x1000 }
              on(io: 0x80) { inside++; most = Math.max(most, inside); n++; inside-- }
            }""")

        expect:
        on.run('m.run until: { n == 1000 }').exits() >= 1000
        on.run('most') == 1
        on.run('m.run(within: 100.ms).exit == timeout')

        where:
        board << OnBoard.x86()
    }

    def "an access across a page boundary is two exits of any length, on #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        expect: 'mov ax, 0x2000; mov ds, ax; mov [0xffd], 0x11223344; mov eax, [0xfff]; hlt'
        on.run('''
            seen = []
            m = vm {
              memory at: 0, size: 64.KB
              load at: 0x1000, hex: 'b8 00 20  8e d8  66 c7 06 fd 0f 44 33 22 11  66 a1 ff 0f  f4'
              vcpu(0) { real 0x1000 }
              on(mmio: 0x20000..0x22000) { e -> seen << [e.address, e.length, e.write ? e.value : 0]; 0x778899 }
            }
            m.run until: hlt
            [seen, m.regs.rax & 0xffffffffL]
        ''') == [[[0x20ffd, 3, 0x223344], [0x21000, 1, 0x11], [0x20fff, 1, 0], [0x21000, 3, 0]], 0x77889999L]

        where:
        board << OnBoard.x86()
    }
}
