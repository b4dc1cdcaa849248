package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.eventually

/** A board of a lab is started by the lab's commands where it does not answer, and started anew where it hangs. */
@Timeout(300)
@Needs(['kvm', 'agent', 'setsid'])
class LabBoardsSpec extends Specification {
    static final List<String> ONE = ['-e', 'println kvm.ioctl(KVM_GET_API_VERSION)']
    static final String GOOD = "test('version') { expect { kvm.ioctl(KVM_GET_API_VERSION) == 12 } }\n"

    @TempDir
    Path folder

    @AutoCleanup
    LabRack rack

    void setup() {
        rack = new LabRack(folder)
    }

    def "a board without power is switched on and booted, and stays on"() {
        given:
        rack.board('juno', ['boot': "echo \"boot of \$KVMSH_BOARD\" >> $folder/booted"])

        when:
        def first = rack.kvmsh('-b', 'juno', *ONE)

        then:
        first.out ==~ /juno \(remote\), Linux .*\n12\n/
        first.err.startsWith('kvmsh: juno does not answer: tcp:127.0.0.1:')
        first.err.endsWith(': Connection refused; starting it\n')
        rack.switched('juno') == ['juno on']
        folder.resolve('booted').toFile().text == 'boot of juno\n'
        rack.process('juno') != null

        when:
        def second = rack.kvmsh('-b', 'juno', *ONE)

        then: 'one that answers is left alone'
        second.err == ''
        second.out.endsWith('\n12\n')
        rack.switched('juno') == ['juno on']
    }

    @Sample(of = 2)
    def "a board that power does not wake is power-cycled once, #how"() {
        given: 'a board that is on, and hangs'
        rack.board('juno', ['boot-limit': '4s'] + cycle(rack))
        assert rack.kvmsh('boards', 'power', 'juno', 'on').out.endsWith('\njuno: power on\n')
        assert eventually { rack.listens('juno') }
        stop('juno')

        when:
        def result = rack.kvmsh('-b', 'juno', *ONE)

        then:
        result.out.endsWith('\n12\n')
        result.err.readLines()*.replaceAll(/\d{2,}/, 'N') == ['kvmsh: juno does not answer: tcp:N.0.0.1:N: no answer to the hello: its agent has not answered for 2 s; starting it',
                                                             'kvmsh: juno did not answer within 4.0 s: tcp:N.0.0.1:N: no answer to the hello: its agent has not answered for 2 s; power-cycling it']
        rack.switched('juno') == switched

        where:
        how                    | cycle                                                                                   || switched
        'by off and on'        | { [:] }                                                                                 || ['juno on', 'juno on', 'juno off', 'juno on']
        'by its own command'   | { ['power.cycle': "echo cycle >> ${it.file('juno', 'switched')}; ${it.file('juno', 'off')} && ${it.file('juno', 'on')}".toString()] } || ['juno on', 'juno on', 'cycle', 'juno off', 'juno on']
    }

    def "a board that hangs in a test is cycled once; when it hangs again, the rest is not run"() {
        given:
        rack.board('juno', ['console': "exec tail -s 0.1 -F -n +1 ${rack.file('juno', 'switched')}".toString()]).board('rack2')
        script('a', GOOD + "test('hangs') { ${rack.hang('juno')} }\ntest('next') { }")
        script('b', GOOD)
        script('c', "test('hangs again') { ${rack.hang('juno')} }\n")
        script('d', GOOD)
        script('e', GOOD)

        when:
        def kvmsh = rack.started('test', '-b', 'juno', '-b', 'rack2', '--run', 'run', 'a.groovy', 'b.groovy', 'c.groovy', 'd.groovy', 'e.groovy')
        int status = kvmsh.await()

        then:
        status == 1
        kvmsh.results() == ['ok 1 version', 'not ok 2 hangs # board lost: its agent has not answered for 2 s', 'not ok 3 next # not run: board lost', 'ok 1 version',
                            'not ok 1 hangs again # board lost: its agent has not answered for 2 s',
                            'not ok 1 d.groovy # not run: juno hung again after it was restarted: its agent has not answered for 2 s',
                            'not ok 1 e.groovy # not run: juno hung again after it was restarted: its agent has not answered for 2 s',
                            'juno (remote): 2 passed, 0 failed, 0 skipped, 2 errors, 3 not run',
                            'ok 1 version', 'ok 2 hangs', 'ok 3 next', 'ok 1 version', 'ok 1 hangs again', 'ok 1 version', 'ok 1 version', 'rack2 (remote): 7 passed, 0 failed, 0 skipped',
                            'all boards: 9 passed, 0 failed, 0 skipped, 2 errors, 3 not run']
        rack.switched('juno') == ['juno on', 'juno off', 'juno on']
        rack.switched('rack2') == ['rack2 on']

        and: 'the boot log has both boots'
        kvmsh.lines.contains("juno (remote), lost, and is restarted; its console is in ${rack.state().resolve('labs/juno/console.log')}".toString())
        rack.consoleLog('juno').readLines() == ['juno on', 'juno off', 'juno on']

        and: 'the run has the text of each'
        folder.resolve('run/boards/0/boot.log').toFile().readLines() == ['juno on']
        folder.resolve('run/boards/0/boot-2.log').toFile().readLines() == ['juno off', 'juno on']
        eventually { rack.commands().empty }
    }

