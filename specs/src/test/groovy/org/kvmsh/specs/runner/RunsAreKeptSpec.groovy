package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import java.nio.file.attribute.PosixFilePermissions
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh test --run} keeps a run while it goes on, {@code kvmsh report} makes every format from it, also from what a killed run has left. */
@Timeout(600)
class RunsAreKeptSpec extends Specification {
    static final String TESTS = '''\
        test('passes') { }
        test('fails') { expect { 1 == 2 } }
        test('is refused') { kvm.ioctl KVM_CREATE_VM, 99 }
        test('for Arm', boards: 'arm*') { }
        '''.stripIndent()
    static final String SPINS = '''\
        test('before') { }
        test('hangs') {
          vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }
          println 'now'
          run within: 5.min
        }
        test('behind') { }
        '''.stripIndent()

    @TempDir
    Path folder

    def "a report has the files, the counts and the exit status of its run"() {
        given:
        file('a.groovy', TESTS)
        file('b.js', "test('in JavaScript', () => { })")
        file('c.groovy', 'vm { }')
        file('d.groovy', 'no such word')

        when:
        def test = kvmsh('test', at('a.groovy'), at('b.js'), at('c.groovy'), at('d.groovy'), '-b', 'model:x86_64', '-b', 'exec:/nonexistent', '--run', at('run'),
                '--output', "ktap=${at('1.ktap')}", '--output', "junit=${at('1.xml')}", '--output', "json=${at('1.json')}")
        def report = kvmsh('report', at('run'), '--output', "ktap=${at('2.ktap')}", '--output', "junit=${at('2.xml')}", '--output', "json=${at('2.json')}")

        then:
        test.err == ''
        report.err == ''
        report.status == test.status
        counts(report.out) == counts(test.out)
        text('2.ktap') == text('1.ktap')
        text('2.xml') == text('1.xml')
        text('2.json') == text('1.json')
        report.out.contains('not ok a.groovy: fails\n')
        report.out.contains('1 == 2')
        !report.out.contains('was ended')
    }

    @Needs('kill')
    def "killed by SIGKILL, a test that had begun is an error"() {
        given:
        file('a.groovy', SPINS)
        file('b.groovy', "test('of another script') { }")

        when:
        def killed = new StartedKvmsh(folder, 'test', 'a.groovy', 'b.groovy', '-b', 'model:x86_64', '--run', 'run').withCloseable { started ->
            started.await { started.kill('KILL') }
        }
        def report = kvmsh('report', at('run'))

        then:
        killed == 128 + 9
        report.status == 1
        report.withoutList.readLines() == ['model:x86_64 (model), software model: ring 0 code, no interrupt controller',
                                   'not ok a.groovy: hangs # the run was stopped',
                                   'not ok a.groovy: a.groovy, the rest # not run: the run was stopped',
                                   'not ok b.groovy # not run: the run was stopped',
                                   '1 test checked nothing: a.groovy: before',
                                   'model:x86_64 (model): 1 passed, 0 failed, 0 skipped, 1 error, 2 not run',
                                   'the run was stopped before it finished']
    }

