package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import org.opentest4j.TestAbortedException
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A run knows what it ran: results of two kernels, or of two texts of a script, are never shown as one run. */
@Timeout(300)
class OneRunIsOfOneKernelAndOneTextSpec extends Specification {
    /** What a board tells of its kernel, of which each may be another one. */
    private static final Map<String, List<String>> KERNEL = [kernel: ['6.1.0', '6.1.1'], build: ['Linux version 6.1.0 #1', 'Linux version 6.1.0 #2'], buildId: ['4a5a9b0a', '4a5a9b0b'], config: ['c0ffee01', 'c0ffee02']]
    /** The files that a script is made of, by what each is to it. */
    private static final List<String> TEXTS = ['script', 'include', 'include of an include', 'include by a computed name', 'patch', 'patch by a computed name']
    private static final String PATCH = '#define KVM_CAP_OF_A_SPEC%s 999\n'

    @TempDir
    Path folder

    @Sample(of = 3, verify = 48)
    def "--resume, report and compare: another #what, #language"() {
        given:
        write(language)
        run('first')

        when: 'nothing has changed'
        run('second')

        then:
        kvmsh('report', at('first'), at('second')).status == 0
        kvmsh('compare', at('first'), at('second')).with { it.status == 0 && !(it.out =~ 'two texts|two kernels') }
        edited(kvmsh('test', '--resume', at(cut('second')))) == null

        when:
        change(what, language)
        delete('second')
        run('second')
        def report = kvmsh('report', at('first'), at('second'), '--output', "json=${at('report.json')}")
        def compared = kvmsh('compare', at('first'), at('second'))
        def json = Json.value(kvmsh('compare', at('first'), at('second'), '--json').out.replace('\n', ''))
        def resumed = kvmsh('test', '--resume', at(cut('first')))

        then: 'both facts are told'
        report.status == 2
        report.out == ''
        !Files.exists(folder.resolve('report.json'))
        report.err.startsWith('kvmsh report: these runs cannot be put into one report: ' + file(what, language) + ' has two versions: in ' + at('first') + ' with SHA-256 ')
        report.err.count('SHA-256') == 1
        compared.out.contains(file(what, language) + ' has two versions: in A with SHA-256 ')
        json.ran.size() == 1
        resumed.status == 2
        edited(resumed) == file(what, language)

        where:
        [what, language] << [TEXTS, ['groovy', 'js']].combinations()
    }

    @Sample(verify = 8)
    def "--resume, report and compare: another #fact of the board's kernel"() {
        given:
        write('groovy')
        run('first')
        run('second')

        when: 'the same kernel'
        KERNEL.each { name, values -> tell('first', name, values[0]); tell('second', name, values[0]) }

        then:
        kvmsh('report', at('first'), at('second')).status == 0
        !kvmsh('compare', at('first'), at('second')).out.contains('two kernels')

        when:
        tell('second', fact, KERNEL[fact][1])
        def report = kvmsh('report', at('first'), at('second'))
        def compared = kvmsh('compare', at('first'), at('second'))

        then:
        report.status == 2
        report.out == ''
        report.err.contains("model:x86_64 ran two kernels: in ${at('first')} Linux version 6.1.0 #1, build id 4a5a9b0a, configuration c0ffee01; in ${at('second')} Linux version 6.1.0 #")
        fact == 'kernel' || report.err.contains(KERNEL[fact][1])
        compared.out.contains('model:x86_64 ran two kernels: in A Linux version 6.1.0 #1, build id 4a5a9b0a, configuration c0ffee01; in B Linux')

        when: 'a run on another kernel goes on here'
        KERNEL.keySet().each { if (it != 'buildId') tell('first', it, null) }
        tell('first', fact, KERNEL[fact][0])
        def resumed = kvmsh('test', '--resume', at(cut('first')))

        then: 'a model has no build id, which says nothing'
        resumed.status == (fact == 'buildId' ? 0 : 2)
        resumed.out.contains("the run's earlier results are from a different kernel") == (fact != 'buildId')
        kvmsh('report', at('first')).status == resumed.status

        where:
        fact << KERNEL.keySet()
    }

