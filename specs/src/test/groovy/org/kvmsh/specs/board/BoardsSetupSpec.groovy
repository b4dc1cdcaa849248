package org.kvmsh.specs.board

import com.google.gson.Gson
import java.nio.file.Files
import java.nio.file.Path
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream
import org.kvmsh.bindings.board.BoardUnavailable
import org.kvmsh.bindings.board.Boards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Programs
import spock.lang.Specification
import spock.lang.TempDir

/** kvmsh boards setup with stand-ins for Debian's tools; the compiler that makes the agent is the machine's. */
@Needs('agent:x86_64')
class BoardsSetupSpec extends Specification {
    static final String BOARD = 'qemu:x86_64'
    static final String KERNEL = 'linux-image-9.9-test'

    @TempDir
    Path folder

    def setup() {
        program('qemu-system-x86_64', 'exit 1')
        program('apt-get', """
            echo "\$*" >> $folder/calls
            case "\$*" in
              indextargets*) echo 'http://mirror/debian-security old-security main'; echo 'http://mirror/debian old main' ;;
              *download*) echo "'http://mirror/pool/k.deb' ${KERNEL}_\$(cat $folder/version)_amd64.deb 8 SHA256:00" ;;
            esac""")
        Files.writeString(folder.resolve('version'), '1\n')
        program('apt-helper', 'echo package > "$5"')
        program('apt-cache', "echo 'Package: linux-image-cloud-amd64'; echo 'Depends: $KERNEL (= 1)'")
        program('dpkg-deb', """
            mkdir -p "\$3/boot" "\$3/lib/modules/9.9-test/kernel"
            echo a kernel > "\$3/boot/vmlinuz-9.9-test"
            for m in virtio virtio_mmio virtio_console kvm-amd kvm unwanted; do echo "module \$m" > "\$3/lib/modules/9.9-test/kernel/\$m.ko"; done""")
        program('depmod', """
            cd "\$2/lib/modules/\$3" || exit 1
            for m in virtio kvm unwanted; do echo "kernel/\$m.ko:"; done > modules.dep
            echo 'kernel/virtio_mmio.ko: kernel/virtio.ko' >> modules.dep
            echo 'kernel/virtio_console.ko: kernel/virtio.ko' >> modules.dep
            echo 'kernel/kvm-amd.ko: kernel/kvm.ko' >> modules.dep""")
    }

    def "setup caches a kernel, its modules in load order and the agent, and shows progress"() {
        when:
        def result = boardSetUp()

        then:
        result.err == ''
        result.status == 0
        result.out.readLines()[0..2] == ["$BOARD: looking up linux-image-cloud-amd64 ...", "$BOARD: fetching $KERNEL ...", "$BOARD: unpacking $KERNEL ..."]*.toString()
        result.out.readLines().last() ==~ /$BOARD is set up: Linux 9.9-test, \d+ KiB of initramfs/
        kept().list().sort().findAll { !it.endsWith('.cpio') } == ['kernel', 'modules', 'packages', 'version']
        new File(kept(), 'kernel').text == 'a kernel\n'

        when:
        def initramfs = archive()

        then:
        initramfs.modules.readLines() == ['virtio', 'virtio_mmio', 'virtio_console', 'kvm', 'kvm-amd'].collect { "/modules.d/${it}.ko".toString() }
        initramfs.'modules.d/kvm-amd.ko' == 'module kvm-amd\n'
        initramfs.init.startsWith('\u007fELF')
        initramfs.keySet().containsAll(['dev/console', 'proc', 'sys'])

        and: 'the archive is that of the machine\'s own release, and apt has folders of its own'
        calls().find { it.contains('update') }.contains('APT::Architecture=amd64')
        calls().findAll { !it.startsWith('indextargets') }.every { it.contains('Dir::Etc::sourceparts=-') && it.contains('Dir::State::status=') }
        folder.resolve('cache/kvmsh/boards').toFile().list() == ['linux-image-cloud-amd64'] as String[]
    }

    def "the second setup fetches nothing and works without a network"() {
        given:
        boardSetUp()
        program('apt-get', 'exit 1')

        when:
        def result = boardSetUp()

        then:
        result.status == 0
        result.out.readLines().size() == 1
    }