    def "a board that hangs in a test is cycled as often as power.cycles says"() {
        given:
        rack.board('juno', ['power.cycles': 2])
        ['a', 'b', 'c'].each { script(it, "test('hangs in $it') { ${rack.hang('juno')} }\n") }
        script('d', GOOD)

        when:
        def kvmsh = rack.started('test', '-b', 'juno', '--run=none', 'a.groovy', 'b.groovy', 'c.groovy', 'd.groovy')
        int status = kvmsh.await()

        then:
        status == 1
        kvmsh.results() == [*['a', 'b', 'c'].collect { "not ok 1 hangs in $it # board lost: its agent has not answered for 2 s".toString() },
                            'not ok 1 d.groovy # not run: juno hung again after 2 restarts (power.cycles): its agent has not answered for 2 s',
                            'juno (remote): 0 passed, 0 failed, 0 skipped, 3 errors, 1 not run']
        rack.switched('juno') == ['juno on', 'juno off', 'juno on', 'juno off', 'juno on']
        eventually { rack.commands().empty }
    }

    def "a command that #what is reported: its status, its last lines, and its log"() {
        given:
        rack.board('juno', keys)

        when:
        def result = rack.kvmsh('-b', 'juno', *ONE)

        then:
        result.status == 1
        result.err.readLines().drop(1) == lines.collect { it.replace('LOG', rack.state().resolve('labs/juno/commands.log').toString()) }
        eventually { rack.commands().empty }

        where:
        what                      | keys                                                                          || lines
        'fails'                   | ['power.on': 'echo one; echo "no such outlet" >&2; exit 3']                   || ['kvmsh: juno: power.on ended with status 3: echo one; echo "no such outlet" >&2; exit 3', '  its last output, also in LOG:', '    one', '    no such outlet']
        'fails silently'          | ['power.on': 'exit 4']                                                        || ['kvmsh: juno: power.on ended with status 4: exit 4', '  no output']
        'fails with much output'  | ['power.on': 'seq 9; false']                                                  || ['kvmsh: juno: power.on ended with status 1: seq 9; false', '  its last output, the rest is in LOG:', '    5', '    6', '    7', '    8', '    9']
        'prints no text'          | ['power.on': "printf 'a\\033[2J\\007\\000\\tb\\n'; false"]                         || ["kvmsh: juno: power.on ended with status 1: printf 'a\\033[2J\\007\\000\\tb\\n'; false", '  its last output, also in LOG:', '    a[2J\tb']
        'does not end'            | ['power.limit': '500ms', 'power.on': 'echo waits; sleep 1000']                || ['kvmsh: juno: power.on did not end within 0.5 s and was killed: echo waits; sleep 1000', '  its last output, also in LOG:', '    waits']
        'is the boot, and fails'  | ['boot': 'echo "no kernel"; exit 1']                                          || ['kvmsh: juno: boot ended with status 1: echo "no kernel"; exit 1', '  its last output, also in LOG:', '    no kernel']
    }

    def "a console that fails is reported, and the board is used without it"() {
        given:
        rack.board('juno', ['console': 'echo "no such port" >&2; exit 5', 'boot': 'sleep 0.5'])

        when:
        def result = rack.kvmsh('-b', 'juno', *ONE)

        then:
        result.out.endsWith('\n12\n')
        result.err.readLines().last() == "kvmsh: juno: console ended with status 5: echo \"no such port\" >&2; exit 5; its output is in ${rack.state().resolve('labs/juno/console.log')} and in ${rack.state().resolve('labs/juno/commands.log')}"
        rack.state().resolve('labs/juno/commands.log').toFile().text.contains('no such port\n')
    }

    def "a board whose agent never answers is reported with its console"() {
        given:
        rack.board('juno', ['power.on': 'true', 'power.off': 'true', 'boot-limit': '500ms', 'console': 'echo "Kernel panic"'])

        when:
        def result = rack.kvmsh('-b', 'juno', *ONE)

        then:
        result.status == 1
        result.err.readLines().last() ==~ /kvmsh: juno did not answer within 0\.5 s: tcp:.*: Connection refused; its console is in .*\/labs\/juno\/console\.log/
        rack.consoleLog('juno').startsWith('Kernel panic\n')
    }

    def "an agent that answers and refuses is no reason to switch the board"() {
        given:
        rack.board('juno')
        rack.kvmsh('boards', 'power', 'juno', 'on')
        rack.table('juno', [board: "${rack.target('juno')}?token=wrong".toString()] + rack.switches('juno'))

        when:
        assert eventually { rack.kvmsh('-b', 'juno', *ONE).err.endsWith(': its agent needs a different token\n') }

        then:
        rack.switched('juno').findAll { it == 'juno off' } == []
    }

    def "proposals stand in front of a board of a lab too"() {
        given:
        rack.board('juno')

        expect:
        rack.kvmsh('-b', 'rfc:juno', *ONE).out.readLines().with { it[0].startsWith('rfc:tcp:') && it[1] == '12' }
        rack.switched('juno') == ['juno on']
    }

    private void script(String name, String text) {
        Files.writeString(folder.resolve("${name}.groovy"), text)
    }

    private void stop(String board) {
        def pid = rack.process(board).pid()
        assert new ProcessBuilder('sh', '-c', "kill -STOP $pid").start().waitFor() == 0
    }
}
