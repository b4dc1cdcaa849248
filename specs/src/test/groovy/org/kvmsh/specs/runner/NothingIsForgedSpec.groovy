package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import org.kvmsh.bindings.text.PrintableText
import org.kvmsh.dsl.inspect.Failure
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.script.Site
import org.kvmsh.dsl.session.test.TestResult
import org.kvmsh.dsl.text.MarkedLine
import org.kvmsh.repl.abi.Json
import org.kvmsh.repl.results.FailureNotes
import org.kvmsh.repl.results.RanBoard
import org.kvmsh.repl.results.RanScript
import org.kvmsh.repl.results.RanTest
import org.kvmsh.repl.results.format.EscapedName
import org.kvmsh.repl.results.format.GithubText
import org.kvmsh.repl.results.format.LavaText
import org.kvmsh.repl.results.record.RunAsked
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A test's name, a guest's console and whatever else is another's text forges no line of any format, and steers no terminal. */
@Timeout(600)
class NothingIsForgedSpec extends Specification {
    /** All that steers a terminal, ends a line for some program, or changes the order of a text. */
    static final List<String> STEERING = ((0..0x1f) + (0x7f..0x9f) + [0x61c, 0x200e, 0x200f, 0x2028, 0x2029] + (0x202a..0x202e) + (0x2066..0x2069)).collect { Character.toString(it) } - ['\n', '\t', '\r', '\u0000']
    static final List<String> NAMES = ['a b', 'a_b', 'a__b', 'a-b', 'a.b', 'a/b', 'a 5f', 'a_5f', 'a 20', 'a_20', 'a ', ' a', 'a', 'a (2)', 'a.2', 'проверка', 'проверки', 'é', 'e\u0301', '测试', 'a\nb', 'a\tb', '100%', 'a#b']

    @TempDir
    Path folder

    def "two names are never one, whatever is beside them, and each can be read back"() {
        given:
        def random = new Random(Long.getLong('fuzz.seed', 42))
        def names = NAMES + (1..2000).collect { (0..<(1 + random.nextInt(6))).collect { ' _-.abf02519#я'.charAt(random.nextInt(14)) }.join('') }

        expect:
        names.each { assert EscapedName.of(it) ==~ /[A-Za-z0-9_-]*/ && unescaped(EscapedName.of(it)) == it }
        names.toSet().size() == names.toSet().collect { EscapedName.of(it) }.toSet().size()
    }

    def "the names of tests in LAVA and KCIDB are unique, and the same in each order"() {
        given:
        def twice = NAMES + ['a', 'a', 'a b']
        def lava = { List<String> names -> LavaText.lines([board(names)]).collect { it.find(/TEST_CASE_ID=(\S+) RESULT/) { all, id -> id } } }

        expect:
        lava(twice).toSet().size() == twice.size()
        lava(twice).toSet() == lava(twice.reverse()).toSet()
        lava(NAMES).toSet() == NAMES.collectMany { lava([it]) }.toSet()
    }

    def "a kept run with such names and texts has them in no export, and on no terminal"() {
        given:
        def all = STEERING.join('')
        def escaped = all.collect { String.format('\\u%04x', (int) (it as char)) }.join('')
        Files.createDirectories(folder.resolve('s'))
        Files.writeString(folder.resolve('s/a.groovy'), """
            test('name $escaped end') { println 'said $escaped'; throw new IllegalStateException('why $escaped') }
            test('ok 1 x\\n::error::forged\\n<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=x RESULT=pass>\\n##[error]x') {
              println '::error::said'; expect { '<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=y RESULT=pass>\\n::error::y\\n ##[error]y' == 'z' } }
            test('skipped # SKIP $escaped') { needs boards: 'x $escaped' }
            """)

        when:
        def test = kvmsh('test', at('s'), '-b', 'model:x86_64', '--run', at('run'), '--output', "ktap=${at('a.ktap')}", '--output', "junit=${at('a.xml')}", '--output', "json=${at('a.json')}")
        def report = kvmsh('report', at('run'), '--github', '--lava', '--output', "gitlab=${at('b.xml')}", '--html', at('page'), '--kcidb', at('a.kcidb'), '--origin', 'me')
        def texts = [test: test.out + test.err, report: report.out + report.err] + folder.toFile().listFiles().findAll { it.file }.collectEntries { [it.name, it.getText('UTF-8')] } +
                [page: folder.resolve('page/index.html').toFile().getText('UTF-8'), run: folder.resolve('run/results.jsonl').toFile().getText('UTF-8')] +
                files('run/boards').collectEntries { [it.toString(), it.toFile().getText('UTF-8')] }

        then:
        test.status == 1
        texts.collectEntries { name, text -> [name, STEERING.findAll { text.contains(it) }.collect { PrintableText.of(it) }] }.findAll { it.value } == [:]

        and: 'JSON has each of them as it is'
        Json.value(texts['a.json'].replace('\n', '')).boards[0].scripts[0].tests*.name[0] == "name $all end".toString()

        and: 'nothing but the report itself is a signal or a command'
        report.out.findAll(/(?i)<LAVA/).size() == 3
        report.out.readLines().findAll { it.contains('<LAVA') }.every { it ==~ /<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=[A-Za-z0-9_.-]+ RESULT=(fail|skip)>/ }
        report.out.readLines().findAll { it.trim().startsWith('::') }.every { it.startsWith('::error file=s/a.groovy,') || it.startsWith("::error file=${at('s/a.groovy')},") }
        report.out.readLines().count { it.trim().startsWith('::') } == 2
        !report.out.readLines().findAll { !it.startsWith('::error ') }.any { it.contains('##[') }
        texts['a.ktap'].readLines().count { it =~ /^\s*(not )?ok / } == 5
    }

