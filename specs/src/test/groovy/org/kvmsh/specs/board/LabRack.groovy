package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Programs
import org.kvmsh.specs.kit.StartedKvmsh

/** A lab on this machine: boards behind tcp, each with commands that switch it. A board is an agent, or whatever else its own command starts. */
class LabRack implements Closeable {
    static final String TOKEN = 'lab'

    private final Path folder
    private final Map<String, String> tables = [:]
    /** What begins boards.toml. */
    String head = ''

    LabRack(Path folder) {
        this.folder = folder
    }

    /** A board that is an agent on the loopback. */
    LabRack board(String name, Map<String, Object> others = [:]) {
        int port = freePort()
        // The agent would hold the pipes of whoever started it.
        command(name, "KVMSH_TOKEN=$TOKEN setsid ${LocalAgent.program()} listen:127.0.0.1:$port < /dev/null > /dev/null 2>&1 &")
        table(name, [board: "tcp:127.0.0.1:$port?token=$TOKEN&wait=2"] + switches(name) + others)
    }

    static int freePort() {
        new ServerSocket(0).withCloseable { it.localPort }
    }

    /** The commands of a board that a shell command starts in the background. */
    void command(String name, String start) {
        Programs.write(file(name, 'on'), "echo \"\$KVMSH_BOARD on\" >> ${file(name, 'switched')}\n[ ! -e ${file(name, 'pid')} ] || exit 0\n$start\necho \$! > ${file(name, 'pid')}\ncat ${file(name, 'pid')}")
        Programs.write(file(name, 'off'), "echo \"\$KVMSH_BOARD off\" >> ${file(name, 'switched')}\n[ -e ${file(name, 'pid')} ] || exit 0\npid=\$(cat ${file(name, 'pid')})\n"
                + "kill -KILL \$(cat /proc/\$pid/task/\$pid/children) \$pid 2> /dev/null\nrm ${file(name, 'pid')}")
    }

    /** The board's name of its own, without the lab. */
    String target(String name) {
        (tables[name] =~ /board = '''(.*?)\?/)[0][1]
    }

    Map<String, String> switches(String name) {
        ['power.on': file(name, 'on').toString(), 'power.off': file(name, 'off').toString()]
    }

    /** The text of its table; keys without a value are left out. */
    LabRack table(String name, Map<String, Object> keys) {
        tables[name] = keys.findAll { it.value != null }.collect { "${it.key} = ${it.value instanceof Integer ? it.value : "'''${it.value}'''"}" }.join('\n')
        this
    }

    Path file(String name, String what) {
        folder.resolve("$name.$what")
    }

    /** What its commands did, in order. */
    List<String> switched(String name) {
        Files.exists(file(name, 'switched')) ? file(name, 'switched').toFile().readLines() : []
    }

    /** The process that is the board; null while it is off. */
    ProcessHandle process(String name) {
        Files.exists(file(name, 'pid')) ? ProcessHandle.of(file(name, 'pid').toFile().text.strip() as long).filter { it.alive }.orElse(null) : null
    }

    /** Whether its agent waits for a connection. */
    boolean listens(String name) {
        def port = target(name).tokenize(':').last() as int
        // proc(5): the local address, the remote one, and 0A for LISTEN.
        new File('/proc/net/tcp').text.contains(String.format('0100007F:%04X 00000000:0000 0A', port))
    }

    /** A statement that makes a board hang where it runs on that board; another board, which runs it at the same time, passes. */
    String hang(String name) {
        "if (board.name == '$name') { def pid = new File('${file(name, 'pid')}').text.strip(); new ProcessBuilder('sh', '-c', \"kill -STOP \$(cat /proc/\$pid/task/\$pid/children) \$pid\".toString()).start().waitFor(); kvm.ioctl KVM_GET_API_VERSION }".replace('$(', '\\$(')
    }

    /** The same environment for every kvmsh of the lab. */
    Map<String, String> environment() {
        def config = Files.createDirectories(folder.resolve('config/kvmsh'))
        Files.writeString(config.resolve('boards.toml'), "$head\n" + tables.collect { "[boards.${it.key}]\n${it.value}\n" }.join('\n'))
        [XDG_CONFIG_HOME: folder.resolve('config').toString(), XDG_STATE_HOME: folder.resolve('state').toString()]
    }

    Path state() {
        folder.resolve('state/kvmsh')
    }

    String consoleLog(String name) {
        state().resolve("labs/$name/console.log").toFile().text
    }

    Kvmsh.Result kvmsh(String... arguments) {
        Kvmsh.runWith(environment(), '', arguments)
    }

    StartedKvmsh started(String... arguments) {
        new StartedKvmsh(folder, environment(), arguments)
    }

    /** The processes of commands that a kvmsh of this lab has started and not ended. */
    List<ProcessHandle> commands() {
        processes { arguments -> arguments.any { tables.any { name, text -> "kvmsh-$name" == it } } }
    }

    /** The processes of this lab by their arguments: those of another spec's lab, which runs at the same time, have another environment. */
    List<ProcessHandle> processes(Closure<Boolean> arguments) {
        ProcessHandle.allProcesses().filter { arguments(it.info().arguments().orElse([] as String[])) && isOfLab(it) }.toList()
    }

    private boolean isOfLab(ProcessHandle process) {
        try {
            new File("/proc/${process.pid()}/environ").text.tokenize('\0').contains("XDG_CONFIG_HOME=${folder.resolve('config')}".toString())
        } catch (IOException e) {
            // It has ended meanwhile.
            false
        }
    }

    @Override void close() {
        tables.keySet().each { name ->
            process(name)?.with { it.descendants().forEach { it.destroyForcibly() }; it.destroyForcibly(); it.onExit().get(10, TimeUnit.SECONDS) }
        }
    }
}
