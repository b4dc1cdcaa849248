package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Tests that run several times: what fails once is never green, and is reported with its rate. */
@Timeout(600)
class TestsAreRepeatedSpec extends Specification {
    static final String MODEL = 'model:x86_64'

    @TempDir
    Path folder

    @Sample(verify = 8)
    def "#arguments on a test that fails in round #fails of its script: exit status #status"() {
        given:
        file('a.groovy', counting('n') + "test('steady') { }\ntest('shaky') { expect { !($fails).contains(round) } }")

        when:
        def result = test(*arguments)

        then:
        result.status == status
        result.out.readLines().findAll { it.startsWith('flaky: ') || it ==~ /.*: \d+ passed.*/ } == said
        folder.resolve('n').toFile().length() == rounds

        where:
        arguments                              | fails        || status | rounds | said
        ['--repeat', '3']                      | [9]          || 0      | 3      | [counts(2)]
        ['--repeat', '3']                      | [2]          || 1      | 3      | ['flaky: a.groovy: shaky failed 1 of 3', counts(1) + ', 1 flaky']
        ['--repeat', '3']                      | [1, 2, 3]    || 1      | 3      | [counts(1, 1)]
        ['--repeat', 'until-pass:2']           | [9]          || 0      | 1      | [counts(2)]
        ['--repeat', 'until-pass:2']           | [1]          || 1      | 2      | ['flaky: a.groovy: shaky failed 1 of 2', counts(1) + ', 1 flaky']
        ['--repeat', 'until-pass:2']           | [1, 2]       || 1      | 3      | ['flaky: a.groovy: shaky failed 2 of 3', counts(1) + ', 1 flaky']
        ['--repeat', 'until-pass:2']           | [1, 2, 3]    || 1      | 3      | [counts(1, 1)]
        ['--repeat', 'until-failure']          | [4]          || 1      | 4      | ['flaky: a.groovy: shaky failed 1 of 4', counts(1) + ', 1 flaky']
        ['--repeat', '2', '--fail-fast']       | [4]          || 0      | 2      | [counts(2)]
    }

    /** Without an end of its own, it would begin rounds for ever. */
    def "--repeat=until-failure ends after one round when no test runs: #what"() {
        given:
        file('a.groovy', script)

        when:
        def result = test('--repeat=until-failure', *options)

        then:
        result.status == 2
        result.err.readLines().last() == "kvmsh test: --repeat=until-failure ended after one round on $MODEL: no test ran"
        result.out.readLines().count { it.startsWith('round ') } == 1

        where:
        what                       | script                                        | options
        'all tests are skipped'    | "test('elsewhere', boards: 'arm64') { }"      | []
        'the script is skipped'    | "needs boards: 'arm64'\ntest('other') { }"    | []
        'no test has the name'     | "['a', 'b'].each { test('name ' + it) { } }"   | ['--filter', 'name c']
    }

    def "only scripts in which a test failed are tried again, and what passed before and fails then is flaky too"() {
        given:
        file('a.groovy', counting('n') + "test('first') { expect { round != 1 } }\ntest('second') { expect { round == 1 } }")
        file('b.groovy', counting('m') + "test('steady') { }")

        when:
        def result = test('--repeat', 'until-pass:1')

        then:
        result.status == 1
        result.out.contains('\nretry 1 of 1\n')
        result.out.readLines().findAll { it.startsWith('flaky') } == ['flaky: a.groovy: first failed 1 of 2', 'flaky: a.groovy: second failed 1 of 2']
        folder.resolve('m').toFile().length() == 1
    }

    def "a test that checks nothing in one round is told, also in the kept run: round #round"() {
        given:
        file('a.groovy', counting('n') + "test('t') { if (round != $round) assert 1 == 1 }")

        expect:
        [test('--repeat', '2', '--run', at('run')), Kvmsh.run('report', at('run'))].every { it.out.contains('1 test checked nothing: a.groovy: t\n') }

        where:
        round << [1, 2]
    }

