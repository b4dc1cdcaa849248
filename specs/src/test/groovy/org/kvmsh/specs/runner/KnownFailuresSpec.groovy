package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import java.time.LocalDate
import org.kvmsh.repl.compare.ExpectedFile
import org.kvmsh.repl.known.KernelRange
import org.kvmsh.repl.known.KnownFile
import org.kvmsh.repl.runner.TestScript
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Tests that are known to fail are counted on their own, and nothing else is excused. */
@Timeout(600)
class KnownFailuresSpec extends Specification {
    static final String MODEL = 'model:x86_64'
    static final String FAILS = 'expect { 1 == 2 }'

    @TempDir
    Path folder

    def "a known failure is not a failure, and is no pass: it is an XFAIL in every format"() {
        given:
        file('a.groovy', "test('steady') { }\ntest('broken') { $FAILS }")
        file('known.toml', entry(test: 'broken', reason: 'KVM_X is refused', link: 'https://lore.kernel.org/x'))

        when:
        def result = test('--output', "ktap=${at('ktap')}", '--output', "junit=${at('junit.xml')}", '--run', at('run'))
        def report = Kvmsh.run('report', at('run'))

        then:
        result.status == 0
        result.err == ''
        lines(result) == ['ok 1 steady', "ok 2 broken # XFAIL KVM_X is refused, https://lore.kernel.org/x (${at('known.toml')}:1:1)"]
        result.out.contains('1 == 2')
        result.out.readLines().last() == 'model:x86_64 (model): 1 passed, 0 failed, 0 skipped, 1 expected failure'
        text('ktap').readLines().last() == '# Totals: pass:1 fail:0 xfail:1 xpass:0 skip:0 error:0'
        text('ktap').contains('ok 2 broken # XFAIL KVM_X is refused')
        text('junit.xml').contains('<skipped message="XFAIL KVM_X is refused, ')
        report.status == 0
        report.out.readLines().last() == result.out.readLines().last()
    }

    def "of a file with tables of each kind, each reader has its own"() {
        given:
        file('known.toml', entry(test: 'broken', reason: 'KVM_X is refused') + "\n[[splat]]\nlog = 'WARNING'\nreason = 'known'\n[[difference]]\nwhat = 'x'\nreason = 'known'\n")

        expect:
        with(KnownFile.read(folder.resolve('known.toml'))) {
            failures()*.excuse()*.reason() == ['KVM_X is refused']
            splats()*.log()*.pattern() == ['WARNING']
        }
        ExpectedFile.read(folder.resolve('known.toml')).size() == 1
    }

    def "a failure that is known on other boards stays a failure, and names the possible cause#where"() {
        given:
        file('a.groovy', "test('broken') { $FAILS }")
        file('known.toml', entry([test: 'broken', board: 'qemu:arm64*', reason: 'Linux: X is refused'] + more))

        when:
        def result = test()

        then:
        result.status != 0
        result.out.contains("  possible cause, known from qemu:arm64*: Linux: X is refused (${at('known.toml')}:1:1)\n") == told

        where:
        where                                | more                || told
        ''                                   | [:]                 || true
        ', if it fails alike'                | [saw: '1 == 2']     || true
        ', but not if it fails otherwise'    | [saw: '1 == 3']     || false
        ', but not of another kernel'        | [kernel: '= 6.1']   || false
        ', but not of one that has expired'  | [expires: '2020-01-01'] || false
    }

