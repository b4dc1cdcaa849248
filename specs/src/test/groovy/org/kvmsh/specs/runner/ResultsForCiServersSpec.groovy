package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import javax.xml.parsers.DocumentBuilderFactory
import org.kvmsh.dsl.inspect.Failure
import org.kvmsh.dsl.session.test.TestResult
import org.kvmsh.repl.results.FailureNotes
import org.kvmsh.repl.results.RanBoard
import org.kvmsh.repl.results.RanScript
import org.kvmsh.repl.results.RanTest
import org.kvmsh.repl.results.format.JUnitText
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh report} prints what GitHub Actions and LAVA read on a standard output, and writes what GitLab reads. */
@Timeout(300)
class ResultsForCiServersSpec extends Specification {
    static final String TESTS = '''\
        test('passes') { expect { 1 == 1 } }
        test('fails, 100%: "so"') { expect { 1 == 2 } }
        test('for Arm', boards: 'arm*') { }
        '''.stripIndent()

    @TempDir
    Path folder

    def setup() {
        Files.writeString(folder.resolve('a,b.groovy'), TESTS)
        Kvmsh.run('test', at('a,b.groovy'), '-b', 'model:x86_64', '-b', 'exec:/nonexistent', '--run', at('run'))
    }

    def "an annotation of GitHub is one line, with the place in the script and nothing that ends a property early"() {
        when:
        def lines = Kvmsh.run('report', at('run'), '--github').out.readLines().findAll { it.startsWith('::') }

        then:
        lines.size() == 2
        unescaped(lines[0]) == [file: at('a,b.groovy'), line: '2', col: '29', title: 'fails, 100%: "so" on model:x86_64 (model)']
        message(lines[0]).readLines().take(2) == ["${at('a,b.groovy')}:2:29: expectation failed: 1 == 2".toString(), "${at('a,b.groovy')}:2:29: expectation failed:".toString()]
        message(lines[0]).contains("\n    test('fails, 100%: \"so\"') { expect { 1 == 2 } }\n")
        unescaped(lines[1]).file == at('a,b.groovy')
        message(lines[1]).startsWith('not run: exec:/nonexistent')
    }

    def "outside of a checkout an annotation has the script's path in the run's directory, also of a test that did not run"() {
        given:
        Files.createDirectories(folder.resolve('sub/one'))
        Files.writeString(folder.resolve('sub/one/c.groovy'), "test('two\\nlines') { expect { 1 == 2 } }\n1 / 0\ntest('not run') { }")

        when:
        new StartedKvmsh(folder, 'test', './sub', '-b', 'model:x86_64', '--run', 'again').withCloseable { it.await() }
        def lines = Kvmsh.run('report', at('again'), '--github').out.readLines().findAll { it.startsWith('::') }.collect { unescaped(it) }

        then:
        lines*.file.unique() == ['sub/one/c.groovy']
        lines*.title*.replace(' on model:x86_64 (model)', '') == ['two\\x0alines', 'one/c.groovy, the rest', 'not run']
    }

    def "a signal of LAVA has a name without blanks and a result: what did not run is unknown"() {
        when:
        def lines = Kvmsh.run('report', at('run'), '--lava').out.readLines().findAll { it.startsWith('<LAVA') }
        def signals = lines.collect { (it =~ /^<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=(\S+) RESULT=(\w+)>$/)[0] }

        then:
        signals*.get(2) == ['pass', 'fail', 'skip', 'unknown']
        signals*.get(1).every { it ==~ /[A-Za-z0-9._-]+/ }
        signals*.get(1).toSet().size() == 4
        signals[1][1].endsWith('.a_2cb_2egroovy.fails_2c_20100_25_3a__22so_22')
    }

    def "for GitLab, a test has its script's file, and what failed the files of the run that are in the checkout"() {
        given:
        def inside = Files.createTempDirectory(Kvmsh.ROOT.resolve('specs/target'), 'run-')
        Files.delete(inside)
        Kvmsh.run('test', at('a,b.groovy'), '-b', 'model:x86_64', '--run', inside.toString())

        when:
        Kvmsh.run('report', inside.toString(), '--output', "gitlab=${at('gitlab.xml')}", '--output', "junit=${at('junit.xml')}")
        def cases = tests(Files.newInputStream(folder.resolve('gitlab.xml')))
        def attached = attachments(cases[1].textContent)

        then:
        cases*.getAttribute('file') == ['a,b.groovy'] * 3
        attached*.replaceFirst('.*/', '') == ['command.txt']
        attached.every { Files.readString(Kvmsh.ROOT.resolve(it)).contains(' test ') }
        cases[0].textContent == ''
        !Files.readString(folder.resolve('junit.xml')).contains('ATTACHMENT')

        when: 'a run that is elsewhere'
        def elsewhere = Kvmsh.run('report', at('run'), '--output', "gitlab=${at('gitlab.xml')}")

        then:
        attachments(Files.readString(folder.resolve('gitlab.xml'))) == []
        elsewhere.status == 1

        cleanup:
        inside?.toFile()?.deleteDir()
    }

    def "a report for GitLab is smaller than the 30 MB that it reads"() {
        given:
        def long20 = (1..20).collect { RanTest.of(TestResult.failed("$it", Failure.ofText('x' * 1_000_000 + it), [], Duration.ZERO)) }
        def boards = [new RanBoard('a board', 'about', Instant.EPOCH, [new RanScript('a.groovy', long20, Duration.ZERO)])]

        when:
        def gitlab = JUnitText.forGitlab(boards, folder, FailureNotes.NONE)
        def sizes = [JUnitText.of(boards, FailureNotes.NONE).length, gitlab.length]

        then:
        sizes[0] > 30_000_000 && sizes[1] < 30_000_000
        tests(new ByteArrayInputStream(gitlab))*.textContent.every { it.trim() ==~ /x+\n\.\.\./ }
    }

    private static List tests(InputStream xml) {
        def cases = xml.withCloseable { DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(it) }.getElementsByTagName('testcase')
        (0..<cases.length).collect { cases.item(it) }
    }

    /** As GitLab looks for them. */
    private static List<String> attachments(String text) {
        (text =~ /\[\[ATTACHMENT\|([^\[\]|]+?)\]\]/).collect { it[1] }
    }

    /** As the runner of GitHub Actions takes it apart. */
    private static Map<String, String> unescaped(String line) {
        def properties = (line =~ /^::error ([^:]*)::/)[0][1]
        properties.split(',').collectEntries { it.split('=', 2) as List }.collectEntries { name, value -> [name, plain(value.replace('%3A', ':').replace('%2C', ','))] }
    }

    private static String message(String line) {
        plain((line =~ /^::error [^:]*::(.*)$/)[0][1])
    }

    private static String plain(String text) {
        text.replace('%0A', '\n').replace('%0D', '\r').replace('%25', '%')
    }

    private String at(String name) {
        folder.resolve(name)
    }
}
