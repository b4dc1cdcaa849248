package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import javax.xml.parsers.DocumentBuilderFactory
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Tests that a signal ends: the one under way is an error, those behind it did not run, and neither is ever reported as passed or skipped. */
@Needs(['SIGINT', 'kill'])
@Timeout(600)
class InterruptedIsNotPassedSpec extends Specification {
    /** Its last statement is a run, which an interrupt ends like any other. */
    static final String GROOVY = '''\
        test('before') { expect { 1 == 1 } }
        test('the guest spins') {
          vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }
          println 'now'
          run within: 5.min
        }
        test('after') { }
        ['x', 'y'].each { n -> test("of $n") { } }
        '''.stripIndent()
    static final String JS = '''\
        test('before', () => { expect(() => 1 == 1) })
        test('the guest spins', () => {
          vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'eb fe'}, vcpu: {real: 0x1000}})
          println('now')
          run({within: minutes(5)})
        })
        test('after', () => { })
        for (const n of ['x', 'y']) test(`of ${n}`, () => { })
        '''.stripIndent()

    /** Tells that it loops before it does. */
    static final String LOOPS = "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 eb fe'; vcpu(0) { real 0x1000; regs rbx: 2 }; on(io: 0x80) { println 'now' } }; run within: 100.s"

    @TempDir
    Path folder
    @AutoCleanup
    StartedKvmsh kvmsh

    @Sample(verify = 8)
    def "kvmsh test, #name, SIG#signal: exit status #status"() {
        given:
        script('a.groovy', GROOVY)
        script('a.js', JS)
        script('b.groovy', "test('of another script') { }")

        when:
        kvmsh = new StartedKvmsh(folder, StartedKvmsh.processors(1), 'test', name, 'b.groovy', '-b', 'model:x86_64', '-b', 'model:rfc', '--output', 'junit=junit.xml', '--output', 'ktap=ktap.txt')
        int ended = kvmsh.await { kvmsh.kill(signal) }
        def junit = junit()

        then:
        ended == status
        kvmsh.results() == ['ok 1 before', 'not ok 2 the guest spins # interrupted', 'not ok 3 after # not run: interrupted', "not ok 4 the tests at line 8 # not run: interrupted",
                            'not ok 1 b.groovy # not run: interrupted', 'model:x86_64 (model): 1 passed, 0 failed, 0 skipped, 1 error, 3 not run',
                            'all boards: 1 passed, 0 failed, 0 skipped, 1 error, 5 not run']
        kvmsh.lines.contains('model:rfc did not run: interrupted')

        and:
        junit['before'] == []
        junit['the guest spins'] == ['error']
        junit['after'] == ['error']
        junit.findAll { it.value != ['error'] }.keySet() == ['before'] as Set
        Files.readAllLines(folder.resolve('ktap.txt')).findAll { it ==~ /\s+(not )?ok .*/ }*.trim().findAll { it.startsWith('ok') } == ['ok 1 before']

        where:
        name       | signal || status
        'a.groovy' | 'INT'  || 130
        'a.js'     | 'INT'  || 130
        'a.groovy' | 'TERM' || 143
    }

    @Sample(verify = 8)
    def "a script run directly, #name, SIG#signal: exit status #status"() {
        given:
        script('a.groovy', GROOVY)
        script('a.js', JS)

        when:
        kvmsh = new StartedKvmsh(folder, '-b', 'model:x86_64', name)
        int ended = kvmsh.await { kvmsh.kill(signal) }

        then:
        ended == status
        kvmsh.results() == ['ok 1 before', 'not ok 2 the guest spins # interrupted', 'not ok 3 after # not run: interrupted', "not ok 4 the tests at line 8 # not run: interrupted",
                            '1 of 2 tests passed, 1 error, 2 not run']

        where:
        name       | signal || status
        'a.groovy' | 'TERM' || 143
        'a.js'     | 'INT'  || 130
    }

    /** To open a FIFO waits for its writer, and nothing ends that. */
    @Sample(verify = 8)
    def "a script that is a FIFO without a writer, #options"() {
        given:
        script('a.groovy', "test('before') { println 'now'; expect { true } }")
        new ProcessBuilder('mkfifo', folder.resolve('b.groovy').toString()).start().waitFor()

        when:
        kvmsh = new StartedKvmsh(folder, 'test', 'a.groovy', 'b.groovy', '-b', 'model:x86_64', *options)
        int ended = kvmsh.await {
            Thread.start {
                sleep(1500)
                kvmsh.kill('TERM')
            }
        }

        then:
        ended == 143
        kvmsh.results().with { [it.first(), it.last()] } in ['1 error', *(options ? ['1 not run'] : [])].collect { // the process for it may not have begun
            ['ok 1 before', "model:x86_64 (model): 1 passed, 0 failed, 0 skipped, $it" as String]
        }
        kvmsh.lines.every { !it.contains('a bug in kvmsh') }

        where:
        options << [[], ['--isolate']]
    }

    def "a run that begins after a signal has begun to end its process is interrupted"() {
        given:
        String text = 'Runtime.runtime.addShutdownHook(new Thread({ println org.kvmsh.repl.runner.Ending.bySignalOrExit(org.kvmsh.repl.cli.StandardOutput.to(System.out)).wanted() }))'

        expect:
        new ProcessBuilder("${System.getProperty('java.home')}/bin/java".toString(), '-cp', System.getProperty('java.class.path'), 'groovy.ui.GroovyMain', '-e', text)
                .redirectErrorStream(true).start().inputReader().readLines() == ['INTERRUPTED']
    }

