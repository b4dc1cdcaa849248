package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import java.util.regex.Pattern
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.StartedKvmsh
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
    private static final Path FOLDER = Kvmsh.ROOT.resolve('specs/src/test/resources/verdicts')
    /** What ends the process that runs it has a process of its own. */
    private static final String PROCESS = 'process'
    private static final Pattern VERDICT = ~'// verdict: (green|red|none)(?:, strict: (green|red))?'

    /** A script with what its head says of it. */
    private record Hiding(Path file, String folder, String verdict, String strict, String says) {
        static Hiding of(Path file) {
            List<String> head = Files.readAllLines(file).takeWhile { String line -> line.startsWith('//') }
            def found = VERDICT.matcher(head[0])
            assert found.matches() : "$file has no verdict"
            String says = head.find { String line -> line.startsWith('// says: ') }
            new Hiding(file, file.parent.fileName.toString(), found.group(1), found.group(2) ?: found.group(1), says?.substring(9))
        }

        String name() {
            "$folder/$file.fileName"
        }
    }

    @Shared
    List<Hiding> scripts = Files.walk(FOLDER).withCloseable { files -> files.filter { it.toString() ==~ /.*\.(groovy|js)/ }.sorted().toList() }.collect { Hiding.of(it) }

    @TempDir
    Path folder

    private List<Hiding> inOneProcess() {
        scripts.findAll { it.folder() != PROCESS }
    }

    /** Those whose verdict is another, with it. */
    private List<String> wrong(List<Hiding> of, boolean strict, Path results) {
        def found = Json.facts(results, '').boards[0].scripts.collectEntries { [(it.script.tokenize('/').takeRight(2).join('/')): it] }
        of.collectMany { script ->
            def result = found[script.name()]
            def verdicts = result.tests*.verdict as Set
            def is = verdicts && verdicts.every { it in ['passed', 'skipped'] } ? 'green' : verdicts - 'not run' ? 'red' : 'none'
            def right = strict ? script.strict() : script.verdict()
            is != right ? ["${script.name()} is $is, not $right: $verdicts".toString()]
                    : !strict && script.says() && !result.toString().contains(script.says()) ? ["${script.name()} does not say ${script.says()}: ${result.tests}".toString()] : []
        }
    }

    def "there are at least 100 in each language, and each has its verdict"() {
        expect:
        scripts.count { it.name().endsWith('.groovy') } >= 100
        scripts.count { it.name().endsWith('.js') } >= 100
        scripts*.verdict().toSet() == ['green', 'red', 'none'] as Set
    }

    def "each has its verdict: #options"() {
        given:
        def results = folder.resolve('results.json')

        when:
        def result = Kvmsh.run('test', *inOneProcess()*.file()*.parent*.toString().toUnique(), '-b', 'model:x86_64', '--no-run', '--json', results.toString(), *options)
        println "${inOneProcess().size()} scripts $options: ${result.out.readLines().last()}"

        then:
        result.status == 1
        wrong(inOneProcess(), options.contains('--strict'), results) == []

        where:
        options << [[], ['--strict']]
    }

    def "a sample has its verdict: #options"() {
        given:
        def results = folder.resolve('results.json')
        def sample = sample()

        when:
        def run = new StartedKvmsh(folder, 'test', *sample*.file()*.toString(), '-b', 'model:x86_64', '--no-run', '--json', results.toString(), *options)
        int status = run.await()

        then:
        status == 1
        wrong(sample, false, results) == []

        cleanup:
        run?.close()

        where:
        options << [['-j', '4'], ['--isolate', '-j', '2']]
    }

    /** Every so many, so that each folder is in it. */
    private List<Hiding> sample() {
        inOneProcess().indexed().findAll { index, script -> index % 13 == 5 }.values().toList()
    }

    def "what ends its process has its verdict with --isolate"() {
        given:
        def results = folder.resolve('results.json')
        def ending = scripts.findAll { it.folder() == PROCESS }

        when:
        def run = new StartedKvmsh(folder, [JDK_JAVA_OPTIONS: '-Xmx200m'], 'test', *ending*.file()*.toString(), '-b', 'model:x86_64', '--no-run', '--json', results.toString(), '--isolate')
        int status = run.await()

        then:
        status == 1
        wrong(ending, false, results) == []

        cleanup:
        run?.close()
    }
}
