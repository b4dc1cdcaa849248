package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.eventually

/** A rack of boards with kernels of their own, each a QEMU behind tcp that the lab's commands start and kill. */
@Timeout(600)
@Needs(['qemu:x86_64', 'setsid', 'kill'])
class LabOfQemusSpec extends Specification {
    static final List<String> BEFORE = ['first-light.groovy', 'x86/exceptions.js']
    static final List<String> AFTER = ['x86/serial.groovy', 'x86/struct.js', 'x86/snapshot.groovy']

    @TempDir
    Path folder

    @AutoCleanup
    LabRack rack

    void setup() {
        rack = new LabRack(folder)
        ['juno', 'rack2'].each { qemu(it) }
    }

    def "real scripts run on two boards; the one that hangs is power-cycled once, and both boots are in its log"() {
        given:
        Files.writeString(folder.resolve('hangs.groovy'), "needs boards: 'remote'\ntest('hangs') { if (board.name == 'juno' && new File('${rack.file('juno', 'hung')}').createNewFile()) { ${rack.hang('juno')} } }\n")

        when:
        def kvmsh = rack.started('test', '-b', 'juno', '-b', 'rack2', '--run', folder.resolve('run').toString(),
                *BEFORE.collect { Kvmsh.script(it) }, 'hangs.groovy', *AFTER.collect { Kvmsh.script(it) })
        int status = kvmsh.await()
        def of = kvmsh.lines.findAll { it =~ /^(juno|rack2|all boards).*passed/ }

        then:
        status == 1
        kvmsh.lines.count { it ==~ /not ok \d+ hangs # board lost: its agent has not answered for \d+ s/ } == 1
        kvmsh.lines.findAll { it.startsWith('not ok') }.size() == 1
        of[0] ==~ /juno \(remote\): \d+ passed, 0 failed, 0 skipped, 1 error/
        of[1] ==~ /rack2 \(remote\): \d+ passed, 0 failed, 0 skipped/
        rack.switched('juno') == ['juno on', 'juno off', 'juno on']
        rack.switched('rack2') == ['rack2 on']

        and: 'the same number of tests as without a hang'
        counted(of[0]) + 1 == counted(of[1])

        and:
        rack.consoleLog('juno').count('Linux version') == 2
        bootLogs(0) == ['boot-2.log': 1, 'boot.log': 1]
        bootLogs(1) == ['boot.log': 1]
        rack.consoleLog('rack2').count('Linux version') == 1
        eventually { rack.commands().empty }

        when:
        rack.kvmsh('boards', 'power', 'juno', 'off')
        rack.kvmsh('boards', 'power', 'rack2', 'off')

        then:
        eventually { rack.process('juno') == null && rack.process('rack2') == null }
    }

    /** What the run keeps of a board's boots, with the number of kernels in each. */
    private Map<String, Integer> bootLogs(int board) {
        folder.resolve("run/boards/$board").toFile().listFiles().findAll { it.name =~ /^boot/ }.sort().collectEntries { [it.name, it.text.count('Linux version')] }
    }

    private static int counted(String line) {
        (line =~ /: (\d+) passed/)[0][1] as int
    }

    /** A board as kvmsh starts it, with its agent at a port of this machine. */
    private void qemu(String name) {
        int port = LabRack.freePort()
        // A terminal, on which the agent serves one session after another.
        def words = QemuWords.without(folder, 'tty:/dev/hvc0') + ['-device', 'virtconsole,chardev=link', '-chardev', "socket,id=link,host=127.0.0.1,port=$port,server=on,wait=off"]
        rack.command(name, "setsid qemu-system-x86_64 ${words.collect { "'$it'" }.join(' ')} < /dev/null > ${rack.file(name, 'serial')} 2>&1 &")
        rack.table(name, [board: "tcp:127.0.0.1:$port?wait=5".toString(), console: "exec tail -s 0.1 -F -n +1 ${rack.file(name, 'serial')}".toString(), 'boot-limit': '90s'] + rack.switches(name))
    }
}