    def "half of a surrogate pair in a name is the same in the output, KTAP, JSON and the kept run"() {
        given:
        Files.createDirectories(folder.resolve('s'))
        Files.writeString(folder.resolve('s/a.groovy'), "['a \\ud800', 'a \\udfff', '\\udc00\\ud800', 'whole \\ud83d\\ude00'].each { name -> test(name) { throw new RuntimeException(name) } }\n")

        when:
        def test = kvmsh('test', at('s'), '-b', 'model:x86_64', '--run', at('run'), '--output', "ktap=${at('a.ktap')}", '--output', "json=${at('a.json')}")
        def again = kvmsh('report', at('run'), '--output', "json=${at('b.json')}")
        def json = ['a.json', 'b.json'].collect { Json.value(folder.resolve(it).toFile().getText('UTF-8').replace('\n', '')).boards[0].scripts[0].tests*.name }
        def printed = ['a \\ud800', 'a \\udfff', '\\udc00\\ud800', 'whole \ud83d\ude00']

        then:
        test.out.readLines().findAll { it.startsWith('not ok ') }.indexed().every { at, line -> line == "not ok ${at + 1} ${printed[at]}" }
        again.out.readLines().findAll { it.startsWith('not ok ') } == printed.collect { "not ok a.groovy: $it".toString() }
        folder.resolve('a.ktap').toFile().getText('UTF-8').readLines().findAll { it.startsWith('    not ok ') }.indexed().every { at, line -> line == "    not ok ${at + 1} ${printed[at]}" }
        json.every { it == ['a \ud800', 'a \udfff', '\udc00\ud800', 'whole \ud83d\ude00'] }
    }

