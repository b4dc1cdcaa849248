package org.kvmsh.specs.board

import com.google.gson.Gson
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.board.build.PatchFiles
import org.kvmsh.bindings.board.qemu.ModuleParameters
import org.kvmsh.bindings.board.qemu.QemuProfile
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Programs
import spock.lang.Requires
import spock.lang.Snapshot
import spock.lang.Snapshotter
import spock.lang.Specification
import spock.lang.TempDir

class BoardsCommandSpec extends Specification {
    @TempDir
    Path folder
    @Snapshot
    Snapshotter snapshot

    @Requires(value = { Boards.hostTable() == 'x86_64' }, reason = 'the text is what an x86 machine prints')
    def "with nothing installed, each board lists what is missing and how to get it"() {
        when:
        def result = Kvmsh.runWith(nothing(), '', 'boards')

        then:
        result.status == 0
        result.err == ''
        snapshot.assertThat(result.out).matchesSnapshot('nothing')
    }

    def "with only an emulator, the kernel is missing"() {
        given:
        program('qemu-system-aarch64', 'exit 1')

        when:
        def board = json(nothing() + [PATH: bin().toString()]).find { it.name == 'qemu:arm64' }

        then:
        board == [name: 'qemu:arm64', kind: 'emulated', caveat: null, arch: 'arm64', kernel: null, bytes: 0, about: 'arm64 with EL2 and a GICv2', available: false,
                  missing: 'missing: kernel, aarch64-linux-gnu-gcc', howTo: 'kvmsh boards setup qemu:arm64', usedBy: null]
    }

    def "with everything installed, the kernel's version comes from the cache and nothing is started"() {
        given:
        program('qemu-system-aarch64', "touch $folder/started")
        def kernel = Files.createDirectories(folder.resolve('kvmsh/boards/linux-image-cloud-arm64'))
        Files.writeString(kernel.resolve('kernel'), '')
        Files.writeString(kernel.resolve('version'), '6.1.0-test\n')
        Files.writeString(kernel.resolve('some.cpio'), '')

        when:
        def boards = json(nothing() + [PATH: bin().toString()]).findAll { it.name.startsWith('qemu:arm64') }

        then: 'qemu:arm64-rfc boots none of Debian\'s'
        boards*.name == ['qemu:arm64', 'qemu:arm64-gicv3', 'qemu:arm64-rfc']
        boards*.available == [true, true, false]
        boards*.kernel == ['6.1.0-test', '6.1.0-test', null]
        !Files.exists(folder.resolve('started'))
    }

    def "boards shows that a kernel was built from patches other than kvmsh's: #patched"() {
        given:
        program('qemu-system-aarch64', 'exit 1')
        def kernel = Files.createDirectories(folder.resolve('kvmsh/kernels/arm64/rfc'))
        Files.writeString(kernel.resolve('kernel'), '')
        Files.writeString(kernel.resolve('facts.properties'), "version=6.1.0-test\npatched=$patched\n")

        expect:
        with(json(nothing() + [PATH: bin().toString()]).find { it.name == 'qemu:arm64-rfc' }) {
            it.kernel == '6.1.0-test'
            it.caveat == caveat
        }

        where:
        patched              || caveat
        digest('arm64')      || null
        'the digest of none' || 'built from patches other than scripts/kernels/arm64'
        ''                   || 'built from patches other than scripts/kernels/arm64'
    }

    /** As KernelBuild keeps it: of the patches in the order of their names. */
    private static String digest(String arch) {
        PatchFiles.digest(Kvmsh.ROOT.resolve("scripts/kernels/$arch").toFile().listFiles().findAll { it.name.endsWith('.patch') }.sort { it.name }*.toPath())
    }

    def "#board is built from the patches of scripts/kernels: each has the digest that kvmsh knows"() {
        expect:
        QemuProfile.named(board - 'qemu:').builtPatched() == digest(arch)

        where:
        board            | arch
        'qemu:arm64-rfc' | 'arm64'
        'qemu:ppc64-rfc' | 'ppc64'
    }

    def "without KVM but with QEMU, kvmsh suggests an emulated board"() {
        given:
        program('qemu-system-x86_64', 'exit 1')

        expect:
        Kvmsh.runWith(nothing() + [PATH: bin().toString()], '', '-e', '1').out.contains('; try a real KVM in QEMU: -b qemu:x86_64, after kvmsh boards setup qemu:x86_64')
        !Kvmsh.runWith(nothing(), '', '-e', '1').out.contains('qemu')
    }