    def "a flake is not green in any format, and the kept run tells the same"() {
        given:
        file('a.groovy', counting('n') + "test('shaky') { expect { round != 1 } }")

        when:
        def result = test('--repeat', 'until-pass:1', '--output', "ktap=${at('1.ktap')}", '--output', "junit=${at('1.xml')}", '--output', "json=${at('1.json')}", '--run', at('run'))
        def report = Kvmsh.run('report', at('run'), '--output', "ktap=${at('2.ktap')}", '--output', "junit=${at('2.xml')}", '--output', "json=${at('2.json')}")

        then:
        result.status == 1
        report.status == 1
        ['ktap', 'xml', 'json'].every { text("1.$it") == text("2.$it") }
        text('1.ktap').readLines()*.strip().containsAll(['not ok 1 shaky # FLAKY failed 1 of 2', 'not ok 1 a.groovy', '# Totals: pass:0 fail:1 xfail:0 xpass:0 skip:0 error:0'])
        text('1.xml').contains('<failure message="FLAKY failed 1 of 2" type="flaky">')
        text('1.xml').count('<flakyFailure ') == 1
        Json.value(text('1.json').replace('\n', '')).boards[0].scripts[0].tests[0].with { [it.verdict, it.reason, it.tries*.verdict] } == ['flaky', 'failed 1 of 2', ['failed', 'passed']]
        report.out.contains('not ok a.groovy: shaky # FLAKY failed 1 of 2\n')
    }

    def "a test that fails each time has a failure and the failures of its retries"() {
        given:
        file('a.groovy', "test('broken') { expect { 1 == 2 } }")

        when:
        test('--repeat', 'until-pass:2', '--output', "junit=${at('1.xml')}")

        then:
        text('1.xml').count('<failure ') == 1
        text('1.xml').count('<rerunFailure ') == 2
    }

    @Sample(verify = 16)
    def "a retry does not hide a script's error, #what"() {
        given:
        file('a.groovy', counting('n') + text)

        when:
        def result = test('--repeat', 'until-pass:1', '--timeout', '900ms')

        then:
        result.status == 1
        !(result.out.readLines().last() ==~ /.*: [1-9]\d* passed, 0 failed, 0 skipped/)

        where:
        what                             | text
        'an error outside of its tests'  | "test('a') { }\nif (round == 1) { 1 / 0 }"
        'a time limit in a test'         | "test('a') { while (round == 1) { } }"
        'a time limit outside'           | "test('a') { }\nwhile (round == 1) { }"
    }

    @Needs(['SIGINT', 'kill'])
    def "interrupted in its second round, a test that passed in the first has not passed"() {
        given:
        file('a.groovy', counting('n') + "test('shaky') { if (round == 2) { println 'now'; Thread.sleep(100_000) } }\ntest('behind') { }")

        when:
        def started = new StartedKvmsh(folder, 'test', 'a.groovy', '-b', MODEL, '--repeat', '3', '--run', 'run')
        int status = started.withCloseable { it.await { started.kill('INT') } }
        def report = Kvmsh.run('report', at('run'))

        then:
        status == 130
        started.results().last() == 'model:x86_64 (model): 0 passed, 0 failed, 0 skipped, 1 error, 1 not run'
        report.status == 1
        report.out.contains('model:x86_64 (model): 0 passed, 0 failed, 0 skipped, 1 error, 1 not run')
    }

    @Needs('kill')
    def "killed in its second round, a test that passed in the first has not passed"() {
        given:
        file('a.groovy', counting('n') + "test('shaky') { if (round == 2) { println 'now'; Thread.sleep(100_000) } }\ntest('behind') { }")

        when:
        new StartedKvmsh(folder, 'test', 'a.groovy', '-b', MODEL, '--repeat', '3', '--run', 'run').withCloseable { started -> started.await { started.kill('KILL') } }

        then:
        Kvmsh.run('report', at('run')).status == 1
    }

