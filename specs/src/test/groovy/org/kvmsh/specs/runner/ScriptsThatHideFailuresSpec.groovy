package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.HidingScript
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import org.kvmsh.specs.kit.Whole
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/**
 * Scripts that were written to pass although something in them fails, in Groovy and in JavaScript, and such that come near them and are right. The first line of
 * each has its verdict: green, red (status 1), or none if no test runs (status 2); also with --strict, where that differs.
 */
@Timeout(900)
class ScriptsThatHideFailuresSpec extends Specification {
    @Shared
    List<HidingScript> scripts = HidingScript.all()

    @TempDir
    Path folder

    private List<HidingScript> inOneProcess() {
        scripts.findAll { !it.endsProcess() }
    }

    /** A build without -Pwhole runs every third, and with --strict also what has another verdict then. */
    private List<HidingScript> inOneProcess(List<String> options) {
        Boolean.getBoolean('whole') ? inOneProcess() : inOneProcess().indexed().findAll { index, script -> options && script.strict() != script.verdict() || index % 3 == 0 }.values().toList()
    }

    def "without kvmsh test, a script that calls System.exit ends with status #status: #last"() {
        given:
        def script = Files.writeString(folder.resolve('exits.groovy'), text)
        def result = StartedKvmsh.run('-q', '-b', 'model:x86_64', script.toString())

        expect:
        result.out.readLines().last() == last
        result.status == status

        where:
        text                                                         || status | last
        "test('x') { expect { false } }\nSystem.exit(0)"             || 1      | '1 of 1 test failed'
        "test('x') { expect { true } }\ntest('y') { System.exit(0) }" || 1      | '1 of 2 tests passed, 1 error'
        "test('x') { expect { true } }\nSystem.exit(3)"              || 3      | 'ok 1 x'
    }

    @Sample(verify = 4)
    def "a script that closes a standard stream loses no result: #text #options"() {
        given:
        def script = Files.writeString(folder.resolve('closes.groovy'), "test('a') { $text; expect { true } }\ntest('b') { println 'said'; expect { false } }\n")
        def result = StartedKvmsh.run('test', '-b', 'model:x86_64', '--run=none', *options, script.toString())

        expect:
        result.out.readLines().findAll { it ==~ /said|(not )?ok .*/ } == ['ok 1 a', 'said', 'not ok 2 b']
        result.out.contains('1 passed, 1 failed')
        result.status == 1

        where:
        text                                       | options
        'System.out.close()'                       | []
        'System.out.close()'                       | ['--isolate']
        'System.err.close()'                       | []
        'System.in.close()'                        | []
        'out.close()'                              | []
        'new PrintStream(System.out, true).close()' | []
    }

    def "there are at least 100 in each language, and each has its verdict"() {
        expect:
        scripts.count { it.name().endsWith('.groovy') } >= 100
        scripts.count { it.name().endsWith('.js') } >= 100
        scripts*.verdict().toSet() == ['green', 'red', 'none'] as Set
    }

    @Sample(of = 2, verify = 32)
    def "each has its verdict: #options"() {
        given:
        def results = folder.resolve('results.json')
        def run = inOneProcess(options)

        when:
        def result = Kvmsh.run(['test', run*.file(), '-b', 'model:x86_64', '--run=none', '--output', "json=$results", options].flatten()*.toString() as String[])
        println "${run.size()} scripts $options: ${result.out.readLines().last()}"

        then:
        result.status == 1
        HidingScript.wrong(run, options.contains('--strict'), results) == []

        where:
        options << [[], ['--strict']]
    }

    @Sample(of = 2, verify = 32)
    def "a sample has its verdict: #options"() {
        given:
        def results = folder.resolve('results.json')
        def sample = sample(every)

        when:
        def run = new StartedKvmsh(folder, 'test', *sample*.file()*.toString(), '-b', 'model:x86_64', '--run=none', '--output', "json=$results", *options)
        int status = run.await()

        then:
        status == 1
        HidingScript.wrong(sample, false, results) == []

        cleanup:
        run?.close()

        where:
        every | options
        13    | ['-j', '4']
        26    | ['--isolate', '-j', '2']
    }

    /** Every so many, so that each folder is in it. */
    private List<HidingScript> sample(int every) {
        inOneProcess().indexed().findAll { index, script -> index % every == 5 }.values().toList()
    }

    @Whole('ScriptsAreIsolatedSpec: System.exit, a halt and a lack of memory fail their scripts alone')
    def "what ends its process has its verdict with --isolate"() {
        given:
        def results = folder.resolve('results.json')
        def ending = scripts.findAll { it.endsProcess() }

        when:
        def run = new StartedKvmsh(folder, [JDK_JAVA_OPTIONS: '-Xmx200m'], 'test', *ending*.file()*.toString(), '-b', 'model:x86_64', '--run=none', '--output', "json=$results", '--isolate')
        int status = run.await()

        then:
        status == 1
        HidingScript.wrong(ending, false, results) == []

        cleanup:
        run?.close()
    }
}