    def "a text on a terminal has colors alone, of kvmsh: #where"() {
        when:
        def result = Kvmsh.runWith([KVMSH_TERMINAL: '012', TERM: 'xterm', XDG_CONFIG_HOME: at('config'), XDG_STATE_HOME: at('state')], '', *arguments)
        def shown = (result.out + result.err).replaceAll(/\u001b\[[0-9;]*m|\r\u001b\[K/, '')

        then:
        STEERING.findAll { shown.contains(it) }.collect { PrintableText.of(it) } == []

        where:
        where                | arguments
        'a text'             | ['-q', '-b', 'model:x86_64', '-e', "println 'a${escapes()}b'"]
        'an error'           | ['-q', '-b', 'model:x86_64', '-e', "throw new IllegalStateException('a${escapes()}b')"]
        'a test'             | ['-q', '-b', 'model:x86_64', '-e', "test('a${escapes()}b') { expect { 1 == 2 } }"]
        'a value'            | ['-q', '-b', 'model:x86_64', '-e', "'a${escapes()}b'"]
        'a guest\'s console' | ['-q', '-b', 'model:x86_64', '-e', "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b0 1b e6 e9 b0 5d e6 e9 b0 07 e6 e9 b0 9b e6 e9 f4'; vcpu(0) { real 0x1000 }; console port: 0xe9 }; m.run until: hlt"]
        'a board\'s name'    | ['-b', "model:\u001b]0;x\u0007\u009b\u202e", '-e', '1']
        'an option'          | ['test', "--\u001b]0;x\u0007\u009b\u202e"]
        'a file\'s name'     | ['test', "/no\u001b]0;x\u0007\u009b\u202e"]
    }

    def "a name with a line end is printed on one line: #options"() {
        given:
        Files.createDirectories(folder.resolve('t'))
        Files.writeString(folder.resolve('t/a\nnot ok 7 b.groovy'), "test('one\\nnot ok 8 two') { expect { 1 == 1 } }; test('lost') { $last }")

        when:
        def test = kvmsh('test', at('t'), '-b', 'model:x86_64', *options)

        then:
        test.status == status
        test.out.contains('ok 1 one\\x0anot ok 8 two\n')
        test.out.readLines().findAll { it =~ /^(not )?ok / }.size() == lines
        test.out.readLines().any { it.endsWith('a\\x0anot ok 7 b.groovy') }

        where:
        options       | last                     || status | lines
        []            | 'expect { 1 == 1 }'      || 0      | 2
        ['--isolate'] | 'expect { 1 == 1 }'      || 0      | 2
        ['--isolate'] | 'Runtime.runtime.halt 3' || 1      | 3
        ['-j', '2']   | 'expect { 1 == 1 }'      || 0      | 2
    }

    def "a lab's text about a board is printed without them"() {
        given:
        Files.createDirectories(folder.resolve('config/kvmsh'))
        Files.writeString(folder.resolve('config/kvmsh/boards.toml'), "[lab]\nlike = \"model:x86_64\"\nabout = \"a${escapes()}b\"\n")

        when:
        def result = Kvmsh.runWith([XDG_CONFIG_HOME: at('config'), XDG_STATE_HOME: at('state')], '', 'boards')

        then:
        STEERING.findAll { (result.out + result.err).contains(it) } == []
    }

    def "a place in an annotation of GitHub is a path of the checkout, from whichever directory the run was begun"() {
        given:
        Files.createDirectories(folder.resolve('checkout/.git'))
        def failed = RanTest.of(TestResult.failed('t', Failure.of(new ScriptError(new Site(place, 2, 3), 'no'), [MarkedLine.of("$place:2:3: no")]), [], Duration.ZERO))
        def board = new RanBoard('b (model)', 'about', Instant.EPOCH, [new RanScript('tests/a.groovy', [failed], Duration.ZERO)])

        expect:
        GithubText.lines([board], new RunAsked([], Instant.EPOCH, [], [], [], [], [], [], folder.resolve(directory).toString(), 'kvmsh'), FailureNotes.NONE)[0].startsWith('::error file=tests/a.groovy,line=2,col=3,')

        where:
        directory             | place
        'checkout'            | 'tests/a.groovy'
        'checkout/tests'      | 'a.groovy'
        'checkout/tests/deep' | '../a.groovy'
    }

    private static String escapes() {
        (STEERING - ['\u2028', '\u2029']).collect { String.format('\\u%04x', (int) (it as char)) }.join('')
    }

    private static RanBoard board(List<String> names) {
        new RanBoard('model:x86_64 (model)', 'about', Instant.EPOCH, [new RanScript('s/a.groovy', names.collect { RanTest.of(TestResult.passed(it, Duration.ZERO)) }, Duration.ZERO)])
    }

    /** As the guide says: _ and two digits are a byte, and any other _ is a blank. */
    private static String unescaped(String name) {
        def bytes = new ByteArrayOutputStream()
        for (int i = 0; i < name.length(); i++) {
            def hex = name.substring(i) =~ /^_([0-9a-f]{2})/
            if (hex.find()) {
                bytes.write(Integer.parseInt(hex.group(1), 16))
                i += 2
            } else {
                bytes.write(name.charAt(i) == '_' as char ? ' '.bytes[0] : name.charAt(i) as int)
            }
        }
        bytes.toString('UTF-8')
    }

    private List<Path> files(String below) {
        Files.walk(folder.resolve(below)).withCloseable { it.filter { Files.isRegularFile(it) }.toList() }
    }

    private String at(String name) {
        folder.resolve(name).toString()
    }

    private static Kvmsh.Result kvmsh(String... arguments) {
        Kvmsh.run(arguments)
    }
}
