package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What fails on a thread that a test has started fails that test; after its result, its script; after the script, the run. Nothing of it is lost in a Future or a catch. */
@Timeout(600)
class ThreadsFailTheirTestSpec extends Specification {
    /** Ways to do something on another thread. */
    static final Map<String, String> WAYS = [
            'Thread.start'       : 'Thread.start { BODY }',
            'new Thread'         : 'new Thread({ BODY }).start()',
            'a thread\'s thread' : 'Thread.start { Thread.start { BODY } }',
            'a daemon'           : 'Thread.startDaemon { BODY }',
            'execute'            : 'Executors.newFixedThreadPool(1).execute { BODY }',
            'submit'             : 'Executors.newCachedThreadPool().submit { BODY }',
            'a Callable'         : 'Executors.newFixedThreadPool(1).submit({ BODY } as Callable)',
            'invokeAll'          : 'Executors.newFixedThreadPool(2).invokeAll([{ BODY } as Callable])',
            'CompletableFuture'  : 'CompletableFuture.runAsync { BODY }',
            'a later stage'      : 'CompletableFuture.supplyAsync { 1 }.thenAcceptAsync { v -> BODY }',
            'the common pool'    : 'ForkJoinPool.commonPool().execute { BODY }',
            'a parallel stream'  : 'Thread.start { [1, 2, 3].parallelStream().forEach { n -> if (n == 2) { BODY } } }',
            'a timer'            : 'new Timer(true).runAfter(5) { BODY }',
            'a schedule'         : 'Executors.newScheduledThreadPool(1).schedule({ BODY } as Runnable, 5, TimeUnit.MILLISECONDS)',
            'an uncaught handler': 'new Thread({ BODY }).with { it.uncaughtExceptionHandler = { t, e -> }; it.start() }']
    static final Map<String, List<String>> ERRORS = [
            expect : ['expect { 1 == 2 }', 'expectation failed:'],
            caught : ['def owner = 1; try { assert owner == 2 } catch (Throwable e) { }', 'expectation failed:'],
            errno  : ['expect(errno: ENODEV) { kvm.ioctl KVM_CREATE_VM, 98 }', 'expected ENODEV'],
            thrown : ["throw new IllegalStateException('on purpose')", 'on purpose'],
            refused: ['kvm.ioctl KVM_CREATE_VM, 98', 'KVM_CREATE_VM on /dev/kvm failed']]

    @TempDir
    Path folder

    @Sample(verify = 16)
    def "an error while the test runs or just after its body is the test's, #how"() {
        given:
        WAYS.eachWithIndex { way, text, i ->
            errors(i).each { kind, error ->
                [during: 'sleep 30', after: ''].each { time, rest ->
                    script("$i-$kind-${time}.groovy", """\
                        import java.util.concurrent.*
                        test('a') {
                          ${text.replace('BODY', (time == 'after' ? 'sleep 20; ' : '') + error[0])}
                          $rest
                          expect { 1 == 1 }
                        }
                        test('b') { expect { 1 == 1 } }
                        """)
                }
            }
        }

        when:
        def result = Kvmsh.run(*['test', '--timeout', '5min', *beside, '-b', 'model:x86_64', '--output', "json=${folder.resolve('run.json')}", folder.toString()]*.toString())
        def scripts = Json.value(Files.readString(folder.resolve('run.json')).replace('\n', '')).boards[0].scripts
        def wrong = scripts.findAll { script ->
            def error = ERRORS[script.script.split('-')[1]]
            // On a loaded host a thread may take longer than its test waits: then it is the script's.
            def own = script.tests*.verdict == ['failed', 'passed'] && script.tests[0].toString().contains('on a thread that the script has started')
            def late = script.tests[0].toString().contains('still run') && script.tests.last().toString().contains("on a thread that test 'a' had started, after test 'a' had ended")
            !script.tests.toString().contains(error[1]) || !own && !late
        }

        then:
        scripts.size() == WAYS.size() * errors(0).size() * 2
        // A handler of the script's own is asked in place of kvmsh: what is no expectation is its own matter.
        wrong.findAll { !isHandled(it.script) }*.script == []
        result.status == 1

        where:
        how      | beside
        'alone'  | []
        'beside' | ['-j', '2']
    }