    def "an unavailable board is reported with how to set it up: #arguments"() {
        when:
        def result = Kvmsh.runWith(nothing(), '', *arguments)

        then:
        result.status == status
        result.out == ''
        result.err.strip() == err

        where:
        arguments                                    || status | err
        ['-b', 'qemu:arm64', '-e', '1']              || 1      | 'kvmsh: qemu:arm64: not found: qemu-system-aarch64; get one with kvmsh boards setup qemu:arm64, or use your own with ?qemu=PATH'
        ['-b', 'ssh:host', '-e', '1']                || 1      | 'kvmsh: not found: ssh'
        ['boards', 'facts', 'kvm:vax']               || 2      | "kvmsh boards: no board kvm:vax: the board 'kvm' is /dev/kvm of this ${Boards.hostTable()} host"
        ['compare', 'model:x86_64', 'qemu:x86_64', '/dev/null'] || 1 | 'kvmsh compare: qemu:x86_64: not found: qemu-system-x86_64; get one with kvmsh boards setup qemu:x86_64, or use your own with ?qemu=PATH'
        ['compare', 'model:x86_64', 'qemu:arm64', '/dev/null'] || 2    | 'kvmsh compare: model:x86_64 is x86_64 and qemu:arm64 is arm64: scripts can be compared only on boards of the same architecture'
        ['compare', 'model:x86_64', 'model:rfc', '/dev/null'] || 2     | 'kvmsh compare: model:x86_64 is x86_64 and model:rfc is ppc64: scripts can be compared only on boards of the same architecture'
        ['compare', 'model:x86_64', 'kvm', '/nonexistent'] || 2        | 'kvmsh compare: cannot read /nonexistent: no such file or directory'
        ['boards', 'setup', 'model:rfc']             || 2      | 'kvmsh boards: model:rfc needs no setup; boards that do: qemu:x86_64, qemu:arm64, qemu:arm64-gicv3, qemu:arm64-rfc, qemu:ppc64, qemu:ppc64-powernv, qemu:ppc64-rfc, qemu:riscv64'
        ['boards', 'update', 'qemu:ppc64-rfc']       || 2      | "kvmsh boards: qemu:ppc64-rfc boots a kernel that you build, not one of Debian's: kvmsh kernel build qemu:ppc64-rfc --patch scripts/kernels/ppc64"
        ['boards', 'remove', 'qemu:ppc64-rfc']       || 2      | 'kvmsh boards: qemu:ppc64-rfc has no installed kernel to remove; to remove one that was built: kvmsh kernel remove qemu:ppc64-rfc rfc'
        ['kernel', 'build', 'qemu:ppc64-rfc']        || 2      | 'kvmsh kernel: the kernel of qemu:ppc64-rfc needs patches; build it with kvmsh kernel build qemu:ppc64-rfc --patch scripts/kernels/ppc64'
        ['kernel', 'build', 'qemu:arm64-rfc']        || 2      | 'kvmsh kernel: the kernel of qemu:arm64-rfc needs patches; build it with kvmsh kernel build qemu:arm64-rfc --patch scripts/kernels/arm64'
        ['-b', 'qemu:ppc64-rfc?release=sid', '-e', '1'] || 2   | 'kvmsh: qemu:ppc64-rfc does not take release=; it boots a kernel that you build: kvmsh kernel build qemu:ppc64-rfc --patch scripts/kernels/ppc64'
        ['boards', 'setup', 'qemu:arm64']            || 1      | "kvmsh boards: qemu:arm64 needs the Debian packages qemu-system-arm gcc-aarch64-linux-gnu libc6-dev-arm64-cross kmod, but this host has no apt-get: install the equivalent packages"
    }

    def "a board whose kernel is to be built reports the command, once its emulator is installed"() {
        given:
        program('qemu-system-ppc64', 'exit 1')

        when:
        def result = Kvmsh.runWith(nothing() + [PATH: bin().toString()], '', '-b', 'qemu:ppc64-rfc', '-e', '1')

        then:
        result.status == 1
        result.err == 'kvmsh: qemu:ppc64-rfc has no kernel; get one with kvmsh kernel build qemu:ppc64-rfc --patch scripts/kernels/ppc64, ' +
            'or use your own kernel with ?kernel=PATH&modules=DIR\n'
    }

    def "parameters of modules on the kernel's command line reach the modules, as with modprobe: #file"() {
        expect:
        new ModuleParameters('quiet kvm.dyndbg="func a +p" kvm_hv.nested=0 rma.count=2 kvm.halt_poll_ns=0').of(file) == given

        where:
        file           || given
        'kvm.ko'       || 'dyndbg="func a +p" halt_poll_ns=0'
        'kvm-hv.ko'    || 'nested=0'
        'kvm-pr.ko'    || ''
    }

    def "a board's facts as JSON: kernel, processor, supported capabilities"() {
        when:
        def result = Kvmsh.run('boards', 'facts', 'model:x86_64')
        def facts = new Gson().fromJson(result.out, Map)

        then:
        result.status == 0
        facts.name == 'model:x86_64'
        facts.kind == 'model'
        facts.capabilities.KVM_CAP_USER_MEMORY == 1
        facts.capabilities.values().every { it > 0 }
    }

    @Needs('kvm')
    def "this machine's facts match its files"() {
        when:
        def facts = new Gson().fromJson(Kvmsh.run('boards', 'facts').out, Map)

        then:
        facts.kernel == new File('/proc/sys/kernel/osrelease').text.strip()
        facts.pageSize == 'getconf PAGESIZE'.execute().text.toInteger()
        facts.commandLine == new File('/proc/cmdline').text.strip()
        facts.hugePages.keySet() == new File('/sys/kernel/mm/hugepages').list().collect { it - 'hugepages-' } as Set
        facts.vmCapabilities.KVM_CAP_NR_MEMSLOTS > 0
        facts.devices.every { it.startsWith('KVM_DEV_TYPE_') }
        facts.proposals == []
    }

    private Map<String, String> nothing() {
        [PATH: '', KVMSH_KVM: '/nonexistent', XDG_CACHE_HOME: folder.toString(), XDG_CONFIG_HOME: folder.toString()]
    }

    private List<Map> json(Map<String, String> environment) {
        new Gson().fromJson(Kvmsh.runWith(environment, '', 'boards', '--json').out, List)
    }

    private Path bin() {
        Files.createDirectories(folder.resolve('bin'))
    }

    private void program(String name, String text) {
        Programs.write(bin().resolve(name), text)
    }
}