    def "rejected before any test runs, or before any report: #what"() {
        given:
        Files.createDirectory(folder.resolve('full'))
        file('full/x', '')
        Files.createDirectory(folder.resolve('damaged'))
        file('damaged/run.json', '{"kvmsh": [], "began": "2026-01-01T00:00:00Z", "boards": [], "scripts": [], "files": [], "arguments": [], "command": [], "directory": "/"}')
        file('damaged/results.jsonl', lines)
        file('half/run.json', text('damaged/run.json'))
        file('a.groovy', "println 'it ran'")

        when:
        def result = kvmsh(*arguments.collect { it.startsWith('-') || it in ['test', 'report'] ? it : at(it) })

        then:
        result.status == 2
        result.out == ''
        result.err.replace("$folder/", '').readLines().first() == said

        where:
        what                          | arguments                            | lines                                         || said
        'a folder with something in it' | ['test', 'a.groovy', '--run', 'full'] | ''                                          || 'kvmsh test: cannot record the run in full: the directory is not empty'
        'a file'                      | ['test', 'a.groovy', '--run', 'a.groovy'] | ''                                       || 'kvmsh test: cannot record the run in a.groovy: is not a directory'
        'not a run'                   | ['report', 'full']                   | ''                                            || 'kvmsh report: full is not a run\'s directory: it has no run.json; kvmsh test records runs'
        'nothing there'               | ['report', 'missing']                | ''                                            || 'kvmsh report: missing is not a run\'s directory: it has no run.json; kvmsh test records runs'
        'without its results'         | ['report', 'half']                   | ''                                            || 'kvmsh report: half is not a run\'s directory: it has no results.jsonl; kvmsh test records runs'
        'no JSON'                     | ['report', 'damaged']                | 'x\n'                                         || "kvmsh report: damaged/results.jsonl:1: the line is not in kvmsh's format"
        'an event of another program' | ['report', 'damaged']                | '{"event":"reboot"}\n'                        || "kvmsh report: damaged/results.jsonl:1: unknown event 'reboot'"
        'a script without its board'  | ['report', 'damaged']                | '{"event":"script","board":0,"script":"a"}\n' || 'kvmsh report: damaged/results.jsonl:1: board 0 has not begun'
    }

    def "without --run, a run is kept below the state directory, the newest 20, for their owner only"() {
        given:
        file('a.groovy', 'expect { new File(args[0]).exists() }')
        def state = [XDG_STATE_HOME: at('state')]
        def runs = folder.resolve('state/kvmsh/runs').toFile()
        def test = { String... more -> Kvmsh.runWith(state, '', 'test', at('a.groovy'), '-b', 'model:x86_64', *more) }

        when:
        def failed = test('--', at('missing'))
        def kept = failed.err.readLines()[-2].replaceFirst(/kvmsh test: the run is recorded in (.*); kvmsh report shows it again/, '$1')

        then:
        new File(kept).parentFile == runs
        [runs, new File(kept)].every { Files.getPosixFilePermissions(it.toPath()) == PosixFilePermissions.fromString('rwx------') }
        Kvmsh.runWith(state, '', 'report').out.contains('not ok a.groovy\n')

        when:
        (1..25).each { assert test('--', at('a.groovy')).status == 0 }

        then:
        runs.list().length == 20
        !new File(kept).exists()
        Kvmsh.runWith(state, '', 'report').out == 'model:x86_64 (model), software model: ring 0 code, no interrupt controller\nmodel:x86_64 (model): 1 passed, 0 failed, 0 skipped\n'

        when:
        test('--run=none', '--', at('missing'))

        then:
        Kvmsh.runWith(state, '', 'report').status == 0
    }

    def "a run that goes on is neither removed for newer ones nor resumed"() {
        given:
        file('a.groovy', "test('waits') { println 'now'; while (!new File('${at('over')}').exists()) { sleep 20 } }")
        file('b.groovy', "test('of each run') { expect { 1 == 2 } }")
        def state = [XDG_STATE_HOME: at('state')]
        def runs = folder.resolve('state/kvmsh/runs').toFile()
        def going
        def resumed

        when:
        def status = new StartedKvmsh(Path.of('').toAbsolutePath(), state, 'test', at('a.groovy'), at('b.groovy'), '-b', 'model:x86_64').withCloseable { started ->
            started.await {
                going = runs.listFiles()[0]
                resumed = kvmsh('test', '--resume', going.toString())
                (1..21).each { Kvmsh.runWith(state, '', 'test', at('b.groovy'), '-b', 'model:x86_64') }
                file('over', '')
            }
        }

        then:
        status == 1
        [resumed.status, resumed.err] == [2, "kvmsh test: cannot record the run in $going: another kvmsh is still running it\n"]
        counts(kvmsh('report', going.toString()).out) == ['model:x86_64 (model): 1 passed, 1 failed, 0 skipped']
        new File(going, 'boards/0/b.groovy/of_each_run/command.txt').exists()

        when: 'it has ended'
        Kvmsh.runWith(state, '', 'test', at('b.groovy'), '-b', 'model:x86_64')

        then:
        !going.exists()
        runs.list().length == 20
    }

