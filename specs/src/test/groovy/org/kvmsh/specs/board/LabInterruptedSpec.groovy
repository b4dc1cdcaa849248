package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.eventually

/** Ctrl-C, and a kill, while kvmsh waits for a lab: it ends at once, and so do its commands. */
@Timeout(300)
@Needs(['kvm', 'agent', 'setsid', 'SIGINT'])
class LabInterruptedSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    LabRack rack

    @AutoCleanup
    StartedKvmsh kvmsh

    void setup() {
        rack = new LabRack(folder)
        rack.board('juno')
        Files.writeString(folder.resolve('one.groovy'), "test('one') { }")
    }

    def "SIG#signal while #what ends #command with its status and leaves no process"() {
        given:
        def began = folder.resolve('began')
        rack.table('juno', [board: "${rack.target('juno')}?wait=2".toString(), 'power.off': 'true', console: 'exec sleep 4711'] + at(began).collectEntries { [it.key, it.value.toString()] })

        when:
        kvmsh = rack.started(*arguments)
        int status = -1
        Thread.startDaemon { status = kvmsh.await() }

        then:
        eventually { Files.exists(began) }

        when:
        long before = System.nanoTime()
        kvmsh.kill(signal)
        kvmsh.handle().onExit().get(60, TimeUnit.SECONDS)
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before)

        then:
        eventually { rack.commands().empty && sleeping().empty }
        seconds < 5
        eventually { status == (signal == 'KILL' ? 128 + 9 : 128 + 2) }
        signal == 'KILL' || kvmsh.lines.any { it.contains('juno: interrupted while kvmsh waited for it') }

        where:
        [signal, what, at, arguments] << [['INT', 'KILL'], [
                ['power is switched', { ['power.on': "touch $it; sleep 4711 & sleep 4711"] }],
                ['a board boots', { ['power.on': 'true', boot: "touch $it; sleep 4711"] }],
                ['an agent is waited for', { ['power.on': "touch $it"] }]], [
                ['-b', 'juno', 'one.groovy'], ['test', '-b', 'juno', 'one.groovy']]].combinations().collect { [it[0], *it[1], it[2]] }
        command = arguments.first() == 'test' ? 'kvmsh test' : 'kvmsh'
    }

    def "SIGINT while another one uses the board ends the waiting"() {
        given:
        def lock = Files.createDirectories(rack.state().resolve('locks')).resolve('juno.lock')
        def flock = new ProcessBuilder('flock', Files.createFile(lock).toString(), 'sleep', '1000').start()
        assert eventually { rack.kvmsh('boards').out.contains('used by') }

        when:
        kvmsh = rack.started(*arguments, '--wait', '-b', 'juno', 'one.groovy')
        Thread.startDaemon { kvmsh.await() }
        assert eventually { kvmsh.lines.any { it.contains('waiting for it') } }
        kvmsh.kill('INT')
        kvmsh.handle().onExit().get(5, TimeUnit.SECONDS)

        then:
        eventually { kvmsh.lines.any { it.contains('juno: interrupted while kvmsh waited for it') } }
        rack.switched('juno') == []

        cleanup:
        flock?.with { it.descendants().forEach { it.destroyForcibly() }; it.destroyForcibly().waitFor() }

        where:
        arguments << [[], ['test']]
    }

    /** What the commands started, in the background too. */
    private List<ProcessHandle> sleeping() {
        rack.processes { it.toList() == ['4711'] }
    }
}