    @Sample(verify = 16)
    def "an entry does not make the run green: #what"() {
        given:
        file('a.groovy', script)
        file('known.toml', entry(known))

        when:
        def result = test('--timeout', '900ms')

        then:
        result.status != 0
        (result.out + result.err).contains(said.replace('FILE', at('known.toml')))
        !result.out.contains('expected failure')

        where:
        what                                    | script                                   | known                                           || said
        'a test that passes'                    | "test('a') { }"                          | [test: 'a']                                     || 'not ok 1 a # XPASS passed, but is known to fail: it is broken (FILE:1:1)\n'
        'a test that hangs'                     | "test('a') { while (true) { } }"         | [test: 'a']                                     || 'not ok 1 a # TIMEOUT'
        'a script that hangs'                   | "while (true) { }"                       | [test: '*']                                     || 'not ok 1 a.groovy # TIMEOUT'
        'the rest of a script'                  | "test('a') { }\n1 / 0"                   | [test: '*, the rest']                           || 'not ok 2 a.groovy, the rest'
        'tests that did not run'                | "1 / 0\ntest('a') { }"                   | [test: '*']                                     || 'not ok 2 a # not run: '
        'a script that does not compile'        | 'test('                                  | [test: '*']                                     || '# does not compile'
        'an expired entry of a failing test'    | "test('a') { $FAILS }"                   | [test: 'a', expires: LocalDate.now().minusDays(1)] || "FILE:1:1: expired on ${LocalDate.now().minusDays(1)}: it is broken; remove the entry, or change its date\n"
        'an expired entry of a passing test'    | "test('a') { }"                          | [test: 'a', expires: LocalDate.now().minusDays(1)] || 'FILE:1:1: expired on '
        'an expired entry of no test'           | "test('a') { }"                          | [test: 'b', expires: LocalDate.now().minusDays(1)] || 'FILE:1:1: expired on '
        'an entry of another board'             | "test('a') { $FAILS }"                   | [test: 'a', board: 'qemu:*']                    || 'FILE:1:1: this entry matched no test in this run\n'
        'an entry of another kernel'            | "test('a') { $FAILS }"                   | [test: 'a', kernel: '>= 1.0']                   || 'FILE:1:1: this entry matched no test in this run\n'
        'an entry of another test'              | "test('ab') { $FAILS }"                  | [test: 'a']                                     || 'FILE:1:1: this entry matched no test in this run\n'
        'a flaky test that only fails'          | "test('a') { $FAILS }"                   | [test: 'a', kind: 'flaky']                      || 'not ok 1 a\n'
    }

    @Sample(verify = 16)
    def "known-differences.toml of a script's directory, or the nearest one above it, is read without being named: #what"() {
        given:
        file('s/x/a.groovy', "test('a') { $FAILS }")
        files.each { name, entries -> file(name, entries.collect { entry(reason: name, *: it) }.join('\n')) }

        when:
        def result = Kvmsh.run('test', at('s/x/a.groovy'), '-b', MODEL)

        then:
        result.status == (counted.startsWith('0 passed, 1') ? 1 : 0)
        result.err.contains('this entry') == false
        result.out.readLines().last() == "model:x86_64 (model): $counted"
        result.out.replace(folder.toString() + '/', '').contains(said)

        where:
        what                                   | files                                                                                                      || counted                                            | said
        'beside it'                            | ['s/x/known-differences.toml': [[test: 'a']]]                                                              || '0 passed, 0 failed, 0 skipped, 1 expected failure' | 'XFAIL s/x/known-differences.toml'
        'above it, by its path from there'     | ['s/known-differences.toml': [[test: 'x/a.groovy: a']]]                                                    || '0 passed, 0 failed, 0 skipped, 1 expected failure' | 'XFAIL s/known-differences.toml'
        'the nearest alone'                    | ['s/known-differences.toml': [[test: 'a']], 's/x/known-differences.toml': [[test: 'b']]]                   || '0 passed, 1 failed, 0 skipped'                    | 'not ok 1 a\n'
        'of another directory'                 | ['s/y/known-differences.toml': [[test: 'a']]]                                                              || '0 passed, 1 failed, 0 skipped'                    | 'not ok 1 a\n'
        'an entry that matches no test'        | ['s/known-differences.toml': [[test: 'gone'], [test: 'a']]]                                                || '0 passed, 0 failed, 0 skipped, 1 expected failure' | 'XFAIL'
        'the value that was seen'              | ['s/known-differences.toml': [[test: 'a', saw: 'expectation failed: 1 == 2']]]                             || '0 passed, 0 failed, 0 skipped, 1 expected failure' | 'XFAIL'
        'another value'                        | ['s/known-differences.toml': [[test: 'a', saw: '1 == 3']]]                                                 || '0 passed, 1 failed, 0 skipped'                    | "  it is known to fail with '1 == 3': s/known-differences.toml"
        'the second entry has the value'       | ['s/known-differences.toml': [[test: 'a', saw: '1 == 3'], [test: 'a', saw: '1 == 2']]]                     || '0 passed, 0 failed, 0 skipped, 1 expected failure' | 'XFAIL'
        'a module that the kernel lacks'       | ['s/known-differences.toml': [[test: 'a', module: 'kvm_pvm']]]                                             || '0 passed, 1 failed, 0 skipped'                    | 'not ok 1 a\n'
    }

    def "an entry may be of what a board has, #key: #value (#board)"() {
        given:
        Needed.orSkip(board)
        file('a.groovy', "test('a') { $FAILS }")
        file('known.toml', entry(test: 'a', (key): value))

        expect:
        Kvmsh.runShared('test', at('a.groovy'), '-b', board, '--known', at('known.toml')).status == status

        where:
        board         | key      | value          || status
        'kvm'         | 'module' | 'kvm'          || 0
        'kvm'         | 'module' | 'kvm_not'      || 1
        'qemu:x86_64' | 'vendor' | 'AuthenticAMD' || 0
        'qemu:x86_64' | 'vendor' | 'AMD'          || 1
        'qemu:x86_64' | 'vendor' | 'GenuineIntel' || 1
    }

