package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.trace.TraceFile
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A kept run has what explains each failed test, in files of its own, and nothing but its calls of a test that passed. */
@Timeout(600)
class FailedTestsAreExplainedSpec extends Specification {
    static final String GUEST = "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ba f8 03 b0 48 ee b0 69 ee e6 10 f4'; vcpu(0) { real 0x1000 }; console io: 0x3f8 }.run until: io"
    static final String TESTS = """\
        test('passes') { $GUEST }
        test('fails') {
          $GUEST
          expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 }
          expect { 1 == 2 }
        }
        test('for Arm', boards: 'arm*') { }
        """.stripIndent()

    @TempDir
    Path folder

    @Sample(verify = 8)
    def "what is kept of a test that fails: #board"() {
        given:
        Needed.orSkip(board)
        file('a.groovy', TESTS)

        when:
        kvmsh('test', at('a.groovy'), '-b', board, '--run', at('run'), '--timeout', '90s', '--', 'one two')

        then:
        below('run/boards/0') - 'boot.log' == ['a.groovy/fails/calls.trace', 'a.groovy/fails/calls.txt', 'a.groovy/fails/command.txt', 'a.groovy/fails/console.txt', 'a.groovy/fails/exits.txt', 'calls.jsonl']
        text("$fails/console.txt") == 'Hi\n'
        text("$fails/exits.txt") == '1 vCPU 0  io out port 0x10 size 1 value 0x69\n'
        text("$fails/command.txt") == "cd ${Path.of('').toAbsolutePath()} && kvmsh test ${at('a.groovy')} -b $board --filter fails --timeout=90s -- 'one two'\n"

        and: 'its calls, a refused one with the rule behind the errno, in words and as a trace that kvmsh reads'
        def calls = Files.readAllLines(folder.resolve("$fails/calls.txt"))
        calls.count { it.startsWith('  kvm   KVM_CREATE_VM = ') } == 1
        calls.findIndexOf { it == '  kvm   KVM_CREATE_VM 99 = EINVAL (22, Invalid argument)' }.with { it > 0 && calls[it + 1] =~ /^          rule: VM type 99 is (not|invalid)/ }
        TraceFile.read(folder.resolve("$fails/calls.trace")).calls().findAll { it.name() == 'KVM_CREATE_VM' }*.answer().collect { it < 0 } == [false, true]

        and: 'the result names the files'
        results().find { it.name == 'fails' }.files == 'boards/0/a.groovy/fails'
        results().findAll { it.files }*.name == ['fails']

        where:
        board << ['model:x86_64', 'kvm', 'qemu:x86_64']
        fails = 'run/boards/0/a.groovy/fails'
    }

    def "the command names the model that has replaced this host's KVM"() {
        given:
        file('a.groovy', 'expect { 1 == 2 }')

        when:
        Kvmsh.runWith([KVMSH_KVM: '/nonexistent'], '', 'test', at('a.groovy'), '--run', at('run'))

        then:
        text('run/boards/0/a.groovy/a.groovy/command.txt').endsWith(' -b model:x86_64\n')
        Kvmsh.run('report', at('run'), '--html', at('page')).status == 1
        text('page/index.html').contains(" ${at('a.groovy')} -b model:x86_64")
    }

    def "a script without tests, the rest of a script and each time that a test ran have files too"() {
        given:
        file('whole.groovy', "$GUEST\nexpect { 1 == 2 }")
        file('rest.groovy', "test('passes') { }\n$GUEST\nexpect { 1 == 2 }")
        file('two/again.groovy', "test('a/b c') { vm { }; expect { 1 == 2 } }\ntest('a/b c') { expect { 1 == 2 } }")

        when:
        kvmsh('test', folder.toString(), '-b', 'model:x86_64', '--repeat', 'until-pass:1', '--run', at('run'))

        then:
        below('run/boards/0').findAll { it.endsWith('command.txt') } == ['rest.groovy/rest.groovy_the_rest', 'two_again.groovy/a_b_c', 'whole.groovy/whole.groovy']
                .collectMany { it.startsWith('two') ? [it, "$it-2", "$it-3", "$it-4"] : [it, "$it-2"] }.collect { "$it/command.txt".toString() }.sort()
        ['rest.groovy/rest.groovy_the_rest', 'whole.groovy/whole.groovy'].every { text("run/boards/0/$it/console.txt") == 'Hi\n' && text("run/boards/0/$it/calls.txt").contains('KVM_CREATE_VM') }
        text('run/boards/0/two_again.groovy/a_b_c/calls.txt').contains('KVM_CREATE_VM')
        !Files.exists(folder.resolve('run/boards/0/two_again.groovy/a_b_c-2/calls.txt'))
    }

