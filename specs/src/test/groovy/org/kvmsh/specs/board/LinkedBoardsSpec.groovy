package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Programs
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.eventually
import static org.kvmsh.specs.kit.Eventually.PATIENCE_S

/** Boards at the other end of something: here always this machine, whose agent is reached the long way. */
@Timeout(600)
@Needs(['kvm', 'agent'])
class LinkedBoardsSpec extends Specification {
    static final List<String> ONE = ['-e', 'println kvm.ioctl(KVM_GET_API_VERSION)']

    @TempDir
    Path folder

    def "the streams of any command"() {
        when:
        def result = Kvmsh.run('-b', "exec:${LocalAgent.program()} -", *ONE)

        then:
        result.err == ''
        result.out == "exec:${LocalAgent.program()} - (remote), Linux $release on $host\n12\n"
    }

    def "ssh copies the agent to the host and leaves nothing there"() {
        given:
        program('ssh', 'while [ "$1" != -- ]; do shift; done; shift; echo "$1" >> ' + folder + '/hosts; shift; TMPDIR=' + folder + ' exec sh -c "$*"')

        when:
        def result = Kvmsh.runWith([PATH: path()], '', '-b', 'ssh:me@board', *ONE)

        then:
        result.err == ''
        result.out == "ssh:me@board (remote), Linux $release on $host\n12\n"
        folder.resolve('hosts').toFile().readLines().unique() == ['me@board']
        eventually { !folder.toFile().list().any { it.startsWith('kvmsh-agent') } }
    }

    def "an ssh connection failure is reported with its reason"() {
        given:
        program('ssh', 'echo "ssh: connect to host board port 22: No route to host" >&2; exit 255')

        when:
        def result = Kvmsh.runWith([PATH: path()], '', '-b', 'ssh:board', *ONE)

        then:
        result.status == 1
        result.err == 'kvmsh: ssh:board: ssh: connect to host board port 22: No route to host; to see why, run: ssh -T -o BatchMode=yes board uname -m\n'
    }

    def "TCP requires the agent's token, and one agent serves sessions one after another"() {
        given:
        int port = new ServerSocket(0).withCloseable { it.localPort }
        def builder = new ProcessBuilder(LocalAgent.program(), "listen:127.0.0.1:$port")
        builder.environment().KVMSH_TOKEN = 'secret'
        def listening = builder.start()
        eventually { connects(port) }

        expect:
        Kvmsh.run('-b', "tcp:127.0.0.1:$port?token=secret", *ONE).out.endsWith('\n12\n')
        Kvmsh.run('-b', "tcp:127.0.0.1:$port?token=guessed", *ONE).err == "kvmsh: tcp:127.0.0.1:$port: its agent needs a different token\n"
        Kvmsh.run('-b', "tcp:127.0.0.1:$port?token=secret", *ONE).out.endsWith('\n12\n')

        cleanup:
        listening?.destroyForcibly()?.waitFor()
    }

    def "an agent that can only make outgoing connections connects to the given address"() {
        given:
        int port = new ServerSocket(0).withCloseable { it.localPort }
        def connecting = ListeningAgent.connecting(port, 'secret')

        expect:
        Kvmsh.run('-b', "listen:127.0.0.1:$port?token=secret", *ONE).out.endsWith('\n12\n')
        connecting.waitFor(PATIENCE_S, TimeUnit.SECONDS)

        and:
        Kvmsh.run('-b', "listen:127.0.0.1:$port?token=secret&wait=1", *ONE).err ==
                "kvmsh: listen:127.0.0.1:$port: no agent connected to 127.0.0.1:$port in 1 s; on the board run: KVMSH_TOKEN=TOKEN kvmsh-agent connect:127.0.0.1:$port\n"

        cleanup:
        connecting?.destroyForcibly()?.waitFor()
    }

    def "an agent started by a command ends with the JVM, even if the JVM is killed"() {
        given:
        def script = Files.writeString(folder.resolve('waits.groovy'), 'vm { memory at: 0, size: 64.MB }; println "made"; Thread.sleep(60_000)')
        def kvmsh = new ProcessBuilder(StartedKvmsh.command(['-b', "exec:exec ${LocalAgent.program()} -".toString(), script.toString()])).start()
        def lines = kvmsh.inputReader()
        while (lines.readLine() != 'made') { }
        def agents = kvmsh.toHandle().descendants().filter { it.info().command().orElse('') == LocalAgent.program() }.toList()

        when:
        kvmsh.destroyForcibly().waitFor()

        then:
        agents.size() == 1
        agents.every { it.onExit().get(PATIENCE_S, TimeUnit.SECONDS) }
    }

    def "the agent for a machine can be saved as a program: #machine"() {
        when:
        def result = Kvmsh.run('boards', 'agent', machine)

        then:
        result.status == status
        status == 0 ? Files.isExecutable(Path.of(result.out.strip())) : result.err.contains(says)

        where:
        machine  || status | says
        'x86_64' || 0      | ''
        'vax'    || 1      | 'kvmsh boards: kvmsh has no agent for vax; it has one for aarch64, armv7l, ppc64, ppc64le, riscv64, s390x, x86_64'
    }

    def "a connection to a closed port is reported"() {
        given:
        int port = new ServerSocket(0).withCloseable { it.localPort }

        expect:
        Kvmsh.run('-b', "tcp:127.0.0.1:$port", *ONE).err == "kvmsh: tcp:127.0.0.1:$port: cannot connect to 127.0.0.1:$port: Connection refused\n"
    }

    @Needs('socat')
    def "a serial line"() {
        given:
        def line = new ProcessBuilder('socat', "PTY,link=$folder/here,raw,echo=0", "PTY,link=$folder/there,raw,echo=0").start()
        eventually { Files.exists(folder.resolve('here')) && Files.exists(folder.resolve('there')) }
        def serving = new ProcessBuilder(LocalAgent.program(), "tty:$folder/there@115200").start()

        when:
        def result = Kvmsh.run('-b', "serial:$folder/here@115200", *ONE)

        then:
        result.err == ''
        result.out == "serial:$folder/here@115200 (remote), Linux $release on $host\n12\n"

        cleanup:
        serving?.destroyForcibly()?.waitFor()
        line?.destroyForcibly()?.waitFor()
    }

    def "an agent that exits is reported with its last output"() {
        when:
        def result = Kvmsh.run('-b', "exec:echo 'no such board' >&2; exit 3", *ONE)

        then:
        result.status == 1
        result.err.startsWith("kvmsh: exec:echo 'no such board' >&2; exit 3: ")
        result.err.contains('no such board')
    }

    private static String getRelease() {
        new File('/proc/sys/kernel/osrelease').text.strip()
    }

    private static String getHost() {
        new File('/proc/sys/kernel/hostname').text.strip()
    }

    private static boolean connects(int port) {
        try {
            new Socket('127.0.0.1', port).close()
            true
        } catch (ConnectException e) {
            false
        }
    }

    private String path() {
        "$folder:${System.getenv('PATH')}".toString()
    }

    private void program(String name, String text) {
        Programs.write(folder.resolve(name), text)
    }
}
