package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh test --isolate}: each script has a process of its own, and what ends the process fails that script alone. */
@Timeout(600)
class ScriptsAreIsolatedSpec extends Specification {
    static final String PID = '${ProcessHandle.current().pid()}'

    @TempDir
    Path folder
    @AutoCleanup
    StartedKvmsh started

    @Sample(of = 5, verify = 80)
    def "a process that is ended by #signal fails its script alone, with -j #jobs"() {
        given:
        Needed.orSkip('kill')
        script('a.groovy', "test('first') { }")
        script('b.groovy', "test('before') { }\ntest('is ended') { \"kill -$signal $PID\".execute(); Thread.sleep(60_000) }\ntest('after') { }")
        script('c.js', "test('last', () => { console.log('printed') })")

        when:
        def result = test('-j', jobs, '-b', 'model:x86_64', '--run', at('run'), folder.toString())
        def report = Kvmsh.run('report', at('run'))

        then:
        result.status == 1
        verdicts(result) as Set == ['ok 1 first', 'ok 1 before', "not ok 2 is ended # its process was killed by SIG$ends".toString(),
                                    "not ok 3 b.groovy, the rest # not run: its process was killed by SIG$ends".toString(), 'ok 1 last'] as Set
        result.out.contains('\nprinted\n')
        result.out.readLines().last() == 'model:x86_64 (model): 3 passed, 0 failed, 0 skipped, 1 error, 1 not run'
        report.out.readLines().last() == result.out.readLines().last()
        report.out.contains("its process was killed by SIG$ends")
        Json.facts(folder.resolve('run/run.json'), '').facts*.capabilities*.KVM_CAP_USER_MEMORY == [1]

        where:
        signal | jobs || ends
        'KILL' | '1'  || 'KILL'
        'SEGV' | '1'  || 'ABRT'
        'KILL' | '3'  || 'KILL'
    }

    def "System.exit, a halt and a lack of memory fail their scripts alone"() {
        given:
        script('a.groovy', "test('exits') { System.exit(0) }")
        script('b.groovy', "test('halts') { Runtime.runtime.halt(0) }")
        script('c.groovy', "test('memory') { new byte[Integer.MAX_VALUE] }\ntest('next') { }")
        script('d.groovy', "test('last') { }")

        when:
        def result = test('-b', 'model:x86_64', folder.toString())

        then:
        verdicts(result) == ['not ok 1 exits # System.exit', 'not ok 1 halts # its process ended with exit status 0 before its tests did',
                             'not ok 2 b.groovy, the rest # not run: its process ended with exit status 0 before its tests did', 'not ok 1 memory', 'ok 2 next', 'ok 1 last']
        result.status == 1
    }

    def "the output and the results are those of one process"() {
        given:
        Files.createDirectories(folder.resolve('sub'))
        script('sub/a.groovy', "println args\ntest('passes') { println 'in a' }\ntest('fails') { expect { 1 == 2 } }\ntest('for Arm', boards: 'arm*') { }")
        script('b.groovy', "println args")
        script('c.groovy', "vm { }.nonsense")
        script('d.groovy', "test('refused') { kvm.ioctl KVM_CREATE_VM, 99 }")
        script('known.toml', '[[failure]]\ntest = "refused"\nreason = "it is new"\n')

        when:
        def one = Kvmsh.run('test', *arguments(['--known', at('known.toml'), '--output', "json=${at('1.json')}"]))
        def isolated = test(*arguments(['--known', at('known.toml'), '--output', "json=${at('2.json')}"]))

        then:
        isolated.status == one.status
        isolated.err == one.err
        isolated.out.replace(' --isolate', '') == one.out
        results('2.json') == results('1.json')
    }

    @Sample(of = 2, verify = 2)
    def "a script whose process is stopped by #signal ends, and the next one runs"() {
        given:
        script('a.groovy', """test('stops') { "kill -$signal \${ProcessHandle.current().pid()}".execute(); Thread.sleep(2000) }""")
        script('b.groovy', "test('passes') { expect { true } }")

        when:
        def result = test('--run=none', '-b', 'model:x86_64', folder.toString())

        then:
        result.status == 1
        result.out.contains('not ok 1 stops # its process was killed by SIGKILL\n')
        result.out.contains('ok 1 passes\n')

        where:
        signal << ['STOP', 'TSTP']
    }

