package org.kvmsh.specs.board

import com.google.gson.JsonParser
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.eventually

/** A board of a lab is locked while a kvmsh uses it; the lock of one that was killed is free. */
@Timeout(300)
@Needs(['kvm', 'agent', 'setsid'])
class BoardLocksSpec extends Specification {
    static final List<String> ONE = ['-e', 'println kvm.ioctl(KVM_GET_API_VERSION)']

    @TempDir
    Path folder

    @AutoCleanup
    LabRack rack

    @AutoCleanup
    StartedKvmsh holder

    void setup() {
        rack = new LabRack(folder)
        rack.board('juno')
        Files.writeString(folder.resolve('holds.groovy'), "println 'holds'; while (!new File('$folder/go').exists()) { Thread.sleep(20) }")
    }

    def "the second kvmsh is told who has the board, and so is whoever lists the boards"() {
        given:
        holds()
        def who = /${System.getProperty('user.name')} on \S+, pid ${holder.handle().pid()}, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+/

        when:
        def second = rack.kvmsh('-b', 'juno', *ONE)
        def test = rack.kvmsh('test', '-b', 'juno', script("test('one') { }"))
        def listed = rack.kvmsh('boards').out.readLines()
        def json = JsonParser.parseString(rack.kvmsh('boards', '--json').out).asJsonArray.find { it.asJsonObject.get('name').asString == 'juno' }.asJsonObject

        then:
        second.status == 1
        second.out == ''
        second.err ==~ /kvmsh: juno is used by $who; use --wait to wait for it\n/
        test.status != 0
        test.out.readLines().first() ==~ /juno is not available: juno is used by $who; use --wait to wait for it/
        listed[listed.findIndexOf { it.startsWith('juno ') } + 1] ==~ /    used by $who/
        json.get('usedBy').asString ==~ who
        rack.kvmsh('boards', 'power', 'juno', 'off').err ==~ /kvmsh boards: juno is used by $who; use --wait to wait for it\n/

        when:
        ends()

        then:
        rack.kvmsh('-b', 'juno', *ONE).out.endsWith('\n12\n')
        !rack.kvmsh('boards').out.contains('used by')
        rack.switched('juno') == ['juno on']
    }

    @Sample(of = 2)
    def "#command waits for the board with --wait"() {
        given:
        holds()

        when:
        def waiting = rack.started(*arguments, '-b', 'juno', script("println 'got it'"))
        Thread.startDaemon { waiting.await() }

        then:
        eventually { waiting.lines.any { it ==~ /$program: juno is used by .*; waiting for it/ } }

        when:
        ends()

        then:
        eventually { waiting.lines.contains('got it') }

        cleanup:
        waiting?.close()

        where:
        command      | program      | arguments
        'a script'   | 'kvmsh'      | ['--wait']
        'kvmsh test' | 'kvmsh test' | ['test', '--wait=60s']
    }

    def "--wait=TIME gives up after that time"() {
        given:
        holds()

        expect:
        rack.kvmsh('--wait=300ms', '-b', 'juno', *ONE).err.readLines().last() ==~ /kvmsh: juno is used by .*; it was not free within 300 ms/
        rack.kvmsh('--wait', '1s', '-b', 'juno', *ONE).err.readLines().last() ==~ /kvmsh: juno is used by .*; it was not free within 1 s/

        and: 'in a process of its own too'
        rack.kvmsh('test', '--isolate', '--wait=400ms', '-b', 'juno', script('')).out.contains('it was not free within 400 ms')
    }

    def "the lock of a kvmsh that was killed is free at once, and so is its console"() {
        given:
        rack.table('juno', [board: "${rack.target('juno')}?token=${LabRack.TOKEN}&wait=2".toString(), console: 'exec sleep 1000'] + rack.switches('juno'))
        holds()
        assert !rack.commands().empty

        when:
        holder.kill('KILL')
        holder.handle().onExit().get(60, TimeUnit.SECONDS)

        then:
        rack.kvmsh('boards').out.contains('used by') == false
        rack.kvmsh('--wait=60s', '-b', 'juno', *ONE).out.endsWith('\n12\n')
        eventually { rack.commands().empty }
    }

    def "the lock can be in a directory that others share, and flock(1) can hold it"() {
        given:
        rack.head = "locks = 'shared'"
        def lock = folder.resolve('config/kvmsh/shared/juno.lock')

        expect:
        rack.kvmsh('-b', 'juno', *ONE).out.endsWith('\n12\n')
        Files.exists(lock)

        when:
        def flock = new ProcessBuilder('flock', lock.toString(), 'sleep', '1000').start()

        then:
        eventually { rack.kvmsh('boards').out.contains('used by') }
        rack.kvmsh('-b', 'juno', *ONE).err.contains('juno is used by ')

        cleanup:
        flock?.with { it.descendants().forEach { it.destroyForcibly() }; it.destroyForcibly().waitFor() }
    }

    def "boards that are not of a lab are not locked: #name"() {
        given:
        rack.head = "locks = 'shared'"
        rack.table('own', [board: name])

        when:
        def result = rack.kvmsh('-b', 'own', '-e', '42')

        then:
        result.err == ''
        !Files.exists(folder.resolve('config/kvmsh/shared'))

        where:
        name << ['model:x86_64', 'kvm']
    }

    def "a lock that cannot be used is reported with its file: #what"() {
        given:
        rack.head = "locks = '$locks'"

        expect:
        rack.kvmsh('-b', 'juno', *ONE).err == "kvmsh: juno: its lock $locks/juno.lock cannot be used: $why\n"

        where:
        what                      | locks             || why
        'its directory is a file' | '/etc/hostname'   || 'is not a directory'
        'it cannot be created'    | '/proc/none'      || 'no such directory'
    }

    private void holds() {
        holder = rack.started('-q', '-b', 'juno', 'holds.groovy')
        Thread.startDaemon { holder.await() }
        assert eventually { holder.lines.contains('holds') }
    }

    private void ends() {
        Files.createFile(folder.resolve('go'))
        holder.handle().onExit().get(60, TimeUnit.SECONDS)
    }

    private String script(String text) {
        Files.writeString(folder.resolve('one.groovy'), text).toString()
    }
}
