package org.kvmsh.specs.compare

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh compare} holds two kept runs against each other, test by test. */
@Timeout(300)
class RunsAreComparedSpec extends Specification {
    static final Map<String, String> scripts = [passes : "test('t') { }", fails: "test('t') { expect { 1 == 2 } }", refused: "test('t') { kvm.ioctl KVM_CREATE_VM, 99 }", skipped: "test('t', boards: 'arm*') { }",
            checks: "test('t') { expect { 1 == 1 } }", part: "test('t') { expect { 1 == 1 }; if (1 == 2) expect { 1 == 1 } }",
            shifted: "// a line more\ntest('t') { expect { 1 == 1 }; if (1 == 2) expect { 1 == 1 } }", without: '', later: "// a line more\ntest('t') { expect { 1 == 2 } }",
            wild: "test('t') { m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 f4'; vcpu(0) { real 0x1000 } }; m.run() }",
            hangs: "test('t', within: 1.s) { sleep 60.s }"]

    @TempDir
    Path folder

    @Sample(of = 3, verify = 24)
    def "a test that #before and then #after is told, and the status is #status: #what"() {
        given:
        run('before', scripts[before])
        run('after', scripts[after])

        when:
        def result = Kvmsh.run('compare', at('before'), at('after'))

        then:
        result.err == ''
        counted(result) == "tests: $count compared, ${status ? '1 differs' : 'none differs'}${told.toString().contains('fixed') ? ', 1 without effect on the exit status' : ''}"
        told == null || groups(result).takeWhile { !it.startsWith('calls of') } == told.collect { it.replace('PLACE', at('a.groovy')) }
        result.status == status

        where:
        what                           | before    | after     | count || status | told
        'nothing changed'              | 'passes'  | 'passes'  | 2     || 0      | []
        'it fails since'               | 'passes'  | 'fails'   | 2     || 1      | ['new failures: 1', "  a.groovy: t on model:x86_64 (model): PLACE:2:13: expectation failed: 1 == 2"]
        'it is an error since'         | 'passes'  | 'hangs'   | 2     || 1      | ['new failures: 1', '  a.groovy: t on model:x86_64 (model): TIMEOUT']
        'it fails as before'           | 'fails'   | 'fails'   | 2     || 0      | ['failures as before: 1', "  a.groovy: t on model:x86_64 (model): PLACE:2:13: expectation failed: 1 == 2"]
        'it fails for another reason'  | 'fails'   | 'refused' | 2     || 1      | ['failures for another reason: 1',
                                                                                   "  a.groovy: t on model:x86_64 (model): PLACE:2:13: KVM_CREATE_VM on /dev/kvm failed with EINVAL (22, Invalid argument); before: PLACE:2:13: expectation failed: 1 == 2"]
        'it fails as before, later'    | 'fails'   | 'later'   | 2     || 0      | ['failures as before: 1', "  a.groovy: t on model:x86_64 (model): PLACE:3:13: expectation failed: 1 == 2"]
        'its run ends as before'       | 'wild'    | 'wild'    | 2     || 0      | null
        'it passes again'              | 'fails'   | 'passes'  | 2     || 0      | ['fixed: 1', '  a.groovy: t on model:x86_64 (model): passed, was failed; checked nothing']
        'it passes again, and checks'  | 'fails'   | 'checks'  | 2     || 0      | ['fixed: 1', '  a.groovy: t on model:x86_64 (model): passed, was failed']
        'it checks nothing any more'   | 'checks'  | 'passes'  | 2     || 1      | ['checked less: 1', '  a.groovy: t on model:x86_64 (model): passed; checked nothing']
        'it reaches less'              | 'checks'  | 'part'    | 2     || 1      | ['checked less: 1', '  a.groovy: t on model:x86_64 (model): passed; expectation never reached: PLACE:2:44']
        'it reaches as little'         | 'part'    | 'shifted' | 2     || 0      | []
        'it reaches none of its own'   | 'part'    | 'passes'  | 2     || 1      | ['checked less: 1', '  a.groovy: t on model:x86_64 (model): passed; checked nothing']
        'it checks more'               | 'passes'  | 'checks'  | 2     || 0      | []
        'it is skipped'                | 'passes'  | 'skipped' | 2     || 1      | ['skipped since: 1', '  a.groovy: t on model:x86_64 (model): SKIP needs a board that matches arm*; this board is model:x86_64 (x86_64, model)']
        'it is skipped, and failed'    | 'fails'   | 'skipped' | 2     || 1      | ['skipped since: 1', '  a.groovy: t on model:x86_64 (model): SKIP needs a board that matches arm*; this board is model:x86_64 (x86_64, model)']
        'it was skipped'               | 'skipped' | 'passes'  | 2     || 0      | []
        'it is not there any more'     | 'passes'  | 'without' | 2     || 1      | ['in A only: 1', '  a.groovy: t on model:x86_64 (model): was passed']
        'it is there now'              | 'without' | 'passes'  | 2     || 0      | []
        'it is there now, and fails'   | 'without' | 'fails'   | 2     || 1      | ['new failures: 1', "  a.groovy: t on model:x86_64 (model): PLACE:2:13: expectation failed: 1 == 2"]
    }