    def "another release's kernel is kept beside the default one, listed and removed"() {
        given:
        boardSetUp()

        when:
        def result = boards('setup', "$BOARD?release=sid")

        then:
        result.status == 0
        result.out.readLines().last().startsWith("$BOARD?release=sid is set up: Linux 9.9-test, ")
        folder.resolve('cache/kvmsh/boards').toFile().list().sort() == ['linux-image-cloud-amd64', 'linux-image-cloud-amd64-sid']
        boards().out.readLines().findAll { it.startsWith(BOARD) }*.split(' ')*.first() == [BOARD, "$BOARD?release=sid".toString()]

        when:
        def removed = boards('remove', "$BOARD?release=sid")

        then:
        removed.out == "$BOARD?release=sid: removed Linux 9.9-test, 0 MiB\n"
        boards('remove', "$BOARD?release=sid").with { [status, err] } == [1, "kvmsh boards: $BOARD?release=sid is not set up: there is no kernel to remove\n".toString()]
        boards('remove', 'kvm').status == 2
        boards().out.readLines().count { it.startsWith(BOARD) } == 1
        Kvmsh.runWith(environment(), '', '-b', "$BOARD?release=sid", '-e', '1').err.contains(" has no kernel; get one with kvmsh boards setup '$BOARD?release=sid'")
    }

    def "the list of boards shows each kernel's size on disk"() {
        given:
        boardSetUp()
        def bytes = kept().directorySize()

        expect:
        boards().out.readLines().find { it.startsWith(BOARD) } ==~ /$BOARD +emulated +x86_64 +9.9-test +1 MiB  kvm_amd on an emulated SVM/
        new Gson().fromJson(boards('--json').out, List).find { it.name == BOARD }.bytes == bytes
    }

    def "an update shows what changes, keeps the old kernel until the new one is complete, and can be previewed"() {
        given:
        boardSetUp()

        expect:
        boards('update').out.readLines().last() == "$BOARD is up to date: Linux 9.9-test, $KERNEL 1"

        when:
        folder.resolve('version').toFile().text = '2\n'
        def asked = boards('update', '--check', BOARD)

        then:
        asked.out.readLines().last() == "$BOARD would change: $KERNEL 1 -> $KERNEL 2, 0.0 MiB to download"
        new File(kept(), 'packages').text == "$KERNEL 1\n"

        when: 'unpacking the new one fails'
        def before = kept().listFiles().collectEntries { [it.name, it.lastModified()] }
        def unpacks = folder.resolve('bin/dpkg-deb').toFile().text
        program('dpkg-deb', 'echo "dpkg-deb: error: unexpected end of file"; exit 2')
        def broken = boards('update')

        then:
        broken.status == 1
        broken.err.contains('the package cannot be unpacked: dpkg-deb: error: unexpected end of file')
        kept().listFiles().collectEntries { [it.name, it.lastModified()] } == before

        when:
        program('dpkg-deb', unpacks.replace('9.9-test', '9.10-test'))
        def updated = boards('update', BOARD)

        then:
        updated.out.readLines().first() == "$BOARD: looking up linux-image-cloud-amd64 ..."
        updated.out.readLines()[1] == "$BOARD: $KERNEL 1 -> $KERNEL 2, 0.0 MiB ..."
        updated.out.readLines().last() == "$BOARD is updated: Linux 9.9-test -> Linux 9.10-test"
        new File(kept(), 'packages').text == "$KERNEL 2\n"
        boards('remove', BOARD).status == 0
        boards('update').out == 'no board is set up\n'
        with(boards('update', BOARD)) { status == 1 && err == "kvmsh boards: $BOARD is not set up: there is no kernel to update; get one with kvmsh boards setup $BOARD\n" }
    }

    def "an invalid release is refused: #name"() {
        when:
        def result = boards('setup', name)

        then:
        result.status == 2
        result.err.startsWith("kvmsh boards: $BOARD has release=$message")

        where:
        name                            || message
        "$BOARD?release=6.1"            || '6.1, which is not a Debian release; write sid, or a release name such as trixie'
        "$BOARD?release=sid&kernel=a"   || ' and kernel=: a board boots one kernel'
        "$BOARD?release=sid&tree=a"     || ' and tree=: a board boots one kernel'
    }

    def "an unreachable archive is reported with the alternatives, and no partial download is left"() {
        given:
        program('apt-get', '''
            case "$*" in
              indextargets*) echo 'http://mirror/debian old main' ;;
              *update*) echo 'E: Could not resolve mirror'; exit 100 ;;
            esac''')

        when:
        def result = boardSetUp()

        then:
        result.status == 1
        result.err == "kvmsh boards: the kernel of $BOARD is not available: the package index cannot be fetched: E: Could not resolve mirror; " +
                "to use your own kernel instead: $BOARD?kernel=PATH&modules=DIR\n"
        folder.resolve('cache/kvmsh/boards').toFile().list() == [] as String[]
    }