    @Sample(verify = 8)
    def "a test interrupted while computing, #what"() {
        given:
        script('a.groovy', "test('before') { }\ntest('computes') { println 'now'; $body }\ntest('after') { }")

        when:
        kvmsh = new StartedKvmsh(folder, 'test', 'a.groovy', '-b', 'model:x86_64')
        int ended = kvmsh.await { kvmsh.kill('INT') }

        then:
        ended == 130
        kvmsh.results()[0..2] == ['ok 1 before', 'not ok 2 computes # interrupted', 'not ok 3 after # not run: interrupted']

        where:
        what                                | body
        'in a loop'                         | 'while (true) { }'
        'in a loop that catches everything' | 'while (true) { try { Thread.sleep(1000) } catch (Throwable t) { } }'
        'while it waits for gdb'            | "vm { memory at: 0, size: 64.KB; vcpu(0) { real 0 } }.gdb 0, within: 100.s"
        'where nothing ends it'             | 'new java.util.concurrent.Semaphore(0).acquireUninterruptibly()'
    }

    @Sample(verify = 8)
    def "an interrupt outside of tests: #text"() {
        given:
        script('a.groovy', text)

        when:
        kvmsh = new StartedKvmsh(folder, 'test', 'a.groovy', '-b', 'model:x86_64')
        int ended = kvmsh.await { kvmsh.kill('INT') }

        then:
        ended == 130
        kvmsh.results() == results

        where:
        text                                                          || results
        "println 'now'; vm { vcpu 0 }.gdb 0, within: 100.s"           || ['not ok 1 a.groovy # interrupted', 'model:x86_64 (model): 0 passed, 0 failed, 0 skipped, 1 error']
        "println 'now'; Thread.sleep(100_000)"                        || ['not ok 1 a.groovy # interrupted', 'model:x86_64 (model): 0 passed, 0 failed, 0 skipped, 1 error']
        "test('a') { }\nprintln 'now'\nwhile (true) { }\ntest('b') { }" || ['ok 1 a', 'not ok 2 a.groovy, the rest # interrupted', 'not ok 3 b # not run: interrupted',
                                                                           'model:x86_64 (model): 1 passed, 0 failed, 0 skipped, 1 error, 1 not run']
    }

    def "a script that ends without an error after Ctrl-C was interrupted"() {
        given:
        script('a.groovy', "println 'now'; try { Thread.sleep(100_000) } catch (InterruptedException e) { }")

        when:
        kvmsh = new StartedKvmsh(folder, '-b', 'model:x86_64', 'a.groovy')
        int ended = kvmsh.await { kvmsh.kill('INT') }

        then:
        ended == 130
        kvmsh.lines.dropWhile { it != 'now' } == ['now', 'interrupted']
    }

    @Sample(verify = 8)
    def "an interrupt shows where a guest was that looped: kvmsh #command, #text"() {
        given:
        script('a.groovy', text)

        when:
        kvmsh = new StartedKvmsh(folder, *command, 'a.groovy', '-b', 'model:x86_64')
        int ended = kvmsh.await { kvmsh.kill('INT') }
        def printed = kvmsh.lines*.trim()

        then:
        ended == 130
        printed.count { it.contains('stopped after 1 exit') } == 1
        printed.any { it.contains('rbx    0x0000000000000002') }
        printed.any { it.contains('rip    0x0000000000001002') }

        where:
        [command, text] << [[[], ['test']], [LOOPS, "$LOOPS; println 'after'", "test('loops', within: 200.s) { $LOOPS; println 'after' }", "test('before') { }\n$LOOPS\nprintln 'after'"]].combinations()
    }

    def "a test interrupted in a loop: the loop's remaining tests are mentioned, but not counted"() {
        given:
        script('a.groovy', 'for (i in 1..4) { test("turn $i") { if (i == 2) { println \'now\'; Thread.sleep(100_000) } } }')

        when:
        kvmsh = new StartedKvmsh(folder, 'test', 'a.groovy', '-b', 'model:x86_64')
        kvmsh.await { kvmsh.kill('TERM') }

        then:
        kvmsh.results()[0..2] == ['ok 1 turn 1', 'not ok 2 turn 2 # interrupted', 'not ok 3 other tests at line 1, if any # not run: interrupted']
    }

    def "a script that ends the process with #call fails"() {
        given:
        script('a.groovy', "test('before') { }\ntest('exits') { $call }\ntest('after') { }")

        when:
        kvmsh = new StartedKvmsh(folder, 'test', 'a.groovy', '-b', 'model:x86_64', '--output', 'ktap=ktap.txt')
        int ended = kvmsh.await()

        then:
        ended == 1
        kvmsh.results() == ['ok 1 before', 'not ok 2 exits # System.exit', 'not ok 3 after # not run: the script called System.exit', 'model:x86_64 (model): 1 passed, 0 failed, 0 skipped, 1 error, 1 not run']
        Files.readAllLines(folder.resolve('ktap.txt'))[-2] == 'not ok 1 model:x86_64 (model)'

        where:
        call << ['System.exit(0)']
    }

    /** The content of each testcase, by its name. */
    private Map<String, List<String>> junit() {
        def cases = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve('junit.xml').toFile()).getElementsByTagName('testcase')
        (0..<cases.length).collectEntries {
            def inside = cases.item(it).childNodes
            [cases.item(it).getAttribute('name'), (0..<inside.length).collect { inside.item(it).nodeName } - '#text']
        }
    }

    private void script(String name, String text) {
        Files.writeString(folder.resolve(name), text)
    }
}
