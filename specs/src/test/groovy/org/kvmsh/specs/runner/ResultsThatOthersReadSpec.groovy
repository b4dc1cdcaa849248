package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import javax.xml.parsers.DocumentBuilderFactory
import org.kvmsh.dsl.inspect.Failure
import org.kvmsh.dsl.script.ErrorText
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.script.Site
import org.kvmsh.dsl.session.test.TestResult
import org.kvmsh.dsl.session.test.Verdict
import org.kvmsh.repl.abi.Json
import org.kvmsh.repl.results.FailureNotes
import org.kvmsh.repl.results.RanBoard
import org.kvmsh.repl.results.RanScript
import org.kvmsh.repl.results.RanTest
import org.kvmsh.repl.results.format.JUnitText
import org.kvmsh.repl.results.format.KtapText
import org.kvmsh.specs.kit.Kvmsh
import org.w3c.dom.Element
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The results of {@code kvmsh test} as read by the kernel's kunit.py and Jenkins: their counts match kvmsh's. */
@Timeout(600)
class ResultsThatOthersReadSpec extends Specification {
    static final Duration TOOK = Duration.ofMillis(1234567)

    static final Failure DOES_NOT_HOLD = new ScriptError(new Site('s.groovy', 1, 1), 'expectation failed:').showing(['  a == 1', '  |']).with { Failure.of(it, ErrorText.lines(it) { null }) }

    /** Every way in which a test can end, with texts that could be mistaken for something else. */
    static final Map<String, Closure<TestResult>> ENDS = [
            'passed'     : { TestResult.passed(it, TOOK) },
            'failed'     : { TestResult.failed(it, DOES_NOT_HOLD, ['  vm    KVM_X = 0'], TOOK) },
            'splat'      : { TestResult.failed(it, 'kernel: WARNING at virt/kvm/kvm_main.c # SKIP', Failure.ofText('reboot: System halted\nSubtest: x\n\nok 1 x\nKTAP version 1'), [], TOOK) },
            'skipped'    : { TestResult.skipped(it, 'no KVM_CAP_X # here') },
            'interrupted': { TestResult.error(it, 'interrupted', Failure.NONE, [], TOOK) },
            'timeout'    : { TestResult.error(it, 'TIMEOUT', Failure.ofText('after 60 s\u2028in KVM_RUN'), [], TOOK) },
            'lost'       : { TestResult.error(it, 'board lost', Failure.ofText('QEMU ended\r\nwith status 1\f'), [], TOOK) },
            'not run'    : { TestResult.notRun(it, 'board lost') },
            'xfail'      : { new TestResult(it, Verdict.XFAIL, 'it is broken # SKIP (known.toml:1:1)', DOES_NOT_HOLD, ['  vm    KVM_X = 0'], TOOK, []) },
            'xpass'      : { new TestResult(it, Verdict.XPASS, 'passed, but is known to fail', Failure.NONE, [], TOOK, []) }]

    /** Every pair of ends, a test each, in a script that ran twice. */
    static final List<RanScript> TWICE = [ENDS.keySet(), ENDS.keySet()].combinations().transpose().collect { ends -> script('scripts/twice.groovy', *ends.withIndex().collect { end, i -> ENDS[end]("test $i") }) }

    static final List<String> NAMES = ['plain', 'a # b', 'x # SKIP y', '- dash', '# Subtest: z', 'ok 1 plain', '1..3', 'two\nlines', 'KTAP version 1', ' ', '#', 'end\r', 'a\u2028b\u0085c',
                                       'scripts/a.groovy', 'kvm real', 'reboot: System halted', 'List of all partitions: none', 'ü – 日本', "\u001b[31mred"]

    @TempDir
    Path folder

