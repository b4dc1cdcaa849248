package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh report --kcidb}: what kernelci's database takes, as its schema 5.3 has it (github.com/kernelci/kcidb-io). */
@Timeout(300)
class ResultsForKcidbSpec extends Specification {
    static final String URL = 'https://ci.example.org/job/7'
    static final String TESTS = '''\
        test('passes') { vm { } }
        test('fails, 100% \\u0000\\u0001 so') { vm { memory at: 0, size: 4.KB }; expect { 1 == 2 } }
        test('is known') { expect { 1 == 2 } }
        test('passes unexpectedly') { }
        test('for Arm', boards: 'arm*') { }
        test('times out', within: 200.ms) { while (true) { Thread.sleep 1 } }
        '''.stripIndent()
    static final String KNOWN = '[[failure]]\ntest = "is known"\nreason = "it is broken"\n[[failure]]\ntest = "passes unexpectedly"\nreason = "it was broken"\n'
    static final Map<String, String> STATUSES = [passes: 'PASS', 'fails_2c_20100_25__00_01_so': 'FAIL', is_known: 'FAIL', passes_unexpectedly: 'PASS', for_Arm: 'SKIP', times_out: 'ERROR']

    @TempDir
    Path folder

    def setup() {
        file('s/tests.groovy', TESTS)
        file('s/wrong.js', 'test((')
        file('known.toml', KNOWN)
        Kvmsh.run('test', at('s'), '-b', 'model:x86_64', '-b', 'exec:/nonexistent', '--known', at('known.toml'), '--run', at('run'))
    }

    def "each test has its status: what is faulty, what did not end, what was not tried"() {
        when:
        def report = report('run')

        then:
        report.version == [major: 5, minor: 3]
        statuses(report, 0) == STATUSES.collectEntries { name, status -> ["kvmsh.tests_2egroovy.$name".toString(), status] } + ['kvmsh.wrong_2ejs': 'ERROR', 'kvmsh.wrong_2ejs.the_tests_at_line_1': 'MISS']
        statuses(report, 1) == ['kvmsh.tests_2egroovy': 'MISS', 'kvmsh.wrong_2ejs': 'MISS']

        and: 'a known failure is an incident of an issue'
        report.issues*.comment == ["it is broken (${at('known.toml')}:1:1)".toString()]
        report.incidents*.test_id == report.tests.findAll { it.path.endsWith('is_known') }*.id
        report.incidents*.issue_id == report.issues*.id
    }

    def "a test that a run was lost in is a MISS"() {
        given:
        def results = folder.resolve('run/results.jsonl')
        def lines = Files.readAllLines(results)
        Files.write(results, lines.take(lines.findIndexOf { it.contains('"event":"test"') } + 1))

        expect:
        statuses(report('run'), 0) == ['kvmsh.tests_2egroovy.passes': 'MISS', 'kvmsh.tests_2egroovy.tests_2egroovy_2c_the_rest': 'MISS', 'kvmsh.wrong_2ejs': 'MISS']
    }

    def "ids are unique, the same in each report, and lead somewhere; nothing is null"() {
        when:
        def report = report('run')
        def all = ['checkouts', 'builds', 'tests', 'issues', 'incidents'].collectMany { report[it] }

        then:
        report == this.report('run')
        all.every { it.origin == 'kvmsh_lab' && it.id.startsWith('kvmsh_lab:') }
        report.tests*.id.toSet().size() == report.tests.size()
        report.builds*.checkout_id == report.checkouts*.id
        report.tests*.build_id.toSet() == report.builds*.id.toSet()
        report.tests*.path.every { it ==~ /[a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*/ }
        nulls(report) == 0
        !(Files.readString(folder.resolve('kcidb.json')) =~ /[^\\]\\u000/)
    }

    def "the files of a failed test are links to the run's directory, of several runs to that with all of them"() {
        given:
        Kvmsh.run('test', at('s'), '-b', 'model:x86_64', '--run', at('other run'))

        expect:
        links(report('run')) == ['boards/0/tests.groovy/fails_100_so/calls.trace', 'boards/0/tests.groovy/fails_100_so/calls.txt', 'boards/0/tests.groovy/fails_100_so/command.txt',
                                 'boards/0/tests.groovy/passes_unexpectedly/command.txt', 'boards/0/tests.groovy/times_out/command.txt',
                                 'boards/0/wrong.js/wrong.js/calls.trace', 'boards/0/wrong.js/wrong.js/command.txt']
        links(report('run')).every { Files.exists(folder.resolve('run').resolve(it)) }
        links(report('run', 'other run')).with { links -> links.size() > 8 && links.every { Files.exists(folder.resolve(URI.create(it).path)) } }
        report('run').tests.find { it.path.endsWith('.fails_2c_20100_25__00_01_so') }.log_url == "$URL/boards/0/tests.groovy/fails_100_so/calls.txt"
    }

    @Needs('kcidb-io')
    def "kcidb-io takes it"() {
        given:
        report('run')

        when:
        def check = new ProcessBuilder('python3', '-c', 'import json, sys, kcidb_io; kcidb_io.schema.LATEST.validate(json.load(sys.stdin))')
                .redirectInput(folder.resolve('kcidb.json').toFile()).redirectErrorStream(true).start()
        def said = check.inputStream.text

        then:
        said == ''
        check.waitFor() == 0
    }

    @Sample(verify = 16)
    def "rejected before anything is written: #what"() {
        expect:
        Kvmsh.run('report', at('run'), *arguments.collect { it == 'kcidb.json' ? at(it) : it }).with { [it.status, it.out, it.err] } == [2, '', "kvmsh report: $said\n".toString()]
        !Files.exists(folder.resolve('kcidb.json'))

        where:
        what                    | arguments                                                                 || said
        'without an origin'     | ['--kcidb', 'kcidb.json']                                                 || '--kcidb needs --origin NAME; NAME consists of lower-case letters, digits and _'
        'no origin of KCIDB'    | ['--kcidb', 'kcidb.json', '--origin', 'A-b']                              || "--kcidb needs --origin NAME; NAME consists of lower-case letters, digits and _; got 'A-b'"
        'an origin without it'  | ['--origin', 'x']                                                         || '--origin needs --kcidb FILE'
        'no URL'                | ['--kcidb', 'kcidb.json', '--origin', 'x', '--artifact-url', 'artifacts'] || '--artifact-url artifacts is not a URL; write https://HOST/PATH'
    }

    private Map report(String... runs) {
        assert Kvmsh.run('report', *runs.collect { at(it) }, '--kcidb', at('kcidb.json'), '--origin', 'kvmsh_lab', '--artifact-url', "$URL/").err == ''
        Json.value(Files.readString(folder.resolve('kcidb.json'))) as Map
    }

    private static Map<String, String> statuses(Map report, int board) {
        report.tests.findAll { it.build_id == report.builds[board].id }.collectEntries { [it.path, it.status] }
    }

    private static List<String> links(Map report) {
        report.tests.collectMany { [it.log_url, *it.output_files*.url] }.findAll { it != null }.collect { it - "$URL/" }.sort()
    }

    private static int nulls(Object value) {
        value == null ? 1 : value instanceof Map ? value.values().sum(0) { nulls(it) } as int : value instanceof List ? value.sum(0) { nulls(it) } as int : 0
    }

    private void file(String name, String text) {
        Files.createDirectories(folder.resolve(name).parent)
        Files.writeString(folder.resolve(name), text)
    }

    private String at(String name) {
        folder.resolve(name)
    }
}