    def "a board that is not available is told as not run"() {
        given:
        run('before', "test('t') { }")
        run('after', "test('t') { }", 'exec:/nonexistent')

        when:
        def result = Kvmsh.run('compare', at('before'), at('after'))

        then:
        groups(result).findAll { !it.startsWith(' ') } == ['not run: 1', 'in A only: 2']
        counted(result) == 'tests: 3 compared, 3 differ'
        result.status == 1
    }

    def "the two sides are named, and what was not compared"() {
        given:
        run('before', scripts.passes)

        when:
        def result = Kvmsh.run('compare', at('before'), at('before'))

        then:
        result.out.readLines() == ["A: ${at('before')}, a run of 2 tests passed on model:x86_64 (model), software model: ring 0 code, no interrupt controller".toString(),
                "B: ${at('before')}, a run of 2 tests passed on model:x86_64 (model), software model: ring 0 code, no interrupt controller".toString(), 'capabilities: 25 compared, none differs', 'tests: 2 compared, none differs',
                'not compared: times: no test passed 7 times on both sides; to repeat the tests: kvmsh test --repeat 7',
                'not compared: calls: A, B: a run in which no test failed at a call']
    }

    @Sample(verify = 2)
    def "a capability that is lost since, or a bit of one, is a difference, and one that is new is told: #what"() {
        given:
        run('before', scripts.passes)
        run('after', scripts.passes)
        def told = folder.resolve("$changed/run.json")
        Files.writeString(told, Files.readString(told).replaceFirst(from, to))

        when:
        def result = Kvmsh.run('compare', at('before'), at('after'))

        then:
        result.err == ''
        result.out.readLines().find { it.startsWith('capabilities: ') } == "capabilities: 25 compared, ${status ? '1 differs' : 'none differs, 1 without effect on the exit status'}"
        groups(result) == lines
        result.status == status

        where:
        what                 | changed  | from                                     | to                                      || status | lines
        'one is lost'        | 'after'  | /"KVM_CAP_IMMEDIATE_EXIT": 1,/           | ''                                      || 1      | ['capabilities of A only: 1', '  KVM_CAP_IMMEDIATE_EXIT: A 1, B -']
        'one is new'         | 'before' | /"KVM_CAP_IMMEDIATE_EXIT": 1,/           | ''                                      || 0      | ['capabilities of B only: 1', '  KVM_CAP_IMMEDIATE_EXIT: A -, B 1']
        'one has more'       | 'before' | /"KVM_CAP_NR_MEMSLOTS": (\d+)/           | '"KVM_CAP_NR_MEMSLOTS": 3'              || 0      | ['capabilities with other values: 1', '  KVM_CAP_NR_MEMSLOTS: A 3, B 32764']
    }

    def "capabilities of several boards are compared by the boards' names"() {
        given:
        run('before', scripts.passes, 'model:x86_64', '-b', 'model:rfc')
        run('after', scripts.passes, 'model:rfc', '-b', 'model:x86_64')
        def told = folder.resolve('after/run.json')
        Files.writeString(told, Files.readString(told).replaceFirst('"KVM_CAP_IMMEDIATE_EXIT": 1,', ''))

        when:
        def result = Kvmsh.run('compare', at('before'), at('after'))

        then:
        result.out =~ /\ncapabilities: \d+ compared on 2 boards, 1 differs\n/
        groups(result) == ['capabilities of A only: 1', '  KVM_CAP_IMMEDIATE_EXIT: A 1, B - on model:rfc']
        result.status == 1
    }

    def "a run is compared with the board as it is now, in what it told before the first test"() {
        given:
        run('before', scripts.passes)

        when:
        def result = Kvmsh.run('compare', at('before'), 'model:x86_64')

        then:
        result.out =~ /\ncapabilities: 25 compared, none differs\n/
        result.status == 0
    }