    @Sample(verify = 16)
    def "an error after its test's result fails the script, and names the test, #how"() {
        given: 'invokeAll itself would wait for what the test is to do later'
        WAYS.findAll { way, text -> way != 'invokeAll' }.each { way, text ->
            int i = WAYS.keySet().findIndexOf { it == way }
            errors(i).each { kind, error ->
                script("$i-${kind}.groovy", """\
                    import java.util.concurrent.*
                    def go = new CountDownLatch(1)
                    test('first') {
                      ${text.replace('BODY', "go.await(); ${error[0]}")}
                      expect { 1 == 1 }
                    }
                    test('second') { ${how == 'between tests' ? 'go.countDown(); sleep 50' : ''} }
                    ${how == 'between tests' ? '' : "Thread.startDaemon { sleep 1500; go.countDown() }"}
                    """)
            }
        }

        when:
        def result = Kvmsh.run('test', '-j', '16', '-b', 'model:x86_64', '--output', "json=${folder.resolve('run.json')}", '--output', "junit=${folder.resolve('junit.xml')}", folder.toString())
        def scripts = Json.value(Files.readString(folder.resolve('run.json')).replace('\n', '')).boards[0].scripts
        def waiting = scripts.findAll { !isHandled(it.script) }
        def wrong = waiting.findAll { script ->
            def error = ERRORS[script.script.split('-|\\.')[1]]
            def last = script.tests.last()
            script.tests.take(2)*.verdict != ['passed', 'passed'] || last.verdict != 'failed' || !last.toString().contains(error[1]) || !last.toString().contains("on a thread that test 'first' had started, after test 'first' had ended")
        }

        then:
        wrong.collect { [it.script, it.tests] } == []
        // Those of the common pool may not have begun, since it has few threads.
        waiting.findAll { (it.script.split('-')[0] as int) < 6 }.every { it.tests[0].toString().contains('still run') }
        result.status == 1
        Files.readString(folder.resolve('junit.xml')).count('<failure') >= waiting.size()

        where:
        how << ['between tests', 'after the script']
    }

    def "an error is in the run even if its thread fails while the script's VMs are closed"() {
        given: 'VMs of which the first is closed long before the last'
        (1..8).each { script("${it}.groovy", """\
            def all = (1..40).collect { vm { memory at: 0, size: 64.KB } }
            test('a') { Thread.start { while (true) { all[0].mem(0, 4); sleep 1 } }; expect { 1 == 1 } }
            """) }

        when:
        def result = Kvmsh.run('test', '-j', '2', '-b', 'model:x86_64', '--output', "json=${folder.resolve('run.json')}", folder.toString())
        def scripts = Json.value(Files.readString(folder.resolve('run.json')).replace('\n', '')).boards[0].scripts

        then:
        scripts.size() == 8
        scripts.findAll { it.tests.last().verdict != 'failed' || !it.tests.last().toString().contains("after test 'a' had ended") }*.tests == []
        result.status == 1
    }

    @Sample(verify = 8)
    def "threads that have done their work, and pools without work, are no error: #text"() {
        given:
        def file = script('fine.groovy', "import java.util.concurrent.*\ntest('a') {\n  $text\n}\n")

        expect:
        with(Kvmsh.run('test', '-b', 'model:x86_64', file)) {
            out.readLines().findAll { it ==~ /(not )?ok .*/ } == ['ok 1 a']
            status == 0
        }

        where:
        text << ['Thread.start { sleep 200; expect { 1 == 1 } }',
                 'def p = Executors.newFixedThreadPool(4); p.invokeAll([{ expect { 1 == 1 } } as Callable] * 9)',
                 'Executors.newScheduledThreadPool(2)',
                 'new Timer(true)',
                 'expect { (1..100).parallelStream().mapToInt { n -> n }.sum() == 5050 }',
                 "def f = Executors.newFixedThreadPool(1).submit({ throw new IllegalStateException('x') } as Callable); try { f.get() } catch (ExecutionException e) { expect { e.cause.message == 'x' } }",
                 "def v = CompletableFuture.supplyAsync { throw new IllegalStateException('x') }.exceptionally { e -> 3 }.join(); expect { v == 3 }",
                 "def v = CompletableFuture.supplyAsync { throw new IllegalStateException('x') }.handle { r, e -> e ? 4 : 5 }.join(); expect { v == 4 }",
                 'def e = Executors.newFixedThreadPool(1).submit({ attempt { kvm.ioctl KVM_CREATE_VM, 99 } } as Callable).get(); expect { e == EINVAL }',
                 "Thread.start { try { [1].each { throw new IllegalStateException('x') } } catch (IllegalStateException e) { } }"]
    }

    def "a thread that goes on is named in the result of its test"() {
        given:
        def file = script('goes-on.groovy', "test('a') {\n  Thread.startDaemon('beats') { while (true) { sleep 20 } }\n}\ntest('b') { }\n")

        expect:
        with(Kvmsh.run('test', '-b', 'model:x86_64', file)) {
            out.readLines().findAll { it ==~ /(not )?ok .*/ } == ['ok 1 a # thread beats (line 2) still runs', 'ok 2 b']
            status == 0
        }
    }