    def "a run that cannot be kept in the default place is not kept, and the tests run"() {
        given:
        file('a.groovy', "test('a') { }")
        file('state', '')

        when:
        def result = Kvmsh.runWith([XDG_STATE_HOME: at('state')], '', 'test', at('a.groovy'), '-b', 'model:x86_64')

        then:
        result.status == 0
        result.err.startsWith("kvmsh test: warning: cannot record the run in ${at('state')}/kvmsh/runs: ")
        Kvmsh.runWith([XDG_STATE_HOME: at('state')], '', 'report').with { [it.status, it.err] } == [2, "kvmsh report: no run is recorded in ${at('state')}/kvmsh/runs\n".toString()]
    }

    @Sample(verify = 8)
    def "run.json tells who ran what on which kernel: #board"() {
        given:
        Needed.orSkip(board)
        file('a.groovy', '')

        when:
        kvmsh('test', at('a.groovy'), '-b', board, '--run', at('run'), '--', 'x')
        def run = Json.value(text('run/run.json').replace('\n', ''))

        then:
        run.kvmsh[0].startsWith('kvmsh ')
        run.kvmsh[1].startsWith('JDK ')
        run.arguments == ['x']
        run.command == [at('a.groovy'), '-b', board, '--run', at('run')]
        run.facts.size() == 1
        run.facts[0].kind == kind
        kind != 'real' || run.facts[0].kernel == System.getProperty('os.version') && run.facts[0].commandLine == new File('/proc/cmdline').text.strip()
                && run.facts[0].kvmModules == (Json.value(kvmsh('boards', 'facts').out.replace('\n', '')).kvmModules)

        where:
        board          || kind
        'model:x86_64' || 'model'
        'kvm'          || 'real'
    }

    @Needs(['SIGINT', 'kill'])
    @Sample(verify = 8)
    def "a run that was ended by #signal is resumed in its directory: what had reached its end does not run again"() {
        given:
        ['a', 'b', 'c'].each { name ->
            file("${name}.groovy", "new File('${at('ran')}') << '$name'\ntest('of $name') { if ('$name' == 'b' && !new File('${at('mended')}').exists()) { println 'now'; Thread.sleep(100_000) } }\ntest('$name fails') { expect { '$name' != 'a' } }")
        }
        def arguments = ['test', *['a', 'b', 'c'].collect { at("${it}.groovy") }, '-b', 'model:x86_64', '-b', 'model:rfc', '--run', at('run')]
        def here = Path.of('').toAbsolutePath()
        new StartedKvmsh(here, StartedKvmsh.processors(1), *arguments).withCloseable { started -> started.await { started.kill(signal) } }
        file('mended', '')
        Files.writeString(folder.resolve('run/results.jsonl'), '{"event":"half a li', StandardOpenOption.APPEND)

        when:
        def resumed = kvmsh('test', '--resume', at('run'))
        def report = kvmsh('report', at('run'))

        then:
        text('ran').take(2) == 'ab'
        text('ran').drop(2).toList().sort() == ('bc' + 'abc').toList().sort()
        resumed.status == 1
        report.status == 1
        counts(report.out) == counts(resumed.out)
        counts(report.out) == ['model:x86_64 (model): 5 passed, 1 failed, 0 skipped', 'model:rfc (model, not validated against a real kernel): 5 passed, 1 failed, 0 skipped', 'all boards: 10 passed, 2 failed, 0 skipped']

        and:
        kvmsh('test', '--resume', at('run')).with { [it.status, it.err] } == [2, "kvmsh test: nothing to resume: ${at('run')} is complete\n".toString()]

        where:
        signal << ['KILL', 'INT']
    }