    def "a JVM is fetched once if requested, without files the board does not read, and kvmsh and a script run on the board with it"() {
        given:
        program('apt-get', """
            for last; do :; done
            case "\$*" in
              indextargets*) echo 'http://mirror/debian old main' ;;
              *download*) echo "'http://mirror/pool/\$last.deb' \${last}_1_amd64.deb 8 SHA256:00" ;;
            esac""")
        program('apt-cache', "echo 'Depends: $KERNEL (= 1), openjdk-99-jre-headless'")
        program('dpkg-deb', """
            case \$2 in
              */openjdk-99*) mkdir -p "\$3/usr/lib/jvm/java-99/bin" "\$3/usr/lib/jvm/java-99/legal" "\$3/usr/share"; echo a JVM > "\$3/usr/lib/jvm/java-99/bin/java" ;;
              */busybox*) mkdir -p "\$3/usr/bin"; echo a shell > "\$3/usr/bin/busybox" ;;
              */linux*) mkdir -p "\$3/boot" "\$3/lib/modules/9.9-test"; echo a kernel > "\$3/boot/vmlinuz-9.9-test" ;;
            esac""")
        program('depmod', ': > "$2/lib/modules/$3/modules.dep"')
        program('qemu-system-x86_64', """
            for word; do [ "\$last" != -initrd ] || cp "\$word" $folder/initramfs; last=\$word; done
            exit 1""")
        def jar = Files.writeString(folder.resolve('a.jar'), 'a jar')
        def script = Files.writeString(folder.resolve("it's.groovy"), 'a script')

        when:
        def first = boardSetUp('--jvm')
        program('apt-get', 'exit 1')
        def second = boardSetUp('--jvm')

        then:
        first.err == ''
        first.status == 0
        first.out.readLines().count { it.startsWith("$BOARD: fetching ") } == 7
        second.status == 0
        second.out.readLines()*.replaceAll(/\d+ KiB/, '') == ["$BOARD is set up: Linux 9.9-test,  of initramfs, a JVM".toString()]

        when:
        new Boards(environment()).runInside(BOARD, [jar], script, 20, new PrintWriter(new StringWriter()))

        then:
        def e = thrown(BoardUnavailable)
        e.message.startsWith("$BOARD: QEMU exited immediately")

        when:
        def initramfs = content(folder.resolve('initramfs').toFile())

        then:
        initramfs.'usr/lib/jvm/java-99/bin/java' == 'a JVM\n'
        initramfs.bin == 'usr/bin'
        initramfs.'kvmsh/a.jar' == 'a jar'
        initramfs."kvmsh/it's.groovy" == 'a script'
        initramfs.init.contains(" -cp 'a.jar' ")
        initramfs.init.contains(" -b kvm 'it'\\''s.groovy' 9<> /status\n")
        !initramfs.keySet().any { it.contains('legal') || it.contains('share') }
        initramfs.keySet().toList().with { it.indexOf('usr') in 0..<it.indexOf('usr/bin') }
    }

    private Kvmsh.Result boardSetUp(String... options) {
        Kvmsh.runWith(environment(), '', 'boards', 'setup', *options, BOARD)
    }

    private Kvmsh.Result boards(String... words) {
        Kvmsh.runWith(environment(), '', 'boards', *words)
    }

    private Map<String, String> environment() {
        [PATH: "$folder/bin:${System.getenv('PATH')}".toString(), XDG_CACHE_HOME: folder.resolve('cache').toString()]
    }

    private File kept() {
        folder.resolve('cache/kvmsh/boards/linux-image-cloud-amd64').toFile()
    }

    private List<String> calls() {
        folder.resolve('calls').toFile().readLines()
    }

    private Map<String, String> archive() {
        content(kept().listFiles().find { it.name.endsWith('.cpio') })
    }

    private static Map<String, String> content(File archive) {
        def content = [:]
        archive.withInputStream {
            def cpio = new CpioArchiveInputStream(it)
            for (def entry = cpio.nextEntry; entry != null; entry = cpio.nextEntry) {
                content[entry.name] = new String(cpio.readAllBytes(), 'ISO-8859-1')
            }
        }
        content
    }

    private void program(String name, String text) {
        Programs.write(folder.resolve('bin').resolve(name), text)
    }
}
