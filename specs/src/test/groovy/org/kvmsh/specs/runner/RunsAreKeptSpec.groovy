package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
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
                '--ktap', at('1.ktap'), '--junit', at('1.xml'), '--json', at('1.json'))
        def report = kvmsh('report', at('run'), '--ktap', at('2.ktap'), '--junit', at('2.xml'), '--json', at('2.json'))

        then:
        test.err == ''
        report.err == ''
        report.status == test.status
        counts(report.out) == counts(test.out)
        text('2.ktap') == text('1.ktap')
        text('2.xml') == text('1.xml')
        text('2.json') == text('1.json')
        report.out.contains("not ok ${at('a.groovy')}: fails\n")
        report.out.contains('1 == 2')
        !report.out.contains('was ended')
    }

    def "cut after any line, or inside it, only what has a result of its own has passed"() {
        given:
        file('a.groovy', TESTS)
        file('b.groovy', "test('of another script') { }")
        kvmsh('test', at('a.groovy'), at('b.groovy'), '-b', 'model:x86_64', '-b', 'model:rfc', '--run', at('run'))
        def results = folder.resolve('run/results.jsonl')
        def lines = Files.readAllLines(results)

        expect:
        (0..<lines.size()).each { count ->
            ['', lines[count].take(40)].each { half ->
                Files.writeString(results, lines.take(count).collect { "$it\n" }.join('') + half)
                def report = kvmsh('report', at('run'), '--json', at('cut.json'))
                def passed = lines.take(count).count { it.contains('"verdict":"passed"') }
                assert report.err == ''
                assert report.status in [1, 2]
                assert report.out.readLines().last() == 'the run was ended before its end'
                assert verdicts().count { it == 'passed' } == passed
                assert verdicts().any { it in ['not run', 'error'] } || count == lines.size() - 1
                assert Json.value(text('cut.json').replace('\n', '')).boards*.scripts.every { it*.script == [at('a.groovy'), at('b.groovy')] }
            }
        }
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
        report.out.readLines() == ['model:x86_64 (model), software model: ring 0 code, no interrupt controller',
                                   'not ok a.groovy: hangs # the run was ended',
                                   'not ok a.groovy: a.groovy, the rest # not run: the run was ended',
                                   'not ok b.groovy # not run: the run was ended',
                                   'model:x86_64 (model): 1 passed, 0 failed, 0 skipped, 1 error, 2 not run',
                                   'the run was ended before its end']
    }

    def "rejected before any test runs, or before any report: #what"() {
        given:
        Files.createDirectory(folder.resolve('full'))
        file('full/x', '')
        Files.createDirectory(folder.resolve('damaged'))
        file('damaged/run.json', '{"kvmsh": [], "began": "2026-01-01T00:00:00Z", "boards": [], "scripts": [], "arguments": []}')
        file('damaged/results.jsonl', lines)
        file('a.groovy', "println 'it ran'")

        when:
        def result = kvmsh(*arguments.collect { it.startsWith('-') || it in ['test', 'report'] ? it : at(it) })

        then:
        result.status == 2
        result.out == ''
        result.err.replace("$folder/", '').readLines().first() == said

        where:
        what                          | arguments                            | lines                                         || said
        'a folder with something in it' | ['test', 'a.groovy', '--run', 'full'] | ''                                          || 'kvmsh test: cannot keep the run in full: the directory is not empty'
        'a file'                      | ['test', 'a.groovy', '--run', 'a.groovy'] | ''                                       || 'kvmsh test: cannot keep the run in a.groovy: is not a directory'
        'not a run'                   | ['report', 'full']                   | ''                                            || 'kvmsh report: full is not a run\'s directory: it has no run.json; kvmsh test --run makes one'
        'nothing there'               | ['report', 'missing']                | ''                                            || 'kvmsh report: missing is not a run\'s directory: it has no run.json; kvmsh test --run makes one'
        'no JSON'                     | ['report', 'damaged']                | 'x\n'                                         || 'kvmsh report: damaged/results.jsonl:1: the line is not what kvmsh writes there'
        'an event of another program' | ['report', 'damaged']                | '{"event":"reboot"}\n'                        || "kvmsh report: damaged/results.jsonl:1: unknown event 'reboot'"
        'a script without its board'  | ['report', 'damaged']                | '{"event":"script","board":0,"script":"a"}\n' || 'kvmsh report: damaged/results.jsonl:1: board 0 has not begun'
    }

    private static Kvmsh.Result kvmsh(String... arguments) {
        Kvmsh.run(arguments)
    }

    private static List<String> counts(String out) {
        out.readLines().findAll { it ==~ /.*: \d+ passed, .*/ }
    }

    private List<String> verdicts() {
        Json.value(text('cut.json').replace('\n', '')).boards*.scripts.flatten()*.tests.flatten()*.verdict
    }

    private void file(String name, String text) {
        Files.writeString(folder.resolve(name), text)
    }

    private String text(String name) {
        Files.readString(folder.resolve(name))
    }

    private String at(String name) {
        folder.resolve(name).toString()
    }
}
