package org.kvmsh.specs.guest

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

/** start begins a run and the script continues: it inspects the machine, changes it, and waits for the end of the run. */
class RunsBesideTheScriptSpec extends Specification {
    @TempDir
    Path folder

    /** out 0x10, al; out 0x11, al; in al, 0x20; mov [0x3000], al; hlt */
    private static final GUEST = "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 e6 11 e4 20 a2 00 30 f4'; vcpu(0) { real 0x1000; regs rax: 0x41 }"

    @Sample(verify = 4)
    def "a machine runs while the script moves and removes memory, on #board"() {
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
            def going = m.start within: 100.s
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
            def again = m.start until: { seen > 3 }, within: 100.s
            expect { again.join().exit().toString() == 'condition' }
            m.start()
        ''')

        then: 'a run that is active at the end of the script is ended'
        result.err == ''
        result.status == 0

        where:
        board << ['kvm', 'model:x86_64']
    }

    @Sample(verify = 16)
    def "a guest runs on while its memslot is moved and deleted #times times, on #board"() {
        given:
        Needed.orSkip(board)

        when:
        def result = Kvmsh.run('-q', '-b', board, '-e', """
            def m = vm { memory at: $base, size: 64.KB; memory at: $base + 0x20000, size: 4.KB
              load at: $base + 0x1000, hex: '$code'
              vcpu(0) { $start } }
            m.on(mmio: ($base + 0x20000)..($base + 0x20fff)) { e -> 7 }
            def going = m.start within: 500.s
            ${times}.times {
              m.memory move: $base + 0x20000, at: $base + 0x30000
              m.memory move: $base + 0x30000, at: $base + 0x20000
              m.memory remove: $base + 0x20000
              m.memory at: $base + 0x20000, size: 4.KB
            }
            expect { !going.over }
            m.stop()
            expect { going.join().exit().toString() == 'stopped' }
        """.toString())

        then:
        result.err == ''
        result.status == 0

        where:
        board             | times | base         | code                                 | start
        'kvm'             | 50    | '0x0'        | 'bb 00 20  8e db  a1 00 00  eb fb'   | 'real 0x1000'
        'model:x86_64'    | 2000  | '0x0'        | 'bb 00 20  8e db  a1 00 00  eb fb'   | 'real 0x1000'
        'model:arm-vgicv2' | 2000  | '0x40000000' | '41 00 40 b9  ff ff ff 17'           | 'start 0x40001000; regs x2: 0x40020000'
    }

    private static final JS_GUEST = "memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 10 e6 11 e4 20 a2 00 30 f4'}, vcpu: {real: 0x1000, regs: {rax: 0x41}}"
    /** in al, 0x20; jmp back */
    private static final JS_ASKING = "memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e4 20 eb fc'}, vcpu: {real: 0x1000}"

    def "in JavaScript the handlers of a started run are called on the script's thread, whenever it calls a word: #text"() {
        given:
        def on = new OnBoard('model:x86_64', Language.JS)

        when:
        on.run("const got = []; const m = vm({$JS_GUEST, on: [{io: 0x10, do: e => { got.push(Number(e.value)) }}, {io: 0x11, do: e => { got.push(0x11) }}, {io: 0x20, do: e => 0x42}]})".toString())
        on.run("const going = m.start({until: hlt, within: seconds(100)}); $text".toString())

        then:
        on.run('String(going.join().exit)') == 'hlt'
        on.run("got.join() + ' ' + m.mem(0x3000, 1)[0]") == '65,17 66'

        cleanup:
        on.close()

        where:
        text << ['going.join()', 'while (!going.over) { }', 'while (m.mem(0x3000, 1)[0] != 0x42) { }', 'while (m.exits.all.length < 3) { }', '']
    }

    def "a JavaScript file that ends before its started run gets an error: #handlers #text"() {
        given:
        def file = folder.resolve('going.js').toFile()
        file.text = "const m = vm({$JS_ASKING$handlers}); const going = m.start({within: seconds(100)}); $text\n"

        when:
        def result = Kvmsh.run('-q', '--board', 'model:x86_64', file.path)

        then:
        result.status == 0
        result.out.contains('note: the script ended before a started run (machine on model:x86_64') == told
        result.out.contains('try: call .join() on the run') == told

        where:
        handlers                         | text        || told
        ', on: {io: 0x20, do: e => 1}'   | ''          || true
        ', on: {io: 0x20, do: e => 1}'   | 'm.close()' || false
        ', answer: {io: 0x20, value: 1}' | ''          || false
    }

    def "in JavaScript a started machine with handlers is stopped, closed and abandoned: #text"() {
        given:
        def on = new OnBoard('model:x86_64', Language.JS)

        when:
        on.run("let asked = 0; const m = vm({$JS_ASKING, on: {io: 0x20, do: e => { asked++; return 1 }}}); const going = m.start({within: seconds(100)}); while (asked < 3) { going.over }; $text".toString())

        then:
        on.run(then) == answer

        cleanup: 'running processes are ended'
        on.close()

        where:
        text                                                              | then                           || answer
        'm.stop()'                                                        | 'String(going.join().exit)'    || 'stopped'
        'm.on({io: 0x21}, e => 1); m.stop(); going.join()'                | 'going.over'                   || true
        'm.close()'                                                       | 'going.over'                   || true
        ''                                                                | 'asked >= 3'                   || true
        'const after = asked'                                             | 'while (asked < after + 3) { going.over }; asked > after' || true
    }

    def "join fails with the error of the started run: #language"() {
        given:
        def on = new OnBoard('model:x86_64', language)
        on.run(launching)

        when:
        on.run('going.join()')

        then:
        def failed = thrown(ScriptError)
        failed.message.contains('no')

        cleanup:
        on.close()

        where:
        language        | launching
        Language.GROOVY | "m = vm { $GUEST; on(io: 0x10) { throw new IllegalStateException('no') } }; going = m.start within: 60.s".toString()
        Language.JS     | "const m = vm({$JS_ASKING, on: {io: 0x20, do: e => { throw new Error('no') }}}); const going = m.start({within: seconds(100)})".toString()
    }

    def "in JavaScript two started machines and a running one take turns for their handlers"() {
        given:
        def on = new OnBoard('model:x86_64', Language.JS)

        expect:
        on.run("""
            const seen = [0, 0]
            const two = seen.map((_, i) => vm({$JS_ASKING, on: {io: 0x20, do: e => ++seen[i]}}))
            const going = two.map((m, i) => m.start({until: () => seen[i] >= 3, within: seconds(100)}))
            const third = vm({$JS_GUEST, on: [{io: any, do: e => 1}]})
            third.run({until: hlt, within: seconds(100)})
            going.map(each => String(each.join().exit)).join() + ' ' + seen
        """.toString()) == 'condition,condition 3,3'

        cleanup:
        on.close()
    }

    def "a handler cannot wait for the end of its own run: #language"() {
        given:
        def on = new OnBoard('model:x86_64', language)
        on.run(language == Language.GROOVY ? "going = null; m = vm { $GUEST; on(io: 0x10) { while (going == null) { sleep 1 }; going.join() } }; going = m.start within: 100.s".toString()
                : "let going; const m = vm({$JS_GUEST, on: {io: 0x10, do: e => { going.join() }}}); going = m.start({within: seconds(100)})".toString())

        when:
        on.run('going.join()')

        then:
        def failed = thrown(ScriptError)
        failed.message.contains('join cannot be called from a handler')

        cleanup:
        on.close()

        where:
        language << [Language.GROOVY, Language.JS]
    }
}