    @Sample(verify = 4)
    def "a failed expectation fails its test even if the script catches its error: #name"() {
        given:
        def file = script(name, text)

        when:
        def result = Kvmsh.run('test', '-b', 'model:x86_64', file)

        then:
        result.out.readLines().findAll { it ==~ /(not )?ok .*/ } == [line, 'ok 2 next']
        result.out.contains('the script caught this error, but a failed expectation or assertion fails its test')
        result.status == 1

        where:
        name          | text || line
        'a.groovy'    | "test('a') { try { expect { 1 == 2 } } catch (Throwable e) { } }\ntest('next') { }" || 'not ok 1 a'
        'errno.groovy' | "test('a') { try { expect(errno: ENODEV) { kvm.ioctl KVM_CREATE_VM, 98 } } catch (Throwable e) { } }\ntest('next') { }" || 'not ok 1 a'
        'exit.groovy' | "test('a') { vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }; run until: hlt; try { expect exit: io } catch (Throwable e) { } }\ntest('next') { }" || 'not ok 1 a'
        'skip.groovy' | "test('a') { try { expect { 1 == 2 } } catch (Throwable e) { }; needs boards: 'arm*' }\ntest('next') { }" || 'not ok 1 a'
        'finally.groovy' | "def f() { try { expect { 1 == 2 } } finally { return 1 } }\ntest('a') { f() }\ntest('next') { }" || 'not ok 1 a'
        'assert.groovy' | "test('a') { try { assert 1 == 2 } catch (Throwable e) { } }\ntest('next') { }" || 'not ok 1 a'
        'said.groovy' | "test('a') { try { assert 1 == 2 : 'two' } catch (AssertionError e) { } }\ntest('next') { }" || 'not ok 1 a'
        'branch.groovy' | "test('a') { try { if (board) assert 1 == 2 } catch (AssertionError e) { } }\ntest('next') { }" || 'not ok 1 a'
        'loop.groovy' | "test('a') { try { do assert 1 == 2\n while (false) } catch (AssertionError e) { } }\ntest('next') { }" || 'not ok 1 a'
        'each.groovy' | "test('a') { [1, 0].each { n -> try { assert n } catch (AssertionError e) { } } }\ntest('next') { }" || 'not ok 1 a'
        'class.groovy' | "class C { static check(n) { assert n } }\ntest('a') { try { C.check(0) } catch (AssertionError e) { } }\ntest('next') { }" || 'not ok 1 a'
        'static.groovy' | "static check(n) { assert n }\ntest('a') { try { check 0 } catch (AssertionError e) { } }\ntest('next') { }" || 'not ok 1 a'
        'handler.groovy' | "test('a') { m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 f4'; vcpu(0) { real 0x1000 }; on(io: 0x10) { e -> try { assert e == null } catch (AssertionError x) { } } }; m.run() }\ntest('next') { }" || 'not ok 1 a'
        'a.js'        | "test('a', () => { try { expect(() => 1 == 2) } catch (e) { } })\ntest('next', () => { })" || 'not ok 1 a'
        'errno.js'    | "test('a', () => { try { expect({errno: ENODEV}, () => kvm.ioctl(KVM_CREATE_VM, 98)) } catch (e) { } })\ntest('next', () => { })" || 'not ok 1 a'
        'skip.js'     | "test('a', () => { try { expect(() => 1 == 2) } catch (e) { }; needs({boards: 'arm*'}) })\ntest('next', () => { })" || 'not ok 1 a'
    }

    @Sample(verify = 8)
    def "outside of tests too: #name"() {
        given:
        def file = script(name, text)

        expect:
        with(Kvmsh.run('test', '-b', 'model:x86_64', file)) {
            out.contains("not ok 1 $name")
            status == 1
        }
        with(Kvmsh.run('-q', '-b', 'model:x86_64', file)) {
            err.contains('expectation failed:')
            status == 1
        }

        where:
        name            | text
        'caught.groovy' | 'try { expect { 1 == 2 } } catch (Throwable e) { }'
        'asserts.groovy' | 'try { assert 1 == 2 } catch (Throwable e) { }'
        'caught.js'     | 'try { expect(() => 1 == 2) } catch (e) { }'
        'skips.groovy'  | "try { expect { 1 == 2 } } catch (Throwable e) { }\nneeds boards: 'arm*'"
        'thread.groovy' | 'Thread.start { sleep 100; expect { 1 == 2 } }'
        'pool.groovy'   | 'java.util.concurrent.CompletableFuture.runAsync { sleep 100; expect { 1 == 2 } }'
    }

    /** Those of one way: each way has another one, or all. */
    private static Map<String, List<String>> errors(int way) {
        Boolean.getBoolean('whole') ? ERRORS : ERRORS.keySet()[way % ERRORS.size()].with { [(it): ERRORS[it]] }
    }

    /** Whether a handler of the script's takes what is no expectation. */
    private static boolean isHandled(String script) {
        WAYS.keySet()[script.split('-')[0] as int] == 'an uncaught handler' && script.split('-|\\.')[1] in ['thrown', 'refused']
    }

    private String script(String name, String text) {
        Files.writeString(folder.resolve(name), text.stripIndent()).toString()
    }
}