    def "each entry that comes with kvmsh is of a script that is there"() {
        given:
        def known = Kvmsh.ROOT.resolve('scripts/known-differences.toml')
        def scripts = TestScript.of([Kvmsh.ROOT.resolve('scripts')]).collectEntries { [it.known().below(), it] }
        def entries = KnownFile.read(known).failures()
        def tests = { TestScript script -> script.tests().places() }.memoize()

        expect:
        entries.size() >= 9
        entries.findAll { entry ->
            !scripts.any { path, script ->
                entry.test().toString().contains(path.replaceAll(/\.\w+$/, '')) && tests(script).any { place -> !place.name() || entry.test().matches("$path: ${place.name()}".toString()) }
            }
        }*.test()*.toString() == []
    }

    def "an entry counts until its day is over, and one of no test is told: exit status 0"() {
        given:
        file('a.groovy', "test('a') { $FAILS }")
        file('known.toml', entry(test: 'a.groovy: a', board: 'model:*', expires: LocalDate.now()) + entry(test: 'gone'))

        when:
        def result = test()

        then:
        result.status == 0
        result.err == "kvmsh test: ${at('known.toml')}:6:1: this entry matched no test in this run\n"
    }

    @Needs(['kvm', 'agent'])
    def "a test that lost its board is an error, also if it is known to fail or to be flaky: #kind"() {
        given:
        def board = new BoardToKill(folder)
        file('a.groovy', "def n = new File('${at('n')}'); n << '.'\ntest('a') { if (n.length() == 1) { $board.kill; kvm.ioctl KVM_GET_API_VERSION } else { expect { true } } }")
        file('known.toml', entry(test: '*', kind: kind))

        when:
        def result = Kvmsh.run('test', at('a.groovy'), '-b', board.name, '--known', at('known.toml'), '--repeat', 'until-pass:1')

        then:
        result.status == 1
        result.out.contains('not ok 1 a # board lost: ')
        result.out.readLines().last().endsWith(": 0 passed, 0 failed, 0 skipped, 1 $counted")

        where:
        kind    || counted
        'fails' || 'error'
        'flaky' || 'flaky'
    }

    @Needs(['SIGINT', 'kill'])
    def "interrupted, a test that is known to fail is an error"() {
        given:
        file('a.groovy', "test('a') { println 'now'; Thread.sleep(100_000) }\ntest('b') { }")
        file('known.toml', entry(test: '*'))

        when:
        def started = new StartedKvmsh(folder, 'test', 'a.groovy', '-b', MODEL, '--known', 'known.toml')
        int status = started.withCloseable { it.await { started.kill('INT') } }

        then:
        status == 130
        started.results() == ['not ok 1 a # interrupted', 'not ok 2 b # not run: interrupted', 'model:x86_64 (model): 0 passed, 0 failed, 0 skipped, 1 error, 1 not run']
    }

    @Sample(verify = 8)
    def "a flake that is known is counted on its own; its errors are not excused: #what"() {
        given:
        file('a.groovy', "def n = new File('${at('n')}'); n << '.'; def round = n.length()\ntest('shaky') { if (round == 1) { $fails } }")
        file('known.toml', entry(test: 'shaky', kind: 'flaky', expires: expires))

        when:
        def result = test('--repeat', 'until-pass:2', '--timeout', '900ms', '--output', "ktap=${at('ktap')}", '--output', "junit=${at('junit.xml')}", '--run', at('run'))
        def report = Kvmsh.run('report', at('run'))

        then:
        result.status == status
        result.out.readLines().contains('model:x86_64 (model): 0 passed, 0 failed, 0 skipped, ' + counted)
        result.out.contains('flaky: a.groovy: shaky failed 1 of 2')
        text('ktap').contains((status == 0 ? '' : 'not ') + 'ok 1 shaky # FLAKY failed 1 of 2')
        text('junit.xml').count('<failure ') == status
        text('junit.xml') =~ /<flaky(Failure|Error) /
        report.status == status
        report.out.contains(counted)

        where:
        what                   | fails              | expires                       || status | counted
        'a failure'            | FAILS              | LocalDate.now()               || 0      | '1 known flaky'
        'an expired entry'     | FAILS              | LocalDate.now().minusDays(1)  || 1      | '1 flaky'
        'a time limit'         | 'while (true) { }' | LocalDate.now()               || 1      | '1 flaky'
    }