    @Sample(verify = 4)
    def "--resume reads the build id of the board's kernel: #board"() {
        given:
        Needed.orSkip(board)
        write('groovy')

        when:
        run('run', board)
        def id = Json.facts(folder.resolve('run/run.json'), '').facts[0].buildId

        then:
        id ==~ /[0-9a-f]{32,}/
        board != 'kvm' || Files.readAllBytes(Path.of('/sys/kernel/notes')).encodeHex().toString().contains(id)

        when: 'the kernel was built again, with the same version and configuration'
        tell('run', 'buildId', id.reverse())
        def resumed = kvmsh('test', '--resume', at(cut('run')))

        then:
        resumed.status == 2
        resumed.out.contains('the run\'s earlier results are from a different kernel; now: ')
        resumed.out.contains(id)
        resumed.out.contains(id.reverse())

        where:
        board << ['kvm', 'qemu:ppc64']
    }

    @Sample(of = 2)
    def "a board that restarts with another kernel runs no other script: #options"() {
        given: 'from its second start on, an agent that reads other ELF notes'
        Needed.orSkip('kvm')
        def notes = Files.readAllBytes(Path.of('/sys/kernel/notes'))
        Files.write(folder.resolve('notes'), notes.tap { it[20] = (byte) (it[20] ^ 1) })
        if (new ProcessBuilder('unshare', '-m', 'mount', '--bind', at('notes'), '/sys/kernel/notes').start().waitFor() != 0) {
            throw new TestAbortedException('this machine does not let a process have mounts of its own')
        }
        def board = new BoardToKill(folder, """\
            [ -e $folder/again ] && [ -z "\$OTHER" ] && OTHER=1 exec unshare -m "\$0"
            [ -z "\$OTHER" ] || mount --bind $folder/notes /sys/kernel/notes
            touch $folder/again""".stripIndent())
        def scripts = ['a', 'b', 'c'].collect { name ->
            Files.writeString(folder.resolve("${name}.groovy"), name == 'a' ? "test('kills') { $board.kill }" : "test('$name') { vm { vcpu 0 } }")
            at("${name}.groovy")
        }

        when:
        def run = kvmsh('test', *scripts, '-b', board.name, '--run', at('run'), '--output', "json=${at('run.json')}", *options)
        def tests = Json.facts(folder.resolve('run.json'), '').boards[0].scripts.collect { [it.script.tokenize('/').last(), it.tests*.verdict] }
        def facts = Json.facts(folder.resolve('run/run.json'), '').facts[0]

        then:
        run.status != 0
        tests[1..2] == [['b.groovy', ['not run']], ['c.groovy', ['not run']]]
        run.out.count('not run: the run\'s earlier results are from a different kernel; now: ') == 2
        facts.buildId != facts.notResumedOn.buildId
        [facts.buildId, facts.notResumedOn.buildId].every { run.out.contains(it) }
        kvmsh('report', at('run')).status == run.status

        where:
        options << [[], ['--isolate']]
    }

    def "runs of two machines, with a kernel each, make one report"() {
        given:
        write('groovy')
        ['first', 'second'].each { run(it) }
        tell('first', 'kernel', '6.1.0')
        tell('second', 'kernel', '6.1.1')
        ['first', 'second'].each { tell(it, 'host', it) }

        expect:
        kvmsh('report', at('first'), at('second')).with { [it.status, it.err] } == [0, '']
    }

