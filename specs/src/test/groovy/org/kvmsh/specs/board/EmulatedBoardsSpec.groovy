package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.bindings.board.BoardFacts
import org.kvmsh.bindings.board.BoardUnavailable
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.kernel.BoardLost
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.eventually
import static org.kvmsh.specs.kit.Eventually.PATIENCE_S

/** Real kernels in QEMU, as they are set up on this machine: kvmsh boards setup NAME. */
@Timeout(600)
class EmulatedBoardsSpec extends Specification {
    static final String ARM = 'qemu:arm64'

    @TempDir
    Path folder

    def "#name starts and reports its kind and kernel"() {
        given:
        Needed.orSkip(name)
        def board = EmulatedBoards.open(name)

        when:
        def facts = BoardFacts.of(board)

        then:
        board.kvm().apiVersion().get() == 12
        board.kind().toString() == 'emulated'
        facts.kernel == new Boards(System.getenv()).all().find { it.name() == name }.kernel()
        facts.commandLine.contains('KVMSH_LINK=port:kvmsh')
        facts.kvmModules.kvm.containsKey('halt_poll_ns')
        facts.processor.processors == 1
        facts.hugePages.values().every { it.nr_hugepages == 0 }
        facts.capabilities.KVM_CAP_USER_MEMORY == 1
        facts.vmCapabilities.KVM_CAP_ONE_REG == 1 || board.arch().toString() == 'x86_64'

        cleanup:
        board?.close()

        where:
        name << EmulatedBoards.NAMES
    }

    @Needs(EmulatedBoardsSpec.ARM)
    def "all users of #name share one QEMU"() {
        given:
        def boards = [EmulatedBoards.open(name), EmulatedBoards.open(name)]

        expect:
        boards*.kernel()*.files()*.read('/proc/sys/kernel/random/boot_id').unique().size() == 1

        cleanup:
        boards*.close()

        where:
        name = ARM
    }

    @Needs(EmulatedBoardsSpec.ARM)
    def "options set the processor, the memory, the kernel's command line and the kernel"() {
        given:
        def kernel = Files.createSymbolicLink(folder.resolve('Image'), kept().resolve('kernel'))

        when:
        def board = new Boards(System.getenv()).open("$ARM?kernel=$kernel&modules=${kept().resolve('modules')}&append=a.b%3dc%20loglevel=7&cpu=cortex-a72&memory=300")
        def facts = BoardFacts.of(board)
        def memory = board.kernel().files().read('/proc/meminfo').find(/MemTotal: +(\d+)/) { all, kib -> kib }.toInteger()

        then:
        board.name() == "$ARM?kernel=$kernel&modules=${kept().resolve('modules')}"
        facts.commandLine.endsWith('a.b=c loglevel=7')
        facts.processor.'CPU part' == '0xd08'
        memory < 300 * 1024 && memory > 200 * 1024

        cleanup:
        board?.close()
    }

    @Needs([EmulatedBoardsSpec.ARM, 'xz'])
    def "modules may be compressed, and are found in the layout of make modules_install"() {
        given:
        def installed = Files.createDirectories(folder.resolve('lib/modules/6.0-mine'))
        new File(kept().toFile(), 'modules').listFiles().findAll { it.name.endsWith('.ko') }.each {
            assert ['sh', '-c', "xz -0 -k -c '$it' > '$installed/${it.name}.xz'"].execute().waitFor() == 0
        }
        Files.writeString(installed.resolve('modules.dep'), kept().resolve('modules/modules.dep').toFile().text.replace('.ko', '.ko.xz'))

        when:
        def board = new Boards(System.getenv()).open("$ARM?kernel=${kept().resolve('kernel')}&modules=$folder")

        then:
        board.kernel().files().read('/proc/modules').contains('virtio_console')

        cleanup:
        board?.close()
    }

    @Needs(EmulatedBoardsSpec.ARM)
    def "a directory without modules is refused before anything starts"() {
        when:
        new Boards(System.getenv()).open("$ARM?kernel=${kept().resolve('kernel')}&modules=$folder")

        then:
        def e = thrown(BoardUnavailable)
        e.message.startsWith("$folder must contain modules.dep")
    }

    @Needs(EmulatedBoardsSpec.ARM)
    def "if a board's QEMU is killed, the board is lost, its last console output is shown, and nothing is left behind"() {
        given:
        def before = qemus()
        def board = new Boards(System.getenv()).open("$ARM?append=loglevel=7")
        def qemu = (qemus() - before).first()
        def made = folderOf(qemu)

        when:
        qemu.destroyForcibly()
        qemu.onExit().get(PATIENCE_S, TimeUnit.SECONDS)
        board.kvm().apiVersion()

        then:
        def e = thrown(BoardLost)
        e.message.contains('Run /init as init process')
        e.message.contains('qemu-arm64.console')

        when:
        board.close()

        then:
        eventually { !made.exists() }
    }

    @Needs(EmulatedBoardsSpec.ARM)
    def "QEMU ends with the JVM, even if the JVM is killed"() {
        given:
        def java = new ProcessBuilder(StartedKvmsh.command(["-Djava.io.tmpdir=$folder".toString()], ['-b', ARM, '-e', "println 'up'; Thread.sleep(100000)"])).redirectErrorStream(true).start()
        def said = java.inputReader()
        while (said.readLine() != 'up') { }
        def qemu = java.toHandle().descendants().filter { isQemu(it) }.findFirst().get()

        when:
        java.destroyForcibly().waitFor()

        then:
        qemu.onExit().get(PATIENCE_S, TimeUnit.SECONDS)
        eventually { !folder.toFile().list().any { it.startsWith('kvmsh-') } }

        cleanup:
        java?.destroyForcibly()
    }

    @Needs(EmulatedBoardsSpec.ARM)
    def "a kernel that never connects is given up, naming the options it needs, and nothing is left behind"() {
        given:
        def before = qemus()
        def kernel = Files.write(folder.resolve('Image'), new byte[4096])

        when:
        new Boards(System.getenv()).open("$ARM?kernel=$kernel&wait=2")

        then:
        def e = thrown(BoardUnavailable)
        e.message =~ /^qemu:arm64: no answer to the hello: its agent has not answered for \d+ s/
        e.message =~ /QEMU is running; it has used \d+ s of CPU time in \d+ s/
        e.message.contains('your kernel needs virtio_mmio, virtio_console, built in or in modules=DIR')
        eventually { (qemus() - before).empty }
    }

    private static Path kept() {
        Path.of(System.getenv('XDG_CACHE_HOME') ?: System.getenv('HOME') + '/.cache', 'kvmsh/boards/linux-image-cloud-arm64')
    }

    private static Set<ProcessHandle> qemus() {
        ProcessHandle.current().descendants().filter { isQemu(it) }.toList() as Set
    }

    private static boolean isQemu(ProcessHandle process) {
        process.info().command().orElse('').contains('qemu-system')
    }

    /** The private directory, in which its link is. */
    private static File folderOf(ProcessHandle qemu) {
        new File(qemu.info().arguments().get().find { it.startsWith('socket,') }.find(/path=(.*)/) { all, path -> path }).parentFile
    }
}
