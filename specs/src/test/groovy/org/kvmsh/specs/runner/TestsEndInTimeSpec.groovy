package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The time that a test may take: {@code --timeout} for each, {@code within:} for one. */
@Timeout(600)
class TestsEndInTimeSpec extends Specification {
    /** What a test may take here. One that is to pass is given more: a busy machine may take it for the shortest one. */
    static final String SHORT = '900ms'
    static final String SPINS = "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 }"
    static final String WRITES = "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 eb fc'; vcpu(0) { real 0x1000 }"
    static final String JS_SPINS = "memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'eb fe'}"
    static final String JS_WRITES = "memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 80 eb fc'}"

    @TempDir
    Path folder
    @AutoCleanup
    StartedKvmsh started

    @Sample(of = 4, verify = 64)
    def "on #board, an endless Groovy test, #what: it is ended, and the next one runs"() {
        given:
        Needed.orSkip(board)
        def file = script('a.groovy', "test('hangs') { $body }\ntest('next', within: 5.min) { expect { machines() == 0 } }\n" +
                "int machines() { try { regs; 1 } catch (e) { 0 } }")

        when:
        def result = Kvmsh.run('test', file, '-b', board, '--timeout', SHORT)

        then:
        lines(result) == ['not ok 1 hangs # TIMEOUT', 'ok 2 next']
        result.out.contains('\n  took longer than its limit of 900 ms\n')
        result.status == 1

        where:
        [board, what, body] << [['model:x86_64', 'kvm:x86_64'], [
                ['in a loop', 'while (true) { }'],
                ['asleep', 'Thread.sleep(1_000_000)'],
                ['in a loop that catches everything', 'while (true) { try { Thread.sleep(10) } catch (Throwable t) { } }'],
                ['in nested blocks', '(1..9).each { while (true) { try { [1, 2].each { while (true) { } } } catch (Throwable t) { } finally { while (true) { } } } }'],
                ['its guest', "vm { $SPINS }.run within: 10.min"],
                ['its guest, run again and again', "def m = vm { $SPINS }; while (true) { m.run within: 10.min }"],
                ['a guest that it expects to halt', "vm { $SPINS }; run until: hlt, within: 10.min"],
                ['its handler', "vm { $WRITES; on(io: 0x80) { while (true) { } } }.run within: 10.min"],
                ['its handler on a second vCPU', "vm { $WRITES; vcpu(1) { real 0x1000 }; on(io: 0x80) { e -> if (e.vcpu.id == 1) { while (true) { } } } }.run within: 10.min"]
        ]].combinations { a, b -> [a, *b] }
    }

    @Sample(of = 4, verify = 64)
    def "an endless JavaScript test, #what: it is ended, and the next one runs"() {
        given:
        def file = script('a.js', "test('hangs', () => { $body })\ntest('next', {within: minutes(5)}, () => expect(() => 40 + 2 == 42))")

        when:
        def result = Kvmsh.run('test', file, '-b', 'model:x86_64', '--timeout', SHORT)

        then:
        lines(result) == ['not ok 1 hangs # TIMEOUT', 'ok 2 next']
        result.status == 1

        where:
        what                                | body
        'in a loop'                         | 'while (true) { }'
        'in another loop'                   | 'for (;;);'
        'in a loop that catches everything' | 'while (true) { try { while (true) { } } catch (x) { } finally { for (;;) { } } }'
        'in a function of a function'       | 'const f = () => g(); const g = () => { for (const x of h()) { } }; function* h() { while (true) yield 1 }; f()'
        'in a function of the language'     | '[3, 2, 1].sort(() => { for (;;); })'
        'its guest'                         | "vm({$JS_SPINS, vcpu: {real: 0x1000}}).run({within: minutes(10)})"
        'its handler'                       | "vm({$JS_WRITES, vcpu: {real: 0x1000}, on: {io: 0x80, do: e => { for (;;) { } }}}).run({within: minutes(10)})"
        'its handler of two vCPUs'          | "vm({$JS_WRITES, vcpu: [{real: 0x1000}, {real: 0x1000}], on: {io: 0x80, do: e => { for (;;) { } }}}).run({within: minutes(10)})"
    }

    def "a guest stopped at the time limit is shown with its pc"() {
        given:
        def file = script('a.groovy', "test('hangs') { vm { $SPINS }; run within: 10.min }")

        when:
        def result = Kvmsh.run('test', file, '-b', 'model:x86_64', '--timeout', SHORT)

        then:
        result.out.contains('guest stopped: stopped after 0 exits')
        result.out.contains('-> 0x1000  eb fe')
    }

    @Sample(verify = 8)
    def "a test's own limit, in #name"() {
        given:
        def file = script(name, text)

        when:
        def result = Kvmsh.run('test', file, '-b', 'model:x86_64')

        then:
        lines(result) == ['not ok 1 short # TIMEOUT', 'ok 2 default']
        result.out.contains('took longer than its limit of 200 ms')

        where:
        name   | text
        'a.groovy' | "test('short', within: 200.ms) { while (true) { } }\ntest('default') { Thread.sleep(300) }"
        'a.js'     | "test('short', {within: ms(200)}, () => { while (true) { } })\ntest('default', () => { })"
    }