    @Sample(verify = 8)
    def "a build id that is not known is not another kernel, and two that are known differ: #one, #other"() {
        given:
        write('groovy')
        ['first', 'second'].each { run(it) }
        tell('first', 'buildId', one)
        tell('second', 'buildId', other)

        expect:
        kvmsh('report', at('first'), at('second')).status == status

        where:
        one                                | other                              || status
        null                               | 'not readable: /sys/kernel/notes'  || 0
        'not readable: /sys/kernel/notes'  | '4a5a'                             || 0
        '4a5a'                             | null                               || 0
        '4a5a'                             | '4a5a'                             || 0
        '4a5a'                             | '4a5b'                             || 2
    }

    @Sample(of = 3, verify = 48)
    def "a file that is edited while the run goes on does not run with both texts: #what, #options"() {
        given:
        write('groovy')
        def before = text(what)
        Files.writeString(folder.resolve('s/a.groovy'), "include 'inc.groovy'\ntest('a') { expect { 1 == 1 }; new File('${file(what, 'groovy')}').text = '''$before\n''' }")

        when:
        def run = kvmsh('test', at('s/a.groovy'), at('s/main.groovy'), '-b', 'model:x86_64', '--run', at('run'), *options)
        def report = kvmsh('report', at('run'))

        then:
        run.status == status
        report.status == status
        run.out.contains('has changed since the run read it: its SHA-256 was ')
        report.out.contains('has changed since the run read it: its SHA-256 was ')

        where:
        what      | options       || status
        'script'  | []            || 2
        'include' | ['--isolate'] || 2
        'script'  | ['--isolate'] || 2
        'include' | []            || 1
    }

    private void write(String language) {
        boolean js = language == 'js'
        def call = { String word, String name -> js ? "$word($name)\n" : "$word $name\n" }
        def file = { String name, String text -> Files.createDirectories(folder.resolve('s')); Files.writeString(folder.resolve("s/${name}"), text) }
        file("main.$language", call('include', "'inc.$language'") + call('include', "'computed' + 1 + '.$language'") + call('rfc', "'a.patch'") + call('rfc', "'b' + '.patch'")
                + (js ? "test('of the script', () => expect(() => 1 === 1))" : "test('of the script') { expect { 1 == 1 } }"))
        file("inc.$language", call('include', "'nested.$language'"))
        file("nested.$language", '// nested')
        file("computed1.$language", '// computed')
        ['a', 'b'].each { file("${it}.patch", String.format(PATCH, "_${it.toUpperCase()}")) }
    }

    /** The path of what a script is made of. */
    private String file(String what, String language) {
        at('s/' + ["main.$language", "inc.$language", "nested.$language", "computed1.$language", 'a.patch', 'b.patch'][TEXTS.indexOf(what)])
    }

    private String text(String what) {
        Files.readString(Path.of(file(what, 'groovy')))
    }

    private void change(String what, String language) {
        def path = Path.of(file(what, language))
        Files.writeString(path, Files.readString(path) + '\n')
    }

    private void run(String name, String board = 'model:x86_64') {
        def script = ['groovy', 'js'].collect { folder.resolve("s/main.$it") }.find { Files.exists(it) }
        assert kvmsh('test', script.toString(), '-b', board, '--run', at(name)).status == 0
    }

    private void delete(String name) {
        folder.resolve(name).toFile().deleteDir()
    }

    /** A run as it is after its board was opened, and nothing ran. */
    private String cut(String name) {
        def results = folder.resolve("$name/results.jsonl")
        Files.write(results, Files.readAllLines(results).take(1))
        name
    }

    /** What the board of a run has told. */
    private void tell(String name, String fact, String value) {
        def run = folder.resolve("$name/run.json")
        def all = Json.facts(run, '')
        all.facts[0][fact] = value
        Files.writeString(run, Json.of(all))
    }

    private static String edited(Kvmsh.Result resumed) {
        def told = resumed.err =~ /edited since the run began: (.*); start a new run/
        told ? told[0][1] : null
    }

    private static Kvmsh.Result kvmsh(String... arguments) {
        Kvmsh.run(arguments)
    }

    private String at(String name) {
        folder.resolve(name).toString()
    }
}