    def "a resumed run has the rounds and the order of the run"() {
        given:
        ('a'..'d').each { file("s/${it}.groovy", "new File('${at('ran')}') << '$it'\ntest('of $it') { }") }
        kvmsh('test', at('s'), '-b', 'model:x86_64', '--shuffle', '--repeat', '2', '--run', at('run'))
        def order = text('ran')
        def lines = Files.readAllLines(folder.resolve('run/results.jsonl'))

        expect:
        (1..<lines.size()).each { count ->
            Files.writeString(folder.resolve('run/results.jsonl'), lines.take(count).collect { "$it\n" }.join(''))
            Files.writeString(folder.resolve('ran'), '')
            def resumed = kvmsh('test', '--resume', at('run'))
            if (count < lines.size() - 1) {
                assert resumed.status == 0
                assert text('ran') == order.drop(lines.take(count).count { it.contains('script ended') })
                assert counts(kvmsh('report', at('run')).out) == ['model:x86_64 (model): 4 passed, 0 failed, 0 skipped']
                def again = Json.value(text('run/results.jsonl').readLines().last())
                assert again.event == 'run ended'
            }
        }
    }

    @Sample(of = 2)
    def "a run is not resumed after scripts were added, nor on another kernel, and is no success: #way"() {
        given:
        ['a', 'b'].each { file("s/${it}.groovy", "test('of $it') { }") }
        kvmsh('test', at('s'), '-b', 'model:x86_64', '--run', at('run'), *way)
        def results = folder.resolve('run/results.jsonl')
        def lines = Files.readAllLines(results)
        Files.write(results, lines.take(lines.findIndexOf { it.contains('"event":"script ended"') } + 1))
        def run = folder.resolve('run/run.json')
        Files.writeString(run, text('run/run.json').replaceFirst(/"kernel": null,/, '"kernel": "6.1.0",').replaceFirst(/"build": null,/, '"build": "Linux version 6.1.0",'))

        when:
        def resumed = kvmsh('test', '--resume', at('run'))

        then:
        resumed.status == 2
        resumed.out.contains('the run\'s earlier results are from a different kernel; now: null; then: Linux version 6.1.0')
        resumed.out.readLines().last() == 'model:x86_64 (model): 1 passed, 0 failed, 0 skipped, 1 not run'
        kvmsh('report', at('run')).status == 2
        Json.facts(run, '').facts[0].with { [it.kernel, it.notResumedOn.kernel] } == ['6.1.0', null]

        when:
        file('s/c.groovy', '')

        then:
        kvmsh('test', '--resume', at('run')).with { [it.status, it.err.contains('; now they are ')] } == [2, true]

        where:
        way << [[], ['--isolate']]
    }

    @Sample(of = 3)
    def "a run is not resumed #what"() {
        given:
        file('s/a.groovy', "test('a') { }")
        kvmsh('test', at('s/a.groovy'), '-b', 'model:x86_64', '--run', at('run'))
        def results = folder.resolve('run/results.jsonl')
        Files.write(results, Files.readAllLines(results).take(1))
        change(folder)

        expect:
        kvmsh('test', '--resume', at('run'), *more).with { [it.status, it.err.replace("$folder/", '')] } == [2, "kvmsh test: $said\n".toString()]

        where:
        what                      | more | change                                                                                        || said
        'with other options'      | ['--repeat', '2'] | { }                                                                        || '--resume uses the options of the run: remove --repeat 2'
        'with a token'            | [] | { Path it -> it.resolve('run/run.json').with { Files.writeString(it, Files.readString(it).replaceFirst(/"model:x86_64",/, '"tcp:a:1?token=…",')) } } || 'cannot resume run: one of its boards needs a token, and tokens are not kept'
        'in another directory'    | [] | { Path it -> it.resolve('run/run.json').with { Files.writeString(it, Files.readString(it).replaceFirst(/"directory": "[^"]*"/, '"directory": "/elsewhere"')) } } || 'run was started in another directory: cd /elsewhere'
    }

    private static Kvmsh.Result kvmsh(String... arguments) {
        Kvmsh.run(arguments)
    }

    private static List<String> counts(String out) {
        out.readLines().findAll { it ==~ /.*: \d+ passed, .*/ }
    }

    private void file(String name, String text) {
        Files.createDirectories(folder.resolve(name).parent)
        Files.writeString(folder.resolve(name), text)
    }

    private String text(String name) {
        Files.readString(folder.resolve(name))
    }

    private String at(String name) {
        folder.resolve(name).toString()
    }
}