    def "what the board's kernel logged during a failed test, and what the board printed since its start"() {
        given:
        Needed.orSkip('qemu:x86_64')
        file('a.groovy', """\
            boardlog.BoardLog.log kvm, 'before any test'
            test('logs') { boardlog.BoardLog.log kvm, 'of a test that passes' }
            test('fails') { boardlog.BoardLog.log kvm, 'vcpu0 ignored rdmsr: 0x140'; expect { 1 == 2 } }
            """.stripIndent())

        when:
        kvmsh('test', at('a.groovy'), '-b', 'qemu:x86_64', '--run', at('run'))

        then:
        text('run/boards/0/a.groovy/fails/kernel.log').readLines().findAll { it =~ /any test|passes|rdmsr/ } == ['vcpu0 ignored rdmsr: 0x140']
        text('run/boards/0/boot.log') =~ /(?m)^\[ +\d+\.\d+\] kvm: /
    }

    def "files that cannot be written are told, and lose no result"() {
        given:
        file('a.groovy', "new File('${at('run/boards')}').text = ''\ntest('fails') { expect { 1 == 2 } }\ntest('passes') { }")

        when:
        def test = kvmsh('test', at('a.groovy'), '-b', 'model:x86_64', '--run', at('run'))

        then:
        test.status == 1
        test.err == "kvmsh test: cannot record the run in ${at('run')}: Not a directory\n"
        kvmsh('report', at('run')).with { [it.status, it.err] + it.out.readLines().last() } == [1, '', 'model:x86_64 (model): 1 passed, 1 failed, 0 skipped']
    }

    def "a report does without files that are gone, and does not follow names out of the run"() {
        given:
        file('a.groovy', TESTS)
        kvmsh('test', at('a.groovy'), '-b', 'model:x86_64', '--run', at('run'))

        when:
        folder.resolve('run/boards').toFile().deleteDir()
        def report = kvmsh('report', at('run'), '--html', at('page'), '--output', "gitlab=${at('gitlab.xml')}", '--kcidb', at('kcidb.json'), '--origin', 'x')

        then:
        report.err == ''
        report.status == 1
        !text('page/index.html').contains('calls.txt')

        when:
        Files.writeString(folder.resolve('run/results.jsonl'), text('run/results.jsonl').replace('boards/0/a.groovy/fails', '../../etc'))

        then:
        kvmsh('report', at('run')).with { [it.status, it.err] } == [2, "kvmsh report: ${at('run')}/results.jsonl:6: ../../etc is outside of the run's directory\n".toString()]
    }

    def "the oldest runs are removed with their files, and without those of a person"() {
        given:
        file('a.groovy', 'expect { 1 == 2 }')
        def state = [XDG_STATE_HOME: at('state')]
        def runs = folder.resolve('state/kvmsh/runs').toFile()
        def test = { Kvmsh.runWith(state, '', 'test', at('a.groovy'), '-b', 'model:x86_64') }
        test()
        def first = runs.listFiles()[0]
        test()
        new File(first, 'boards/0/a.groovy/notes').text = 'mine'

        when:
        20.times { test() }

        then:
        runs.list().length == 21
        below("state/kvmsh/runs/$first.name") == ['boards/0/a.groovy/notes']
    }

    private static Kvmsh.Result kvmsh(String... arguments) {
        Kvmsh.run(arguments)
    }

    private List<Map> results() {
        Files.readAllLines(folder.resolve('run/results.jsonl')).collect { Json.value(it) }.findAll { it.event == 'result' }*.result
    }

    private List<String> below(String directory) {
        def top = folder.resolve(directory)
        Files.walk(top).withCloseable { walk -> walk.filter { Files.isRegularFile(it) }.map { top.relativize(it).toString() }.sorted().toList() }
    }

    private void file(String name, String text) {
        Files.createDirectories(folder.resolve(name).parent)
        Files.writeString(folder.resolve(name), text)
    }

    private String text(String name) {
        Files.readString(folder.resolve(name))
    }

    private String at(String name) {
        folder.resolve(name)
    }
}