    def "killed between two rounds, a run is not a success"() {
        given:
        file('a.groovy', "test('steady') { }")
        test('--repeat', '2', '--run', at('run'))
        def lines = folder.resolve('run/results.jsonl')
        def all = Files.readAllLines(lines)
        Files.write(lines, all.take(all.findIndexOf { it.contains('script ended') } + 1))

        expect:
        Kvmsh.run('report', at('run')).status == 2
    }

    @Sample(verify = 3)
    def "machines move in each round that says so: #arguments"() {
        given:
        file('a.groovy', "def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 e6 10 f4'; vcpu(0) { real 0x1000 }; on(io: 0x10) { } }\ntest('runs') { m.run until: hlt; expect { m.regs.rip == 0x1005 } }")

        when:
        def result = test(*arguments, '--run', at('run'), '--output', "json=${at('1.json')}")
        def report = Kvmsh.run('report', at('run'))

        then:
        [result, report]*.status == [0, 0]
        result.out.readLines().findAll { it =~ /^(ok|round) / } == lines
        [result, report].every { it.out.contains('\nmoved: 1 test, 3 moves\n') }
        Json.value(text('1.json').replace('\n', '')).boards[0].scripts[0].tests[0].with { (it.tries ?: [it])*.notes*.moves } == (lines.size() > 1 ? [[], [3]] : [[3]])

        where:
        rounds                   | options                       || lines
        '--repeat=moved'         | []                            || ['round 1 of 2', 'ok 1 runs', 'round 2 of 2, moved', 'ok 1 runs # moved 3 times']
        '--repeat=moved'         | ['--isolate']                 || ['round 1 of 2', 'ok 1 runs', 'round 2 of 2, moved', 'ok 1 runs # moved 3 times']
        '--repeat=moved'         | ['--isolate', '--jobs', '2']  || ['round 1 of 2', 'ok 1 runs', 'round 2 of 2, moved', 'ok 1 runs # moved 3 times']
        '--repeat=moved'         | ['--jobs', '2']               || ['round 1 of 2', 'ok 1 runs', 'round 2 of 2, moved', 'ok 1 runs # moved 3 times']
        '--repeat=moved-only'    | []                            || ['ok 1 runs # moved 3 times']
        '--repeat=moved-only'    | ['--isolate']                 || ['ok 1 runs # moved 3 times']
        arguments = [rounds, *options]
    }

    def "rejected: #arguments"() {
        given:
        file('a.groovy', '')

        expect:
        test(*arguments).with { [it.status, it.err] } == [2, "kvmsh test: $said\n".toString()]

        where:
        arguments                             || said
        ['--repeat', '0']                     || "invalid value '0' for --repeat; use a number of at least 1, until-failure, until-pass:N such as until-pass:3, moved, or moved-only"
        ['--repeat', 'x']                     || "invalid value 'x' for --repeat; use a number of at least 1, until-failure, until-pass:N such as until-pass:3, moved, or moved-only"
        ['--repeat', 'until-pass']            || "invalid value 'until-pass' for --repeat; use a number of at least 1, until-failure, until-pass:N such as until-pass:3, moved, or moved-only"
        ['--repeat', 'until-pass:0']          || "invalid value 'until-pass:0' for --repeat; use a number of at least 1, until-failure, until-pass:N such as until-pass:3, moved, or moved-only"
        ['--repeat', 'until-failure:2']       || "invalid value 'until-failure:2' for --repeat; use a number of at least 1, until-failure, until-pass:N such as until-pass:3, moved, or moved-only"
        ['--repeat=until-pass:1', '--fail-fast'] || '--repeat=until-pass cannot be used with --fail-fast'
    }

    private static String counts(int passed, int failed = 0) {
        "model:x86_64 (model): $passed passed, $failed failed, 0 skipped"
    }

    /** A script that knows how often it has begun. */
    private String counting(String name) {
        "def counted = new File('${at(name)}'); counted << '.'; def round = counted.length() as int\n"
    }

    private Kvmsh.Result test(String... more) {
        Kvmsh.run('test', folder.toString(), '-b', MODEL, *more)
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
