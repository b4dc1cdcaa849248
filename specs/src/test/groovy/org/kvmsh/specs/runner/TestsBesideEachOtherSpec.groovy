package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import org.kvmsh.specs.kit.Whole
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh test -j N}: scripts of a board run beside each other. They meet by files here, so that a test passes only if it ran beside another. */
@Timeout(600)
class TestsBesideEachOtherSpec extends Specification {
    static final String GUEST = "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }; run until: hlt"
    static final String STUCK = 'new java.util.concurrent.Semaphore(0).acquireUninterruptibly()'

    @TempDir
    Path folder
    @AutoCleanup
    StartedKvmsh started

    @Sample(verify = 8)
    def "on #board, scripts run at once, each with its own machines, and print whole"() {
        given:
        Needed.orSkip(board)
        script('a.groovy', meets('a', 'b'))
        script('b.js', "test('b in JavaScript', () => { vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'f4'}, vcpu: {real: 0x1000}}); run({until: hlt}); expect(() => regs.rip == 0x1001) })")
        script('c.groovy', meets('b', 'a'))

        when:
        def result = Kvmsh.run('test', '-j', '3', '-b', board, '--output', "json=${at('1.json')}", '--run', at('run'), folder.toString())
        def printed = result.out.readLines()

        then:
        result.err == ''
        result.status == 0
        ['a.groovy', 'b.js', 'c.groovy'].every { name ->
            int first = printed.indexOf(name)
            first >= 0 && (name == 'b.js' ? printed[first + 1] == 'ok 1 b in JavaScript'
                    : printed.subList(first + 1, first + 5) == ['one', 'two', 'three', "ok 1 meets ${name == 'a.groovy' ? 'b' : 'a'}".toString()])
        }
        json('1.json').boards[0].scripts*.script == ['a.groovy', 'b.js', 'c.groovy']
        Kvmsh.run('report', at('run'), '--output', "json=${at('2.json')}").status == 0
        json('2.json').boards[0].scripts*.tests == json('1.json').boards[0].scripts*.tests

        where:
        board << ['model:x86_64', 'kvm:x86_64', 'qemu:x86_64']
    }

    def "more jobs than scripts start no more threads than scripts #options"() {
        given:
        script('a.groovy', "sleep 700\nexpect { java.lang.management.ManagementFactory.threadMXBean.totalStartedThreadCount < 500 }")
        script('b.groovy', 'expect { true }')

        when:
        def result = StartedKvmsh.run('test', '-j', '3000', '-b', 'model:x86_64', folder.toString(), *options)

        then:
        result.out.readLines().last() == 'model:x86_64 (model): 2 passed, 0 failed, 0 skipped'
        result.status == 0

        where:
        options << [[], ['--repeat', '2']]
    }

    def "without -j they run one after the other"() {
        given:
        script('a.groovy', meets('a', 'b', 300))
        script('b.groovy', meets('b', 'a', 300))

        expect:
        verdicts(Kvmsh.run('test', '-b', 'model:x86_64', folder.toString())) == ['not ok 1 meets b', 'ok 1 meets a']
    }

    def "a script with the comment // kvmsh: alone runs alone"() {
        given:
        (1..4).each { script("s${it}.groovy", "def me = new File('$folder/runs$it'); me.text = ''\nThread.sleep(100)\nassert !new File('$folder/alone').exists()\nme.delete()\nexpect { true }") }
        script('s0.groovy', "// A test that measures.\n// kvmsh: alone\nnew File('$folder/alone').text = ''\nThread.sleep(300)\nassert new File('$folder').list().every { !it.startsWith('runs') }\nnew File('$folder/alone').delete()\nexpect { true }")
        script('s5.js', "// kvmsh: alone\ntest('alone in JavaScript', () => { })")

        expect:
        verdicts(Kvmsh.run('test', '-j', '3', '--repeat', '3', '-b', 'model:x86_64', folder.toString())).every { it.startsWith('ok ') }
    }

