package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What a crash leaves of a run's lines, and what damages them: no format is a success where a test that has begun has no result. */
@Timeout(600)
class DamagedRunsAreNoSuccessSpec extends Specification {
    static final String TESTS = '''\
        test('passes') { }
        test('fails') { expect { 1 == 2 } }
        test('is refused') { kvm.ioctl KVM_CREATE_VM, 99 }
        test('for Arm', boards: 'arm*') { }
        '''.stripIndent()

    @TempDir
    Path folder

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
                def report = kvmsh('report', at('run'), '--output', "json=${at('cut.json')}")
                def passed = lines.take(count).count { it.contains('"verdict":"passed"') }
                assert report.err == ''
                assert report.status in [1, 2]
                assert report.out.readLines().last() == 'the run was stopped before it finished'
                assert verdicts().count { it == 'passed' } == passed
                assert verdicts().any { it in ['not run', 'error'] } || count == lines.size() - 1
                assert Json.value(text('cut.json').replace('\n', '')).boards*.scripts.every { it*.script == ['a.groovy', 'b.groovy'] }
            }
        }
    }

    def "cut after any line, a run of several rounds whose tests have all passed is a success in no report"() {
        given:
        ['a', 'b'].each { file("s/${it}.groovy", "test('of $it') { }") }
        kvmsh('test', at('s'), '-b', 'model:x86_64', '--repeat', '2', '--run', at('run'))
        def results = folder.resolve('run/results.jsonl')
        def lines = Files.readAllLines(results)
        Files.createDirectories(folder.resolve('whole'))
        ['run.json', 'results.jsonl'].each { Files.copy(folder.resolve("run/$it"), folder.resolve("whole/$it")) }

        expect:
        (0..<lines.size()).each { count ->
            Files.writeString(results, lines.take(count).collect { "$it\n" }.join(''))
            assert kvmsh('report', at('run'), '--output', "json=${at('cut.json')}", '--output', "junit=${at('cut.xml')}", '--output', "ktap=${at('cut.ktap')}").status in [1, 2]
            assert verdicts().any { it in ['not run', 'error'] }
            assert text('cut.xml').contains('<error ')
            assert text('cut.ktap').contains('\nnot ok 1 model:x86_64')
            assert kvmsh('compare', at('whole'), at('run')).status == 1
        }
        kvmsh('report', at('whole')).status == 0
    }

    def "a test that has begun is an error in every format if its result is missing, whichever of them are, with or without the run's end"() {
        given:
        file('a.groovy', "test('one') { }\ntest('same') { }\ntest('same') { }")
        file('b.groovy', "test('of another script') { }")
        kvmsh('test', at('a.groovy'), at('b.groovy'), '-b', 'model:x86_64', '--repeat', '2', '--run', at('run'))
        def file = folder.resolve('run/results.jsonl')
        def lines = Files.readAllLines(file)
        def results = lines.indices.findAll { lines[it].startsWith('{"event":"result"') }
        // A test, and not the time that it ran: the second round is the same test again.
        def tests = results.collect { index -> lines[index].find(/"name":"([^"]*)"/) { all, name -> name } }

        expect:
        results.size() == 8
        (1..<(1 << results.size())).each { missing ->
            def without = results.indices.findAll { missing >> it & 1 }
            def left = lines.indices.findAll { !(it in without.collect { results[it] }) }.collect { lines[it] }
            Files.write(file, left)
            def report = kvmsh('report', at('run'), '--output', "json=${at('cut.json')}")
            assert report.status == 1
            assert verdicts().count { it == 'error' } >= without.collect { tests[it] }.toSet().size()
            if (Integer.bitCount(missing) == 1) {
                assert report.out.contains("${tests[without[0]]} # its result is missing\n")
                kvmsh('report', at('run'), '--output', "junit=${at('cut.xml')}", '--output', "ktap=${at('cut.ktap')}", '--kcidb', at('cut.kcidb'), '--origin', 'me')
                assert text('cut.xml').contains('<error ')
                assert text('cut.ktap').contains('\nnot ok 1 model:x86_64')
                assert text('cut.kcidb').contains('"MISS"')
                assert kvmsh('report', at('run'), '--github').out.contains('::error ')
                assert kvmsh('report', at('run'), '--lava').out.contains('RESULT=fail')
                assert kvmsh('report', at('run'), '--html', at("page-$missing")).status == 1
                assert text("page-$missing/index.html").contains('its result is missing')
            }
        }
    }

    def "a test inside another one does not begin: the report has the counts of the run"() {
        given:
        file('a.groovy', "def inner(n) { test(\"n \$n\") { expect { 1 == 1 } } }\ntest('outer') { inner 1 }\ntest('next') { expect { 1 == 1 } }")

        when:
        def run = kvmsh('test', at('a.groovy'), '-b', 'model:x86_64', '--run', at('run'))
        def report = kvmsh('report', at('run'))

        then:
        run.status == 1
        report.status == 1
        report.out.readLines().last() == run.out.readLines().last()
        !report.out.contains('its result is missing')
    }

    def "lines in the order of scripts that ran beside each other are read the same"() {
        given:
        ['a', 'b'].each { file("s/${it}.groovy", "test('first of $it') { }\ntest('second of $it') { }") }
        kvmsh('test', at('s'), '-b', 'model:x86_64', '--run', at('run'))
        def file = folder.resolve('run/results.jsonl')
        def lines = Files.readAllLines(file)
        def ofScript = ['s/a.groovy', 's/b.groovy', 'a.groovy', 'b.groovy'].collect { name -> lines.findAll { it.contains("\"script\":\"$name\"") } }.findAll()
        def random = new Random(Long.getLong('fuzz.seed', 42))

        expect:
        ofScript*.size() == [6, 6]
        50.times {
            def queues = ofScript.collect { new ArrayDeque(it) }
            def mixed = []
            while (queues.any()) {
                mixed << queues.findAll().with { it[random.nextInt(it.size())] }.poll()
            }
            def cut = random.nextInt(mixed.size())
            def gone = mixed[cut]
            Files.write(file, [lines[0]] + mixed + [lines.last()])
            assert kvmsh('report', at('run')).status == 0
            Files.write(file, [lines[0]] + mixed.take(cut) + mixed.drop(cut + 1) + [lines.last()])
            def status = kvmsh('report', at('run')).status
            assert status == (gone.contains('"event":"result"') ? 1 : gone.contains('"event":"script ended"') ? 2 : 0)
        }
    }

    private static Kvmsh.Result kvmsh(String... arguments) {
        Kvmsh.run(arguments)
    }

    private List<String> verdicts() {
        Json.value(text('cut.json').replace('\n', '')).boards*.scripts.flatten()*.tests.flatten()*.verdict
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
