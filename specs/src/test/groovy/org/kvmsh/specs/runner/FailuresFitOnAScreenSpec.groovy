package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import javax.xml.parsers.DocumentBuilderFactory
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir

/**
 * Why a test failed is read first: the reason is above the calls in every format, all formats have the same facts, and the end of a run lists its failures.
 */
class FailuresFitOnAScreenSpec extends Specification {
    static final String GUEST = "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b8 29 00 f4'; vcpu(0) { real 0x1000 } }"

    static final String HEAD = /\d+ tests? failed( on \d+ boards)?:/

    /** A test of a kind, whose failures have one cause. */
    static final String BODIES = """
        bodies = [
            value:   { x -> vm { memory at: 0, size: 64.KB }; expect { x == 42 } },
            both:    { x -> expect { x == 42 && x != 43 } },
            refused: { x -> kvm.ioctl KVM_CREATE_VM, x },
            thrown:  { x -> throw new IllegalStateException('it is broken') }]
        def fails(name, kind, x) { test(name) { bodies[kind](x) } }
    """

    @TempDir
    Path folder

    @Sample(verify = 4)
    def "the terminal, JUnit, KTAP, GitHub's annotation and the page have the same facts, and the reason first: #what"() {
        given:
        script('a.groovy', "test('fine') { expect { true } }\ntest('$name') {\n    def passes = true\n}\n")
        Kvmsh.run('test', at('a.groovy'), '-b', 'model:x86_64', '--run', at('runs/1'))
        script('a.groovy', "test('fine') { expect { true } }\ntest('$name') {\n    $body\n}\n")

        when:
        def terminal = Kvmsh.run('test', at('a.groovy'), '-b', 'model:x86_64', '--run', at('runs/2'), '--output', "junit=${at('junit.xml')}", '--output', "ktap=${at('out.ktap')}").out
        def github = Kvmsh.run('report', at('runs/2'), '--github', '--html', at('page')).out
        def formats = [terminal: terminal, report: github.readLines().findAll { !it.startsWith('::') }.join('\n'),
                       junit: failure(),
                       ktap: Files.readString(folder.resolve('out.ktap')), github: github.readLines().find { it.startsWith('::error') }.replace('%0A', '\n').replace('%25', '%'),
                       page: text(Files.readString(folder.resolve('page/index.html')))]

        then: 'every format has each fact'
        def command = "kvmsh test ${at('a.groovy')} -b model:x86_64 --filter '$name'".toString()
        def history = ["in ${at('runs/1')}".toString(), 'changed since it passed: the script']
        formats.collectMany { format, text -> [*facts, command, *history].findAll { !text.contains(it) }.collect { "$format lacks $it" } } == []

        and: 'the reason is above the calls, which a terminal shows the last of'
        formats.findAll { it.key in ['terminal', 'report', 'junit', 'ktap'] && it.value.contains('calls') }.every { format, text -> text.indexOf(facts[0]) < text.indexOf('calls') }
        terminal.readLines().count { it.startsWith('    v') || it.startsWith('    k') } <= 4
        !body.startsWith('def m') || Files.readString(folder.resolve('out.ktap')).contains('KVM_CREATE_VCPU') && terminal.contains('earlier lines not shown')

        where:
        what             | name                 | body                                                                        || facts
        'an expectation' | 'rax is the answer'  | "def m = $GUEST; m.run until: hlt\n    expect { m.regs.rax == 42 }"        || ['m.regs.rax == 42', '41', 'a.groovy:4:5']
        'a refused call' | 'a VM of type 98'    | 'kvm.ioctl KVM_CREATE_VM, 98'                                               || ['KVM_CREATE_VM', 'EINVAL', '98', 'VM type 98 is not set in KVM_CAP_VM_TYPES', 'a.groovy:3:5']
        'another errno'  | 'refused otherwise'  | 'expect(errno: ENODEV) { kvm.ioctl KVM_CREATE_VM, 98 }'                     || ['expected ENODEV, got EINVAL', '98', 'VM type 98 is not set in KVM_CAP_VM_TYPES', 'a.groovy:3:29']
        'a run'          | 'ends by an exit'    | "def m = $GUEST; m.run until: shutdown, within: 20.s"                       || ['run until shutdown: ended instead with hlt', 'a.groovy:3:']
    }