    def "kunit.py counts the same as kvmsh: #what"() {
        given:
        KunitSource.orSkip()
        def file = Files.write(folder.resolve('ktap.txt'), KtapText.of(reports, FailureNotes.NONE))

        expect:
        KunitSource.counts(file) == counts(reports)

        and: 'the totals are those of ksft_print_cnts, in which a test that did not run is an error'
        def verdicts = reports*.scripts().flatten()*.tests().flatten()*.verdict()*.name()
        def of = { String... some -> verdicts.count { it in some } }
        Files.readAllLines(file).last() == "# Totals: pass:${of('PASSED')} fail:${of('FAILED', 'FLAKY')} xfail:${of('XFAIL', 'KNOWN_FLAKY')} xpass:${of('XPASS')} skip:${of('SKIPPED')} error:${of('ERROR', 'NOT_RUN')}"

        where:
        what                                      | reports
        'scripts that ran twice'                  | [RanBoard.of('kvm real', 'about', Instant.EPOCH, TWICE)]
        'every way to end, on its own'            | [board('kvm real', *ENDS.values().collect { script('scripts/a.groovy', it('a')) })]
        'every way to end, in one script'         | [board('kvm real', script('scripts/a.groovy', *ENDS.collect { name, end -> end(name) }))]
        'scripts that are one test each'          | [board('kvm real', *ENDS.collect { name, end -> script("scripts/${name}.groovy", end("scripts/${name}.groovy")) }), board('qemu:arm64 emulated', *ENDS.collect { name, end -> script(name, end(name)) })]
        'the same board twice'                    | [board('kvm real', script('a.js', ENDS.failed('a.js'))), board('kvm real', script('a.js', ENDS.passed('a.js')))]
        'names that could be something else'      | [board('kvm real', *NAMES.collect { script('scripts/a.groovy', ENDS.passed(it), ENDS.failed(it), ENDS.skipped(it)) }), board('model', script('b', ENDS.passed('b')))]
        'boards and scripts of such names'        | NAMES.collect { board(it, script(it, ENDS.passed('t'), ENDS.splat('u')), script(it, ENDS.skipped(it))) }
        'a board that ran nothing, beside one'    | [board('kvm real'), board('model', script('b', ENDS.passed('b')))]
    }

    def "a script that reached none of its tests has one name in all formats: #why"() {
        given:
        file('s.groovy', "$text\ntest('a') { }\ntest('b') { }")

        when:
        Kvmsh.run('test', at('s.groovy'), '-b', 'model:x86_64', '--run', at('run'), '--output', "ktap=${at('ktap.txt')}", '--output', "junit=${at('junit.xml')}", '--output', "json=${at('out.json')}")
        Kvmsh.run('report', at('run'), '--html', at('page'))

        then:
        Files.readAllLines(folder.resolve('ktap.txt')).findAll { it.contains('ok ') }*.replaceFirst(' # .*', '') == ['    not ok 1 a', '    not ok 2 b', '  not ok 1 s.groovy', 'not ok 1 model:x86_64 (model)']
        Files.readString(folder.resolve('ktap.txt')).contains("not ok 1 s.groovy$reason\n")
        all(xml(), 'testcase')*.getAttribute('name') == ['s.groovy', 'a', 'b']
        Json.value(Files.readString(folder.resolve('out.json'))).boards[0].scripts[0].tests*.name == ['s.groovy', 'a', 'b']
        Files.readString(folder.resolve('page/index.html')).contains('s.groovy')
        !Files.readString(folder.resolve('page/index.html')).contains('s.groovy, ')

        where:
        why                     | text    || reason
        'it does not compile'   | 'nonsense 5'  || ' # does not compile'
        'it fails before them'  | '1 / 0' || ''
    }

    def "direct runs are counted too: tests, a script that is one test, an empty script, a compile error, a missing board"() {
        given:
        KunitSource.orSkip()
        file('tests.groovy', "test('a') { }\ntest('a') { expect { 1 == 2 } }\ntest('c # d') { needs cap: KVM_CAP_NR_VCPUS, min: 100000 }\nexpect { false }")
        file('whole.groovy', 'expect { true }')
        file('whole.js', 'expect(() => false)')
        file('skipped.groovy', "needs boards: 'arm*'")
        file('empty.groovy', '')
        file('wrong.groovy', 'test(')
        file('wrong.js', 'test((')
        file('nameless.groovy', "test('') { }")

        when:
        def result = Kvmsh.runWith([KVMSH_KVM: '/nonexistent'], '', 'test', folder.toString(), '-b', 'model:x86_64', '-b', 'kvm', '--output', "ktap=${at('ktap.txt')}", '--output', "junit=${at('junit.xml')}")
        def junit = xml()

        then:
        result.status == 1
        result.out.readLines().last() == 'all boards: 2 passed, 4 failed, 1 skipped, 2 errors, 11 not run'
        result.out.contains('test needs a name')
        KunitSource.counts(folder.resolve('ktap.txt')) == [passed: 2, failed: 17, skipped: 1, crashed: 0, errors: 0]
        totals(junit) == [20, 4, 13]
        all(junit, 'error').findAll { it.getAttribute('type') == 'error' }*.getAttribute('message') == ['does not compile'] * 2
        all(junit, 'error').count { it.getAttribute('type') == 'not run' } == 11
    }