    def "a failure leaves the others' results; with --fail-fast nothing else begins"() {
        given:
        script('a.groovy', meets('a', 'b') + "\ntest('fails') { expect { 1 == 2 } }")
        script('b.groovy', meets('b', 'a'))
        script('c.groovy', "test('later') { }")

        when:
        def all = Kvmsh.run('test', '-j', '2', '-b', 'model:x86_64', folder.toString())
        Files.delete(folder.resolve('a.there'))
        Files.delete(folder.resolve('b.there'))
        script('b.groovy', meets('b', 'a') + "\nwhile (!new File('${at('run')}/results.jsonl').readLines().any { it.contains('script ended') && it.contains('a.groovy') }) { Thread.sleep(20) }")
        def fast = Kvmsh.run('test', '-j', '2', '-b', 'model:x86_64', '--fail-fast', '--run', at('run'), folder.toString())

        then:
        verdicts(all) as Set == ['ok 1 meets b', 'not ok 2 fails', 'ok 1 meets a', 'ok 1 later'] as Set
        fast.status == 1
        verdicts(fast) as Set == ['ok 1 meets b', 'not ok 2 fails', 'ok 1 meets a', 'not ok 1 c.groovy # not run: an earlier test failed (--fail-fast)'] as Set
    }

    @Whole('TestsEndInTimeSpec: code that cannot be ended is abandoned')
    def "a script that nothing ends is abandoned: those beside it go on to their end"() {
        given:
        script('a.groovy', "test('stuck') { $STUCK }\ntest('after') { }")
        script('b.groovy', "test('beside', within: 5.min) { Thread.sleep(14_000) }")
        script('c.groovy', "// kvmsh: alone\ntest('later') { }")

        when:
        started = new StartedKvmsh(folder, 'test', '-j', '2', 'a.groovy', 'b.groovy', 'c.groovy', '-b', 'model:x86_64', '--timeout', '2s')
        int status = started.await()

        then:
        started.results() == ['not ok 1 stuck # TIMEOUT', 'not ok 2 after # not run: the script timed out', 'ok 1 beside', 'not ok 1 c.groovy # not run: another script did not finish',
                              'model:x86_64 (model): 1 passed, 0 failed, 0 skipped, 1 error, 2 not run']
        status == 1
    }

    @Sample(verify = 16)
    def "SIG#signal ends all that run, and keeps what has ended"() {
        given:
        Needed.orSkip('kill', *(signal == 'INT' ? ['SIGINT'] : []))
        script('a.groovy', "test('done') { }")
        script('b.groovy', meets('b', 'c') + "\ntest('b waits') { Thread.sleep(1_000_000) }\ntest('b after') { }")
        script('c.groovy', meets('c', 'b') + "\ntest('c loops') { while (true) { } }")
        script('d.groovy', "test('later') { }")

        when:
        started = new StartedKvmsh(folder, 'test', '-j', '2', folder.toString(), '-b', 'model:x86_64', '--run', at('run'))
        Thread.start {
            while (['b waits', 'c loops'].any { !Files.exists(folder.resolve('run/results.jsonl')) || !Files.readString(folder.resolve('run/results.jsonl')).contains("\"$it\"") }) {
                Thread.sleep(20)
            }
            started.kill(signal)
        }
        int status = started.await()

        then:
        status == exit
        started.results() as Set == ['ok 1 done', 'ok 1 meets c', 'not ok 2 b waits # interrupted', 'not ok 3 b after # not run: interrupted', 'ok 1 meets b', 'not ok 2 c loops # interrupted',
                                     'not ok 1 d.groovy # not run: interrupted', 'model:x86_64 (model): 3 passed, 0 failed, 0 skipped, 2 errors, 2 not run'] as Set

        where:
        signal || exit
        'INT'  || 130
        'TERM' || 143
    }

    def "System.exit is an error of the script that calls it"() {
        given:
        script('a.groovy', meets('a', 'b') + "\ntest('exits') { ${meet('a2', 'b2')}; System.exit(0) }")
        script('b.groovy', meets('b', 'a') + "\ntest('beside') { ${meet('b2', 'a2')}; Thread.sleep(1_000_000) }")

        when:
        started = new StartedKvmsh(folder, 'test', '-j', '2', 'a.groovy', 'b.groovy', '-b', 'model:x86_64')
        int status = started.await()

        then:
        started.results() as Set == ['ok 1 meets b', 'not ok 2 exits # System.exit', 'ok 1 meets a', 'not ok 2 beside # interrupted', 'model:x86_64 (model): 2 passed, 0 failed, 0 skipped, 2 errors'] as Set
        status == 1
    }

