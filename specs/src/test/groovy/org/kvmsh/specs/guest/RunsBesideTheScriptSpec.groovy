package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification

/** launch begins a run and the script goes on: it looks at the machine, changes it, and waits for the end of the run. */
class RunsBesideTheScriptSpec extends Specification {
    /** out 0x10, al; out 0x11, al; in al, 0x20; mov [0x3000], al; hlt */
    private static final GUEST = "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 e6 11 e4 20 a2 00 30 f4'; vcpu(0) { real 0x1000; regs rax: 0x41 }"

    def "a machine runs beside the script, which moves and takes away memory meanwhile, on #board"() {
        given:
        Needed.orSkip(board)

        when:
        def result = Kvmsh.run('-q', '-b', board, '-e', '''
            def m = vm { memory at: 0, size: 64.KB; memory at: 0x20000, size: 4.KB
              load at: 0x1000, hex: 'bb 00 20  8e db  a1 00 00  89 c2  31 db  8e db  ff 06 00 80  eb ec'
              vcpu(0) { real 0x1000 } }
            m.mem 0x20000, hex: '34 12'
            def seen = 0
            m.on(mmio: 0x20000..0x20fff) { e -> seen++; 7 }
            def going = m.launch within: 100.s
            while (m.mem(0x8000, 2).u16(0) == 0 && !going.over) sleep 1
            m.memory move: 0x20000, at: 0x30000
            while (seen == 0 && !going.over) sleep 1
            m.memory move: 0x30000, at: 0x20000
            m.memory remove: 0x20000
            m.memory at: 0x20000, size: 4.KB
            expect { !going.over }
            m.stop()
            expect { going.join().exit().toString() == 'stopped' }
            expect { going.over }
            m.memory remove: 0x20000
            seen = 0
            def again = m.launch until: { seen > 3 }, within: 100.s
            expect { again.join().exit().toString() == 'condition' }
            m.launch()
        ''')

        then: 'a run that is under way at the end of the script is ended'
        result.err == ''
        result.status == 0

        where:
        board << ['kvm', 'model:x86_64']
    }

    def "what a launched run fails with, join fails with"() {
        given:
        def on = new OnBoard('model:x86_64')
        on.run("m = vm { $GUEST; on(io: 0x10) { throw new IllegalStateException('no') } }; going = m.launch within: 60.s")

        when:
        on.run('going.join()')

        then:
        def failed = thrown(ScriptError)
        failed.message.contains('no')

        cleanup:
        on.close()
    }

    def "in JavaScript a machine with handlers is not launched, and one without is"() {
        given:
        def on = new OnBoard('model:x86_64', Language.JS)

        expect:
        on.run("const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'eb fe'}, vcpu: {real: 0x1000}}); const going = m.launch({within: seconds(100)}); m.memory({at: 0x100000, size: KB(64)}); m.stop(); String(going.join().exit)") == 'stopped'

        when:
        on.run('m.on({io: 1}, () => 1); m.launch()')

        then:
        def refused = thrown(ScriptError)
        refused.message.contains('in JavaScript launch needs a machine without handlers')

        cleanup:
        on.close()
    }
}