    @Sample(verify = 16)
    def "a test can have a longer limit than the others, also when run directly: #arguments"() {
        given:
        def file = script('a.groovy', "test('long', within: 5.min) { Thread.sleep(1200) }")

        expect:
        Kvmsh.run(*arguments, file, '-b', 'model:x86_64').out.contains('ok 1 long\n')

        where:
        arguments << [['test', '--timeout', SHORT], []]
    }

    def "a test's own limit applies when a script is run directly, and there is no other limit"() {
        given:
        def file = script('a.groovy', "test('short', within: 200.ms) { while (true) { } }\ntest('next') { }")

        when:
        def result = Kvmsh.run(file, '-b', 'model:x86_64', '-q')

        then:
        lines(result) == ['not ok 1 short # TIMEOUT', 'ok 2 next']
        result.out.readLines().last() == '1 of 2 tests passed, 1 error'
        result.status == 1
    }

    @Sample(of = 2, verify = 32)
    def "a script without tests is one test: #what"() {
        given:
        def file = script(name, text)

        when:
        def result = Kvmsh.run('test', file, script('b.groovy', "test('next script', within: 5.min) { }"), '-b', 'model:x86_64', '--timeout', SHORT)

        then:
        lines(result) == ["not ok 1 $name # TIMEOUT", 'ok 1 next script']
        result.status == 1

        where:
        what                                | name       | text
        'a loop'                            | 'a.groovy' | 'while (true) { }'
        'a loop that catches everything'    | 'a.groovy' | 'while (true) { try { Thread.sleep(10) } catch (Throwable t) { } }'
        'a loop in JavaScript'              | 'a.js'     | 'while (true) { try { while (true) { } } catch (x) { } }'
        'a guest'                           | 'a.groovy' | "vm { $SPINS }; run within: 10.min"
    }

    @Sample(verify = 16)
    def "a script that hangs outside of its tests ends, and its later tests do not run"() {
        given:
        def file = script(name, text)

        when:
        def result = Kvmsh.run('test', file, '-b', 'model:x86_64', '--timeout', SHORT)

        then:
        lines(result) == ['ok 1 before', "not ok 2 $name, the rest # TIMEOUT", 'not ok 3 after # not run: the script timed out']

        where:
        name       | text
        'a.groovy' | "test('before', within: 5.min) { Thread.sleep(1200) }\nThread.sleep(1_000_000)\ntest('after') { }"
        'a.js'     | "test('before', {within: minutes(5)}, () => { })\nwhile (true) { }\ntest('after', () => { })"
    }

    def "the time of tests does not count as time outside of tests"() {
        given:
        def file = script('a.groovy', (1..4).collect { "test('$it', within: 5.min) { Thread.sleep(300) }" }.join('\n'))

        expect:
        lines(Kvmsh.run('test', file, '-b', 'model:x86_64', '--timeout', SHORT)) == (1..4).collect { "ok $it $it" }
    }

    def "code that cannot be ended is abandoned: it is reported, and the program ends"() {
        given:
        script('a.groovy', "test('before') { }\ntest('stuck', within: 500.ms) { new java.util.concurrent.Semaphore(0).acquireUninterruptibly() }\ntest('after') { }")
        script('b.groovy', "test('next script') { }")

        when:
        started = new StartedKvmsh(folder, StartedKvmsh.processors(1), 'test', 'a.groovy', 'b.groovy', '-b', 'model:x86_64', '-b', 'model:rfc')
        int status = started.await()

        then:
        started.results() == ['ok 1 before', 'not ok 2 stuck # TIMEOUT', 'not ok 3 after # not run: the script timed out',
                              'not ok 1 b.groovy # not run: the previous script did not finish',
                              'model:x86_64 (model): 1 passed, 0 failed, 0 skipped, 1 error, 2 not run', 'all boards: 1 passed, 0 failed, 0 skipped, 1 error, 4 not run']
        status == 1
    }

    @Sample(verify = 16)
    def "an endless handler is ended when its run's time is over, on #board"() {
        given:
        Needed.orSkip(board)

        when:
        def result = Kvmsh.run('-b', board, '-q', '-e', "vm { $WRITES; on(io: 0x80) { while (true) { } } }.run within: 1.s")

        then:
        result.status == 1
        result.err.contains("the handler was still running when the run's time limit expired")
        result.err.contains('in the running handler: at io out port 0x80')

        where:
        board << ['model:x86_64', 'kvm:x86_64']
    }

    def "an invalid time: #given"() {
        given:
        def file = script('a.groovy', text)

        when:
        def result = Kvmsh.run('test', file, '-b', 'model:x86_64', *more)

        then:
        (result.out + result.err).contains(said)
        result.status == status

        where:
        text                             | more                   || status | said
        "test('a', within: 5) { }"       | []                     || 1      | "within: takes a time, not '5', a number"
        "test('a', within: 0.s) { }"     | []                     || 1      | "within: must be more than 0 s"
        ''                               | ['--timeout', 'soon']  || 2      | "'soon' is not a time: write 90s, 500ms or 5min"
        ''                               | ['--timeout', '0s']    || 2      | "'0s' is not a time"
        given = (more ?: [text]).join(' ')
    }

    private String script(String name, String text) {
        Files.writeString(folder.resolve(name), text).toString()
    }

    private static List<String> lines(Kvmsh.Result result) {
        result.out.readLines().findAll { it ==~ /(not )?ok \d.*/ }
    }
}