    def "a report of the kernel fails all tests that ran then, and says that nothing tells them apart"() {
        given:
        EmulatedBoards.orSkip('qemu:x86_64')
        script('a.groovy', "${meets('a', 'b')}\ntest('warns') { ${meet('a2', 'b2')}; boardlog.BoardLog.log kvm, '${KernelReportsFailTestsSpec.WARNING}'; ${meet('a3', 'b3')} }")
        script('b.groovy', "${meets('b', 'a')}\ntest('beside') { ${meet('b2', 'a2')}; ${meet('b3', 'a3')} }")

        when:
        def result = Kvmsh.run('test', '-j', '2', '-b', 'qemu:x86_64', folder.toString())

        then:
        verdicts(result).findAll { it.contains('# kernel: WARNING at virt/kvm/kvm_main.c:1200') }*.replaceAll(' #.*', '') as Set == ['not ok 2 warns', 'not ok 2 beside'] as Set
        result.out.readLines().count { it.contains('one of these scripts caused it; they ran at the same time, so kvmsh cannot tell which: ') && it.contains('a.groovy') && it.contains('b.groovy') } == 1
        result.out.readLines().count { it ==~ /  same failure as for "(warns" of a|beside" of b)\.groovy above; to run it again: .*/ } == 1
    }

    def "a board that is lost is started once for the scripts that follow"() {
        given:
        EmulatedBoards.orSkip('qemu:x86_64')
        Needed.orSkip('kill')
        script('a.groovy', "${meets('a', 'b')}\ntest('loses it') { new File('$folder/now').text = ''; while (true) { kvm.ioctl KVM_GET_API_VERSION } }")
        script('b.groovy', "${meets('b', 'a')}\ntest('beside') { while (true) { kvm.ioctl KVM_GET_API_VERSION } }")
        script('c.groovy', "test('c later') { expect { kvm.ioctl(KVM_GET_API_VERSION) == 12 } }")
        script('d.groovy', "test('d later') { expect { kvm.ioctl(KVM_GET_API_VERSION) == 12 } }")

        when:
        started = new StartedKvmsh(folder, 'test', '-j', '2', folder.toString(), '-b', 'qemu:x86_64')
        Thread.start {
            while (!Files.exists(folder.resolve('now'))) {
                Thread.sleep(20)
            }
            started.handle().descendants().filter { it.info().command().orElse('').contains('qemu') }.forEach { it.destroyForcibly() }
        }
        int status = started.await()

        then:
        status == 1
        started.lines.count { it.contains('is restarted') } == 1
        started.results().findAll { it.contains('board lost') }.size() == 2
        started.results().containsAll(['ok 1 c later', 'ok 1 d later'])
    }

    def "a number that is none is rejected: #given"() {
        when:
        def result = Kvmsh.run('test', '-j', given, '-b', 'model:x86_64', folder.toString())

        then:
        result.status == 2
        result.err.contains(said)

        where:
        given | said
        '0'   | '--jobs takes a number of at least 1'
        '-1'  | 'at least 1'
        'two' | "'two' is not an int"
    }

    /** Prints and runs a guest between two looks, so that the lines of scripts would mix. */
    private String meets(String me, String other, int millis = 60_000) {
        """\
            test('meets $other', within: 5.min) {
              println 'one'
              ${meet(me, other, millis)}
              println 'two'
              $GUEST
              println 'three'
            }
            """.stripIndent()
    }

    private String meet(String me, String other, int millis = 60_000) {
        "new File('$folder/${me}.there').text = ''; for (int i = 0; i < ${millis.intdiv(10)} && !new File('$folder/${other}.there').exists(); i++) { Thread.sleep(10) }; assert new File('$folder/${other}.there').exists()"
    }

    private static List<String> verdicts(Kvmsh.Result result) {
        result.out.readLines().findAll { it ==~ /(not )?ok \d.*/ }
    }

    private Object json(String name) {
        Json.value(Files.readString(folder.resolve(name)).replace('\n', ''))
    }

    private void script(String name, String text) {
        Files.writeString(folder.resolve(name), text)
    }

    private String at(String name) {
        folder.resolve(name).toString()
    }
}