    def "the end of a run has a line for each failure, and one for all that failed for one reason"() {
        given:
        script('a.groovy', "test('fine') { expect { true } }\ntest('wrong') { def x = 1; expect { x == 2 } }\ntest('slow', within: 100.ms) { while (true) { } }")
        script('b.groovy', "(1..9).each { n -> test(\"type \$n\") { kvm.ioctl KVM_CREATE_VM, 98 } }")

        when:
        def result = Kvmsh.run('test', at('a.groovy'), at('b.groovy'), '-b', 'model:x86_64', '--run', at('run'))

        then:
        result.out.readLines().dropWhile { !(it ==~ HEAD) } == ['11 tests failed:', "  wrong: ${at('a.groovy')}:2:28: expectation failed: x == 2; x is 1", "    to run it again: kvmsh test ${at('a.groovy')} -b model:x86_64 --filter wrong",
                "  slow: ${at('a.groovy')}:3:32: TIMEOUT", "    to run it again: kvmsh test ${at('a.groovy')} -b model:x86_64 --filter slow",
                "  9 tests with the same reason, first \"type 1\": ${at('b.groovy')}:1:38: KVM_CREATE_VM on /dev/kvm failed with EINVAL (22, Invalid argument)",
                "    to run it again: kvmsh test ${at('b.groovy')} -b model:x86_64 --filter 'type 1'",
                'model:x86_64 (model): 1 passed, 10 failed, 0 skipped, 1 error']*.toString()
        Kvmsh.run('report', at('run')).out.readLines().dropWhile { !(it ==~ HEAD) } == result.out.readLines().dropWhile { !(it ==~ HEAD) }

        and: 'a run whose place was not given tells it, and how to run its failures again'
        Kvmsh.runWith([XDG_STATE_HOME: at('state')], '', 'test', at('a.groovy'), '-b', 'model:x86_64').err ==~
                /kvmsh test: the run is recorded in (\S+); kvmsh report shows it again\nkvmsh test: to repeat the tests that failed: kvmsh test --rerun-failed=\1\n/
    }

    @Sample(verify = 16)
    def "failures of one cause have one card, and each later one what is its own and its command: #what"() {
        given:
        // Of scripts that run at once, the first fails first and ends last: what is shown above the other is not its card.
        def waits = '-j' in options ? ['Thread.sleep(500)', 'Thread.sleep(1500)'] : ['', '']
        scripts.eachWithIndex { name, tests, i -> script(name, "$BODIES${i == 0 ? '' : waits[0]}\n${tests.collect { "fails('$it.name', '$it.kind', $it.value)\n" }.join()}${i == 0 ? waits[1] : ''}") }
        def all = scripts.values().flatten()
        def failures = all.size() * boards.size()

        when:
        def terminal = Kvmsh.run('test', *scripts.keySet().collect { at(it) }, *boards.collectMany { ['-b', it] }, '--run', at('run'), '--output', "junit=${at('junit.xml')}", '--output', "ktap=${at('out.ktap')}", *options).out
        def report = Kvmsh.run('report', at('run'), '--github', '--html', at('page')).out

        then: 'on a terminal, whoever prints there'
        def rounds = options.contains('--repeat') ? 2 : 1
        printed(terminal, scripts).size() == failures * rounds
        wrongCards(printed(terminal, scripts)) == []
        printed(report, scripts).size() == failures
        wrongCards(printed(report, scripts)) == []

        and: 'the formats that are read test by test have all of each, and the page has a group for each cause'
        def junit = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve('junit.xml').toFile()).getElementsByTagName('failure')
        (0..<junit.length).collect { junit.item(it).textContent }.findAll { it.readLines().any { it.strip() == '^' } }.size() == failures
        Files.readString(folder.resolve('out.ktap')).readLines().count { it ==~ / *# +\^/ } == failures
        report.readLines().count { it.startsWith('::error') && it.contains('%0A') && it.contains('^') } == failures
        Files.readString(folder.resolve('page/index.html')).replaceFirst(/(?s).*id="new-failure"/, '').replaceFirst('(?s)</section>.*', '').count('class="why"') == all*.kind.toSet().size()

        where:
        what                       | scripts                                                                              | boards                            | options
        '22 in one script'         | ['a.groovy': tests(22, ['value'], [1])]                                              | ['model:x86_64']                  | []
        'a report of two boards'   | ['a.groovy': tests(3, ['value', 'refused'], [98])]                                   | ['model:x86_64', 'model:arm-vgicv2'] | []
        'scripts at once'          | ['a.groovy': tests(4, ['value', 'thrown'], [1]), 'b.groovy': tests(4, ['value', 'refused'], [1, 98])] | ['model:x86_64'] | ['-j', '2']
        'a process for each'       | ['a.groovy': tests(4, ['value', 'refused'], [97, 98]), 'b.groovy': tests(4, ['value', 'refused'], [98, 99])] | ['model:x86_64', 'model:arm-vgicv2'] | ['--isolate']
        'values that differ'       | ['a.groovy': tests(6, ['value', 'value', 'refused'], [1, 2, 97, 98])]                | ['model:x86_64']                  | []
        'values that have no name' | ['a.groovy': tests(5, ['both'], [1, 2])]                                            | ['model:x86_64']                  | []
        'rounds'                   | ['a.groovy': tests(3, ['value', 'refused'], [98])]                                   | ['model:x86_64']                  | ['--repeat', '2']
        'causes that interleave'   | ['a.groovy': tests(9, ['value', 'refused', 'thrown'], [98])]                         | ['model:x86_64']                  | []
    }