    def "of a test that failed in both runs the calls are compared, and do not count"() {
        given:
        [before: 77, after: 78].each { name, type -> run(name, "test('t') { kvm.ioctl KVM_CREATE_VM, $type }") }

        when:
        def result = Kvmsh.run('compare', at('before'), at('after'))

        then:
        result.out =~ /\ncalls: \d+ compared in 1 test that failed in both, \d+ values, none differs, 1 without effect on the exit status\n/
        groups(result)[-2] == 'calls made by tests that failed on both sides: 1'
        groups(result)[-1] ==~ /  KVM_CREATE_VM argument at call \d+: A 77, B 78/
        result.status == 0
    }

    def "runs on one board each are compared whatever the boards' names"() {
        given:
        run('before', scripts.passes)
        run('after', "test('t') { expect { board.name.endsWith('64') } }", 'model:rfc')

        when:
        def result = Kvmsh.run('compare', at('before'), at('after'))

        then:
        groups(result).indexOf('new failures: 1') >= 0
        groups(result)[groups(result).indexOf('new failures: 1') + 1].startsWith("  a.groovy: t: ${at('a.groovy')}:2:")
        result.status == 1
    }

    @Sample(verify = 2)
    def "--baseline compares a run with a kept one after its results; what failed there still fails the run: #what"() {
        given:
        run('before', scripts[before])

        when:
        def result = run('after', scripts[after], 'model:x86_64', '--baseline', at('before'))

        then:
        result.err == ''
        counted(result) == "tests: 2 compared, ${differ ? '1 differs' : 'none differs'}"
        groups(result) == told.collect { it.replace('PLACE', at('a.groovy')) }
        result.out.indexOf('B: this run, a run of ') > result.out.indexOf('model:x86_64 (model): ')
        result.status == status

        where:
        what                  | before   | after     || status | differ | told
        'nothing changed'     | 'passes' | 'passes'  || 0      | false  | []
        'a new failure'       | 'passes' | 'fails'   || 1      | true   | ['new failures: 1', '  a.groovy: t on model:x86_64 (model): PLACE:2:13: expectation failed: 1 == 2']
        'a failure as before' | 'fails'  | 'fails'   || 1      | false  | ['failures as before: 1', '  a.groovy: t on model:x86_64 (model): PLACE:2:13: expectation failed: 1 == 2']
        'a test that is gone' | 'passes' | 'without' || 1      | true   | ['in A only: 1', '  a.groovy: t on model:x86_64 (model): was passed']
    }

    @Sample(verify = 4)
    def "options of comparisons that do not go together are rejected: #options"() {
        given:
        run('before', scripts.passes)

        when:
        def result = Kvmsh.run('test', at('a.groovy'), *options.collect { it.replace('AT', folder.toString()) })

        then:
        result.err.replace("$folder/", '') == "kvmsh test: $message\n"
        result.out == ''
        result.status == 2

        where:
        options                                                              || message
        ['--baseline', 'AT/none']                                            || "none is not a run's directory: it has no run.json; kvmsh test records runs"
        ['--baseline', 'model:vax']                                          || Kvmsh.run('test', '-b', 'model:vax', Kvmsh.script('first-light.groovy')).err.trim() - 'kvmsh test: ' + '; there is no file or directory with this name either'
        ['--baseline', 'model:x86_64', '-b', 'model:rfc', '-b', 'kvm']       || '--baseline=BOARD needs one --board to compare it with, not 2'
        ['--baseline', 'model:x86_64', '-b', 'model:rfc', '--fail-fast']     || '--baseline=BOARD cannot be used with --fail-fast'
        ['--baseline', 'model:x86_64', '-b', 'model:rfc', '--isolate']       || '--baseline=BOARD cannot be used with --isolate'
        ['--baseline', 'model:x86_64', '-b', 'model:rfc', '--repeat=until-pass:2'] || '--baseline=BOARD cannot be used with --repeat=until-failure or until-pass'
        ['--baseline', 'AT/before', '--known', 'AT/before/run.json']         || 'before/run.json:1:1: not TOML: expected [[failure]], [[difference]], [[splat]], [[answer]] or KEY = "VALUE", found: {'
    }

    private Kvmsh.Result run(String name, String test, String board = 'model:x86_64', String... options) {
        Files.writeString(folder.resolve('a.groovy'), "test('first') { }\n$test\n")
        Kvmsh.run('test', at('a.groovy'), '-b', board, '--run', at(name), *options)
    }

    private static String counted(Kvmsh.Result result) {
        result.out.readLines().find { it.startsWith('tests: ') }
    }

    /** What is below the counts. */
    private static List<String> groups(Kvmsh.Result result) {
        def lines = result.out.readLines()
        lines.drop(lines.findLastIndexOf { it.startsWith('not compared: ') } + 1)
    }

    private String at(String name) {
        folder.resolve(name)
    }
}