    def "a test that is known to fail and passes in one round of several is flaky"() {
        given:
        file('a.groovy', "def n = new File('${at('n')}'); n << '.'; def round = n.length()\ntest('shaky') { if (round == 1) { $FAILS } }")
        file('known.toml', entry(test: 'shaky'))

        when:
        def result = test('--repeat', '2')

        then:
        result.status == 1
        result.out.readLines().contains('flaky: a.groovy: shaky failed 1 of 2')
    }

    def "a file that is wrong is rejected before any test runs: #text"() {
        given:
        file('a.groovy', "println 'it ran'")
        file('known.toml', text)

        when:
        def result = test()

        then:
        result.status == 2
        result.out == ''
        result.err == "kvmsh test: ${at('known.toml')}:$said\n"

        where:
        text                                                      || said
        'failure = 1'                                               || '1:1: failure is not a list of tables; write [[failure]]'
        '[failure]\ntest = "a"'                                     || '1:1: failure is not a list of tables; write [[failure]]'
        '[[knwon]]\ntest = "a"'                                   || '1:1: unknown key knwon; expected [[failure]], [[difference]], [[splat]], [[answer]]'
        '[[failure]]\nreason = "x"'                                 || '1:1: [[failure]] has no test; add test = "..."'
        '[[failure]]\ntest = "a"'                                   || '1:1: [[failure]] has no reason; add reason = "..."'
        '\n[[failure]]\ntest = "a"\nreson = "x"'                    || "4:1: unknown key reson in [[failure]]; its keys are test, board, kernel, module, vendor, saw, kind, reason, link, expires; did you mean 'reason'?"
        '[[failure]]\ntest = 1\nreason = "x"'                       || '2:1: test must be a string in quotation marks'
        '[[failure]]\ntest = ""\nreason = "x"'                      || '2:1: test is empty'
        '[[failure]]\ntest = "/(/"\nreason = "x"'                   || "2:1: '(' is not a regular expression: Unclosed group"
        '[[failure]]\ntest = "a"\nreason = "x"\nkernel = "6.1+"'    || "4:1: '6.1+' is not a range of kernels; write \">= 5.10, < 6.2\""
        '[[failure]]\ntest = "a"\nreason = "x"\nexpires = "soon"'   || '4:1: expires must be a date without quotation marks: expires = 2027-06-30'
        '[[failure]]\ntest = "a"\nreason = "x"\nkind = "flakey"'    || "4:1: 'flakey' is not a kind; write \"fails\" or \"flaky\"; did you mean 'flaky'?"
        '[[failure]]\ntest = a'                                     || '2:8: not TOML: put the value in quotation marks: test = a'
    }

    def "#release is #range: #has"() {
        expect:
        KernelRange.of(range).has(release) == has

        where:
        range             | release                || has
        '>= 5.10, < 6.2'  | '6.1.0-50-cloud-arm64' || true
        '>= 5.10, < 6.2'  | '5.10.0'               || true
        '>= 5.10, < 6.2'  | '5.9.16'               || false
        '>= 5.10, < 6.2'  | '6.2.0-rc1'            || false
        '>= 6.1.1, < 6.2' | '6.1.20261123094500'   || true
        '= 6.1'           | '6.1.9'                || true
        '> 6.1'           | '6.1.9'                || false
        '<= 6.1'          | '6.1.9'                || true
        '!= 6.1.9'        | '6.1.9'                || false
        '>= 6'            | '7.0'                  || true
        '>= 0'            | null                   || false
        '>= 0'            | 'unknown'              || false
    }

    private static String entry(Map<String, Object> keys) {
        '[[failure]]\n' + ([reason: 'it is broken'] + keys).collect { key, value -> "$key = ${value instanceof LocalDate ? value : "\"$value\""}\n" }.join('')
    }

    private Kvmsh.Result test(String... more) {
        Kvmsh.run('test', at('a.groovy'), '-b', MODEL, '--known', at('known.toml'), *more)
    }

    private static List<String> lines(Kvmsh.Result result) {
        result.out.readLines().findAll { it ==~ /(not )?ok \d.*/ }
    }

    private String file(String name, String text) {
        Files.createDirectories(folder.resolve(name).parent)
        Files.writeString(folder.resolve(name), text).toString()
    }

    private String text(String name) {
        Files.readString(folder.resolve(name))
    }

    private String at(String name) {
        folder.resolve(name).toString()
    }
}