    def "22 failures with one cause take 70 lines at most, with all that surrounds them"() {
        given:
        script('a.groovy', "(1..22).each { n -> test(\"type \$n\") { def m = $GUEST; m.run until: hlt; expect { m.regs.rax == 42 } } }")

        expect:
        Kvmsh.run('test', at('a.groovy'), '-b', 'model:x86_64', '--run=none').out.readLines().size() <= 70
    }

    def "what a later failure of a cause tells of its own: #what"() {
        given:
        Needed.orSkip(*(what == 'its instruction' ? ['libcapstone'] : []))
        script('a.groovy', tests.indexed().collect { i, body -> "test('t$i') { $body }\n" }.join())

        expect:
        def lines = Kvmsh.run('test', at('a.groovy'), '-b', 'model:x86_64', '--run=none').out.readLines()
        def at = lines.findIndexOf { it.startsWith('not ok 2 t1') }
        lines.subList(at + 1, lines.findIndexOf { it.startsWith('2 tests failed') })*.replace(folder.toString() + '/', '') == own

        and: 'the same where the script is run directly, without the command'
        def direct = Kvmsh.run('-q', '-b', 'model:x86_64', this.at('a.groovy')).out.readLines()
        direct.subList(direct.findIndexOf { it.startsWith('not ok 2 t1') } + 1, direct.size() - 1)*.replace(folder.toString() + '/', '') == own*.replaceFirst('; to run it again: .*', '')
        direct.last() == '2 of 2 tests failed'

        where:
        what              | tests                                                                                 || own
        'its place'       | ["throw new Exception('x')"] * 2                                                      || ['  same failure as for "t0" above; a.groovy:2:14; to run it again: kvmsh test a.groovy -b model:x86_64 --filter t1']
        'another errno'   | ['expect(errno: ENODEV) { kvm.ioctl KVM_CREATE_VM, 98 }', 'kvm.ioctl KVM_CREATE_VM, 98'] || ['  same failure as for "t0" above; a.groovy:2:14; KVM_CREATE_VM on /dev/kvm failed with EINVAL (22, Invalid argument); to run it again: kvmsh test a.groovy -b model:x86_64 --filter t1']
        'its instruction' | ['f4', '90 f4'].collect { "def m = ${GUEST.replace('b8 29 00 f4', it)}; m.run until: shutdown" }    || ['  same failure as for "t0" above; a.groovy:2:112; to run it again: kvmsh test a.groovy -b model:x86_64 --filter t1', '    -> 0x1002  00 00  addb %al, (%bx, %si)']
    }

