package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

/** A Slurm of this host alone, on the loopback: a controller and nodes of one CPU each, which are processes of their own. */
class SlurmCluster implements Closeable {
    static final String[] NEEDED = ['slurmctld', 'slurmd', 'sbatch', 'munged', 'root']

    private final Path folder
    final int nodes

    SlurmCluster(Path folder, int nodes) {
        this.folder = folder
        this.nodes = nodes
        def key = folder.resolve('key')
        Files.write(key, new Random().with { random -> new byte[1024].tap { random.nextBytes(it) } })
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString('r--------'))
        Files.createDirectories(folder.resolve('state'))
        Files.writeString(folder.resolve('slurm.conf'), config())
        try {
            started('munged', '--force', "--key-file=$key", "--socket=$folder/munge", "--pid-file=$folder/munged.pid", "--log-file=$folder/munged.log", "--seed-file=$folder/seed")
            startController()
            (0..<nodes).each { startNode(it) }
            awaitIdle()
        } catch (Throwable e) {
            close()
            throw e
        }
    }

    /** What a program needs to find it. */
    Map<String, String> getEnvironment() {
        System.getenv() + [SLURM_CONF: "$folder/slurm.conf".toString()]
    }

    void startController() {
        started('slurmctld', '-f', "$folder/slurm.conf")
    }

    void stopController() {
        end(folder.resolve('slurmctld.pid'))
    }

    /** @param program what starts the node's daemon: nothing, or a program with its options */
    void startNode(int node, String... program) {
        Files.createDirectories(folder.resolve("spool/n$node"))
        started(*program, 'slurmd', '-f', "$folder/slurm.conf".toString(), '-N', "n$node".toString())
    }

    void stopNode(int node) {
        end(folder.resolve("slurmd.n${node}.pid"))
    }

    void awaitIdle() {
        if (!Eventually.eventually { asked('sinfo', '-h', '-o', '%T %D').trim() == "idle $nodes" }) {
            throw new IllegalStateException("the nodes are not idle: ${asked('sinfo')}")
        }
    }

    String asked(String... command) {
        def process = new ProcessBuilder(command).redirectErrorStream(true).tap { it.environment().putAll(environment) }.start()
        process.outputStream.close()
        def text = process.inputStream.text
        process.waitFor()
        text
    }

    @Override
    void close() {
        asked('scancel', '--user=root')
        Eventually.eventually { asked('squeue', '-h').trim().empty }
        (0..<nodes).each { stopNode(it) }
        stopController()
        end(folder.resolve('munged.pid'))
    }

    private void started(String... command) {
        def process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("${command[0]}.out").toFile()).tap { it.environment().putAll(environment) }.start()
        if (process.waitFor() != 0) {
            throw new IllegalStateException("${command.join(' ')}: ${Files.readString(folder.resolve("${command[0]}.out"))}")
        }
    }

    private static void end(Path pid) {
        def process = Files.exists(pid) ? ProcessHandle.of(Files.readString(pid).trim() as long).orElse(null) : null
        process?.destroy()
        Eventually.eventually { !process?.alive }
        process?.destroyForcibly()
    }

    private String config() {
        def host = new File('/proc/sys/kernel/hostname').text.trim().replaceFirst(/\..*/, '')
        def ports = (0..nodes + 1).collect { new ServerSocket(0) }
        def numbers = ports*.localPort
        ports*.close()
        [ClusterName: 'kvmsh', SlurmctldHost: "$host(127.0.0.1)", SlurmctldPort: numbers[0], SlurmdPort: numbers[1], AuthType: 'auth/munge', AuthInfo: "socket=$folder/munge", CredType: 'cred/munge',
         SlurmUser: 'root', SlurmdUser: 'root', StateSaveLocation: "$folder/state", SlurmdSpoolDir: "$folder/spool/%n", SlurmctldPidFile: "$folder/slurmctld.pid", SlurmdPidFile: "$folder/slurmd.%n.pid",
         SlurmctldLogFile: "$folder/slurmctld.log", SlurmdLogFile: "$folder/slurmd.%n.log", ProctrackType: 'proctrack/linuxproc', TaskPlugin: 'task/none', SelectType: 'select/cons_tres',
         SelectTypeParameters: 'CR_Core', ReturnToService: '2', SlurmdTimeout: '5', SchedulerParameters: 'batch_sched_delay=0,sched_interval=2,sched_min_interval=0,default_queue_depth=1000', Licenses: 'juno:1', MpiDefault: 'none', JobAcctGatherType: 'jobacct_gather/none'].collect { name, value -> "$name=$value\n" }.join('') +
                (0..<nodes).collect { "NodeName=n$it NodeHostname=$host NodeAddr=127.0.0.1 Port=${numbers[it + 2]} CPUs=1 RealMemory=1000 Feature=kvm,x86_64${it == 0 ? ',first' : ''}\n" }.join('') +
                "PartitionName=all Nodes=n[0-${nodes - 1}] Default=YES MaxTime=INFINITE State=UP\n"
    }
}
