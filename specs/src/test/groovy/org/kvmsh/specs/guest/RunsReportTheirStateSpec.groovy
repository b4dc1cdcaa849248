package org.kvmsh.specs.guest

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** A run that ends unexpectedly reports its registers, the code at the pc, and the exits before the end. */
@Timeout(600)
class RunsReportTheirStateSpec extends Specification {
    static final String OUT_THEN_FOREVER = '''m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b0 41 e6 80 e6 80 e6 81 eb fe'; vcpu(0) { real 0x1000; regs rdx: 0 }
            on(io: 0x80) { }; on(io: 0x81) { } }'''

    @AutoCleanup
    OnBoard on

    @Sample(verify = 16)
    def "#board: at the time limit"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(OUT_THEN_FOREVER)

        expect:
        on.run('m.run within: 2.s').toString() ==~ /(?s)timeout after 3 exits in [\d.]+ m?s
vCPU 0, non-zero registers:
rax    0x0000000000000041  rip    0x0000000000001008  rflags 0x0000000000000002
cr0 ET\|NW\|CD
code at 0x1008:
(   0x100\w  [^\n]*\n)*-> 0x1008  eb fe[^\n]*\n([^\n]*\n)*last exits: io 0x80 \(2 times\), io 0x81/

        where:
        board << OnBoard.x86()
    }

    def "#board: at an unhandled exit, with and without another until:"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 f4'; vcpu(0) { real 0x1000 } }")

        when:
        on.run('m.run until: hlt')

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('run until hlt: ended instead with io out port 0x80 size 1 value 0x0 after 1 exit')
        e.notes().first() == 'state:'
        e.notes().last().contains('code at 0x1002:\n')
        e.notes().last().contains('-> 0x1002  f4')
        e.notes().last().endsWith('last exits: io 0x80')

        where:
        board << OnBoard.x86()
    }

    def "#board: an expected end prints nothing more"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 f4'; vcpu(0) { real 0x1000 } }")

        expect:
        on.run('m.run until: io').report().empty
        on.run('m.run()').report().empty

        where:
        board << OnBoard.x86()
    }
}