    @Sample(verify = 16)
    def "failures for one reason on several boards are one line before the counts of all boards"() {
        given:
        script('a.groovy', "test('type') { kvm.ioctl KVM_CREATE_VM, 98 }\ntest('fine') { expect { true } }")

        expect:
        Kvmsh.run('test', at('a.groovy'), '-b', 'model:x86_64', '-b', 'model:arm-vgicv2', '--run=none', *options).out.readLines()[-4..-1] == ['1 test failed on 2 boards:',
                "  1 test on 2 boards, \"type\" (on model:x86_64, model:arm-vgicv2): ${at('a.groovy')}:1:16: KVM_CREATE_VM on /dev/kvm failed with EINVAL (22, Invalid argument)",
                "    to run it again: kvmsh test ${at('a.groovy')} -b model:x86_64 --filter type${options ? ' --isolate' : ''}",
                'all boards: 2 passed, 2 failed, 0 skipped']*.toString()

        where:
        options << [[], ['--isolate']]
    }

    def "a single test that failed is not listed again but by a report, and one that passed is not listed"() {
        given:
        script('a.groovy', "test('$name') { expect { $condition } }")
        def lines = Kvmsh.run('test', at('a.groovy'), '-b', 'model:x86_64', '--run', at('run')).out.readLines()

        expect:
        !lines.any { it ==~ HEAD }
        lines.findAll { it.startsWith('to run it again: ') } == again*.replace('FILE', at('a.groovy'))
        Kvmsh.run('report', at('run')).out.contains('1 test failed:') == !again.empty

        where:
        name    | condition || again
        'fine'  | 'true'    || []
        'wrong' | 'false'   || ['to run it again: kvmsh test FILE -b model:x86_64 --filter wrong']
    }

    @Sample(verify = 4)
    def "the command of a failed test runs that test alone: #name"() {
        given:
        script('a.groovy', "test('$name') { expect { 1 == 2 } }\ntest('other') { expect { 1 == 2 } }")
        Kvmsh.run('test', at('a.groovy'), '-b', 'model:x86_64', '--run', at('run'))
        def command = folder.resolve("run/boards/0/a.groovy").toFile().listFiles().find { it.name != 'other' }.toPath().resolve('command.txt')
        def words = ['sh', '-c', Files.readString(command).replaceFirst(/.* && kvmsh /, 'printf "%s\\\\0" ')].execute().text.split('\u0000')

        expect:
        Kvmsh.run(*(words as List)).out.readLines().last() == 'model:x86_64 (model): 0 passed, 1 failed, 0 skipped'

        where:
        name << ['wrong', 'two words', 'a*b?', '$HOME', '#1', 'it is [a-z]', 'a, the rest', '/x/', '--list']
    }

    @Sample(verify = 4)
    def "the command of a failed test is a line that a shell runs: #name"() {
        given:
        script("${name}.groovy", "test(args[0]) { expect { 1 == 2 } }\ntest('other') { expect { 1 == 2 } }")
        def first = new StartedKvmsh(folder, 'test', '.', '-b', 'model:x86_64', '--run', 'run', '--timeout', '9s', '--', name)
        first.withCloseable { it.await() }

        when:
        def command = first.lines.find { it.startsWith('    to run it again: ') }.replaceFirst(/.*: kvmsh /, '')
        def words = ['bash', '-c', "printf '%s\\0' $command".toString()].execute([], folder.toFile()).text.split('\u0000')

        then:
        words == ['test', (name =~ /^[-@]/ ? './' : '') + name + '.groovy', '-b', 'model:x86_64', '--filter', name ==~ '(?s)[-/].*' ? "/\\A\\Q$name\\E\\z/".toString() : name, '--timeout=9s', '--', name]
        new StartedKvmsh(folder, *words).withCloseable { it.await(); it.lines.find { it.startsWith('model:x86_64 (model): ') } } == 'model:x86_64 (model): 0 passed, 1 failed, 0 skipped'

        where:
        name << ['two\nlines', "a'b\"c", '$HOME `id`', 'back\\slash\\n', 'tab\t', '-b', '@at', '\u001b[31m', '\n\'\\']
    }

    def "what has no name of its own is run again with all of its script"() {
        given:
        script('a.groovy', "test('a') { expect { true } }\nthrow new IllegalStateException('early')\n(1..3).each { n -> test(\"n \$n\") { } }")
        Kvmsh.run('test', at('a.groovy'), '-b', 'model:x86_64', '--run', at('run'))
        Kvmsh.run('report', at('run'), '--html', at('page'))
        def page = Files.readString(folder.resolve('page/index.html'))

        expect:
        page.contains('the tests at line 3')
        (page =~ /> *cd \S+ &amp;&amp; (kvmsh test [^<]*)</).collect { it[1] }.unique() == ["kvmsh test ${at('a.groovy')} -b model:x86_64".toString()]
    }