    def "JUnit's XML has only elements and attributes of Jenkins' schema: #what"() {
        given:
        Files.write(folder.resolve('junit.xml'), JUnitText.of(reports, FailureNotes.NONE))
        def root = xml()

        expect:
        JenkinsSchema.wrongIn(root) == []
        totals(root) == all(root, 'testsuite').collect { totals(it) }.transpose()*.sum()
        totals(root) == ['testcase', 'failure', 'error'].collect { all(root, it).size() }

        and: 'each test has a unique name over all boards, and its class is the script, prefixed with the board as the package'
        def cases = all(root, 'testcase').collect { [it.getAttribute('classname'), it.getAttribute('name')] }
        cases.toSet().size() == cases.size()
        cases.every { it[1].trim() }
        cases.every { it[0].count('.') == 1 && !it[0].endsWith('.groovy') }

        where:
        what                  | reports
        'every way to end'    | [board('qemu:arm64-gicv3 emulated', script('scripts/a.groovy', *ENDS.collect { name, end -> end(name) })), board('model', script('scripts/a.groovy', *ENDS.values()*.call('a')))]
        'scripts that ran twice' | [RanBoard.of('kvm real', 'about', Instant.EPOCH, TWICE)]
        'the same again'      | [board('kvm real', script('../a.b.groovy', ENDS.passed('a'), ENDS.passed('a')), script('../a_b.groovy', ENDS.passed('a'))), board('kvm real', script('../a.b.groovy', ENDS.passed('a')))]
        'names of all sorts'  | [board('kvm real', *NAMES.collect { name -> script(name, *NAMES.collect { ENDS.passed(it) }, ENDS.splat(name)) })]
    }

    def "a failure's message has the condition, an error's its reason: #end"() {
        given:
        Files.write(folder.resolve('junit.xml'), JUnitText.of([board('kvm real', script('s.groovy', ENDS[end]('t')))], FailureNotes.NONE))

        expect:
        all(xml(), element)*.getAttribute('message') == [message]

        where:
        end           || element   | message
        'failed'      || 'failure' | 's.groovy:1:1: expectation failed: a == 1'
        'splat'       || 'failure' | 'kernel: WARNING at virt/kvm/kvm_main.c # SKIP'
        'skipped'     || 'skipped' | 'no KVM_CAP_X # here'
        'interrupted' || 'error'   | 'interrupted'
        'timeout'     || 'error'   | 'TIMEOUT'
        'lost'        || 'error'   | 'board lost'
        'xfail'       || 'skipped' | 'XFAIL it is broken # SKIP (known.toml:1:1)'
        'xpass'       || 'failure' | 'XPASS passed, but is known to fail'
        'not run'     || 'error'   | 'not run: board lost'
    }

    def "in JavaScript too a failure's message has the condition"() {
        given:
        file('whole.js', 'const a = 2\nexpect(() => a == 1)')

        when:
        Kvmsh.run('test', at('whole.js'), '-b', 'model:x86_64', '--output', "junit=${at('junit.xml')}")

        then:
        all(xml(), 'failure')*.getAttribute('message')*.toString() == ["${at('whole.js')}:2:14: expectation failed: a == 1; a is 2".toString()]
    }

    private Element xml() {
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve('junit.xml').toFile()).documentElement
    }

    private static List<Element> all(Element root, String name) {
        def found = root.getElementsByTagName(name)
        (0..<found.length).collect { found.item(it) }
    }

    private static List<Integer> totals(Element element) {
        ['tests', 'failures', 'errors'].collect { element.getAttribute(it).toInteger() }
    }

    /** kunit.py does not know XFAIL, and takes the ok before it, as the kernel's ktap.rst asks of a parser. */
    private static Map<String, Integer> counts(List<RanBoard> reports) {
        def counts = reports*.scripts().flatten()*.tests().flatten()*.verdict()*.name().countBy { it }
        [passed: ['PASSED', 'XFAIL', 'KNOWN_FLAKY'].sum { counts[it] ?: 0 }, failed: ['FAILED', 'ERROR', 'NOT_RUN', 'FLAKY', 'XPASS'].sum { counts[it] ?: 0 }, skipped: counts.SKIPPED ?: 0, crashed: 0, errors: 0]
    }

    private static RanBoard board(String name, RanScript... scripts) {
        new RanBoard(name, 'about', Instant.EPOCH, scripts as List)
    }

    private static RanScript script(String name, TestResult... tests) {
        new RanScript(name, tests.collect { RanTest.of(it) }, TOOK)
    }

    private void file(String name, String text) {
        Files.writeString(folder.resolve(name), text)
    }

    private String at(String name) {
        folder.resolve(name).toString()
    }
}