    def "the calls of tests that passed are kept as by one process"() {
        given:
        script('a.groovy', "test('makes a VM') { vm { } }\ntest('fails') { expect { 1 == 2 } }")
        script('b.groovy', 'vm { vcpu 0 }')

        when:
        [one: [], many: ['--isolate']].each { run, option -> Kvmsh.run('test', *option, '-b', 'model:x86_64', '--run', at(run), folder.toString()) }

        then:
        Files.readAllLines(folder.resolve('many/boards/0/calls.jsonl')) as Set == Files.readAllLines(folder.resolve('one/boards/0/calls.jsonl')) as Set
        Files.readString(folder.resolve('many/boards/0/calls.jsonl')).contains('KVM_CREATE_VCPU')
    }

    def "an emulated board's boot log is kept, that of the first process"() {
        given:
        EmulatedBoards.orSkip('qemu:x86_64')
        ['a', 'b'].each { script("${it}.groovy", "test('t') { }") }

        when:
        def result = test('-b', 'qemu:x86_64', '--run', at('run'), folder.toString())

        then:
        result.status == 0
        Files.readString(folder.resolve('run/boards/0/boot.log')).contains('Linux version')
    }

    @Sample(of = 5, verify = 80)
    def "filters, repeats, --fail-fast and allowances are those of the whole run"() {
        given:
        script('a.groovy', "test('one') { }\ntest('two') { expect { false } }\ntest('three') { }")
        script('b.groovy', "test('four') { }")

        when:
        def result = test(*options, '--run=none', '-b', 'model:x86_64', folder.toString())

        then:
        verdicts(result) == seen
        result.status == status
        result.err == said

        where:
        options                      || status | said | seen
        ['--filter', 'o*']           || 0      | ''   | ['ok 1 one']
        ['--filter', 'none']         || 2      | 'kvmsh test: --filter none matches no test\n' | []
        ['--fail-fast']              || 1      | ''   | ['ok 1 one', 'not ok 2 two', 'not ok 3 three # not run: an earlier test failed (--fail-fast)', 'not ok 1 b.groovy # not run: an earlier test failed (--fail-fast)']
        ['--repeat', '2', '--filter', 'four'] || 0 | '' | ['ok 1 four', 'ok 1 four']
    }

    def "Ctrl-C ends the processes, and keeps what has ended"() {
        given:
        Needed.orSkip('kill')
        script('a.groovy', "test('done') { }")
        script('b.groovy', "test('before') { }\ntest('waits') { new File('$folder/now').text = ''; Thread.sleep(1_000_000) }\ntest('after') { }")
        script('c.groovy', "test('later') { }")

        when:
        started = new StartedKvmsh(folder, 'test', '--isolate', folder.toString(), '-b', 'model:x86_64')
        Thread.start {
            while (!Files.exists(folder.resolve('now'))) {
                Thread.sleep(20)
            }
            started.kill('TERM')
        }
        int status = started.await()

        then:
        status == 143
        started.results() == ['ok 1 done', 'ok 1 before', 'not ok 2 waits # interrupted', 'not ok 3 after # not run: interrupted', 'not ok 1 c.groovy # not run: interrupted',
                              'model:x86_64 (model): 2 passed, 0 failed, 0 skipped, 1 error, 2 not run']
    }

    def "a board that is not available is said for each script"() {
        given:
        script('a.groovy', "test('one') { }")

        when:
        def result = test('-b', 'exec:/nonexistent', folder.toString())

        then:
        result.status == 2 || result.status == 1
        result.out.contains('exec:/nonexistent')
        result.out.readLines().last().contains('1 not run')
    }

    private List<String> arguments(List<String> options) {
        [*options, '--run=none', '-b', 'model:x86_64', at('b.groovy'), at('c.groovy'), at('d.groovy'), at('sub/a.groovy'), '--', 'x', 'y z']
    }

    private static Kvmsh.Result test(String... options) {
        StartedKvmsh.run('test', '--isolate', *options)
    }

    /** Without times. */
    private Object results(String name) {
        Json.value(Files.readString(folder.resolve(name)).replace('\n', '').replaceAll(/"ms": ?\d+/, '"ms": 0')).boards*.scripts
    }

    private static List<String> verdicts(Kvmsh.Result result) {
        result.out.readLines().findAll { it ==~ /(not )?ok \d.*/ }
    }

    private void script(String name, String text) {
        Files.writeString(folder.resolve(name), text)
    }

    private String at(String name) {
        folder.resolve(name).toString()
    }
}