    private static List<Map> tests(int count, List<String> kinds, List<Integer> values) {
        (0..<count).collect { [name: "test $it".toString(), kind: kinds[it % kinds.size()], value: values[it % values.size()]] }
    }

    /** The failed tests that a terminal shows, each with its board, its script, what is known of it and the lines below its own. */
    private static List<Map> printed(String out, Map<String, List<Map>> scripts) {
        String board = null
        String script = null
        List<Map> found = []
        boolean below = false
        out.readLines().each { line ->
            if (line ==~ /model:\S+ \(model\), .*/) {
                board = line.replaceFirst(' .*', '')
            }
            script = scripts.keySet().find { line == it || line.startsWith("not ok $it: ") } ?: script
            if (below && line.startsWith('  ')) {
                found.last().below << line
            }
            below = line.startsWith('  ') ? below : line.startsWith('not ok ')
            if (line.startsWith('not ok ')) {
                def test = scripts[script].find { line.endsWith(" $it.name") }
                found << [board: board, script: script, below: [], *: test]
            }
        }
        found
    }

    /** What is wrong with the lines below the failed tests. */
    private static List<String> wrongCards(List<Map> printed) {
        Map<String, Map> firsts = [:]
        printed.collectMany { test ->
            def first = firsts.putIfAbsent(test.kind, test)
            def lines = test.below
            if (first == null) {
                return lines.any { it.strip() == '^' } && !lines[0].startsWith('  same failure as ') ? [] : ["no card: $test"]
            }
            boolean other = first.name != test.name || first.script != test.script
            def facts = [
                (/^  same failure as (for|on|above)/): true,
                (/for "$first.name"/): other,
                (/ of $first.script /): first.script != test.script,
                (/ on $first.board above/): first.board != test.board,
                (/; x is $test.value;/): test.kind == 'value' && first.value != test.value,
                (/; to run it again: kvmsh test \S+$test.script -b $test.board --filter '$test.name'( --isolate)?$/): other || first.board != test.board]
            def wrong = facts.findAll { pattern, wanted -> (lines[0] =~ pattern).find() != wanted }.collect { "$it.key in $test after $first".toString() }
            def more = test.kind == 'refused' ? (first.value != test.value ? 2 : first.board != test.board ? 1 : 0)
                    : test.kind == 'both' && first.value != test.value ? 3 : 0
            wrong + (lines.size() == 1 + more && !lines.any { it.strip() == '^' } ? [] : ["${lines.size()} lines instead of ${1 + more}: $test"])
        }
    }

    @Sample(verify = 4)
    def "a failure that no screen holds is cut there, and whole in files: #text"() {
        given:
        script('a.groovy', "test('t') { throw new IllegalStateException($text) }\ntest('u') { expect { true } }\n")

        when:
        def result = Kvmsh.run('test', at('a.groovy'), '-b', 'model:x86_64', '--run', at('run'), '--output', "junit=${at('junit.xml')}", '--output', "ktap=${at('out.ktap')}")
        def shown = [result.out, Kvmsh.run('report', at('run')).out, Kvmsh.run('-q', '-b', 'model:x86_64', at('a.groovy')).out]

        then:
        result.status == 1
        shown.every { it.length() < 10_000 && it.contains(left) }
        failure().count(piece) >= times
        Files.readString(folder.resolve('out.ktap')).count(piece) >= times

        where:
        text               | piece  || times  | left
        "'long' * 100_000" | 'long' || 100_000 | ' more characters; full text: kvmsh test --output ktap=FILE'
        "'line\\n' * 9000" | 'line' || 9000   | ' more lines; full text: kvmsh test --output ktap=FILE'
    }

    private String failure() {
        def found = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve('junit.xml').toFile()).getElementsByTagName('failure').item(0)
        "${found.getAttribute('message')}\n$found.textContent"
    }

    private static String text(String html) {
        html.replaceAll(/<[^>]*>/, '').replace('&lt;', '<').replace('&gt;', '>').replace('&quot;', '"').replace('&amp;', '&')
    }

    private void script(String name, String text) {
        Files.writeString(folder.resolve(name), text)
    }

    private String at(String name) {
        folder.resolve(name)
    }
}
