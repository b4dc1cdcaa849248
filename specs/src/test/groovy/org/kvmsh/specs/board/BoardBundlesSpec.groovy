package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.util.zip.GZIPInputStream
import java.util.zip.GZIPOutputStream
import org.apache.commons.compress.archivers.tar.TarArchiveEntry
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Programs
import org.kvmsh.specs.kit.Sample
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** kvmsh boards bundle and kvmsh boards setup --offline, with a kernel that is never booted. */
@Needs('agent:x86_64')
class BoardBundlesSpec extends Specification {
    static final String BOARD = 'qemu:x86_64'
    static final String KERNEL = 'boards/linux-image-cloud-amd64/'

    @TempDir
    Path folder
    Path file
    /** A bundle with nothing wrong: to make one takes a second. */
    @Shared
    byte[] whole

    def setup() {
        file = folder.resolve('lab.tar.gz')
        program('qemu-system-x86_64')
        for (String release : ['', '-sid']) {
            def kernel = Files.createDirectories(folder.resolve("full/kvmsh/boards/linux-image-cloud-amd64$release/modules"))
            Files.writeString(kernel.resolveSibling('kernel'), "a kernel$release\n")
            Files.writeString(kernel.resolveSibling('version'), "9.9-test$release\n")
            Files.writeString(kernel.resolveSibling('packages'), "linux-image-9.9-test$release 1\n")
            Files.writeString(kernel.resolveSibling('x86_64-00000000-0.cpio'), 'of an older agent')
            Files.writeString(kernel.resolve('kvm.ko'), 'a module')
            Files.writeString(kernel.resolve('modules.dep'), 'kvm.ko:\n')
        }
    }

    def "a machine without network, compiler and kernels is set up from one file"() {
        when:
        def made = boards('full', 'bundle', file.toString())

        then:
        made.err == ''
        made.out.readLines().init() == ["$BOARD: Linux 9.9-test", "$BOARD?release=sid: Linux 9.9-test-sid"]*.toString()
        made.out.readLines().last() ==~ /\Q$file\E: \d+\.\d MiB/
        entries().keySet().with { first() == 'kvmsh-boards' && contains(KERNEL + 'modules/kvm.ko') && !any { it.contains('00000000') } }

        when:
        def set = offline('empty')

        then:
        set.err == ''
        set.status == 0
        set.out.readLines()*.replaceAll(/\d+ KiB/, 'N KiB') == ["$BOARD is set up: Linux 9.9-test, N KiB of initramfs", "$BOARD?release=sid is set up: Linux 9.9-test-sid, N KiB of initramfs"]*.toString()
        tree('empty').findAll { it.value != null && !it.key.startsWith('agent/') } == tree('full').findAll { it.value != null && !it.key.contains('00000000') && !it.key.startsWith('agent/') }
        Files.isExecutable(Files.list(folder.resolve('empty/kvmsh/agent')).withCloseable { it.findFirst().get() })
    }

    def "one board of several is taken, and one that the file does not have is refused"() {
        given:
        boards('full', 'bundle', file.toString())

        expect:
        offline('empty', 'qemu:arm64').with { [status, err] } == [1, "kvmsh boards: $file has no kernel for qemu:arm64; it has kernels for $BOARD, $BOARD?release=sid\n".toString()]
        tree('empty').isEmpty()
        offline('empty', "$BOARD?release=sid").out.readLines().size() == 1
        folder.resolve('empty/kvmsh/boards').toFile().list() == ['linux-image-cloud-amd64-sid'] as String[]
    }

    @Sample(of = 3)
    def "#what is refused before anything is written"() {
        given:
        if (whole == null) {
            boards('full', 'bundle', file.toString())
            whole = Files.readAllBytes(file)
        }
        Files.write(file, whole)
        broken(file)

        when:
        def result = offline('empty')

        then:
        result.status == 1
        result.out == ''
        result.err.startsWith("kvmsh boards: ${message.replace('FILE', file.toString())}")
        tree('empty').isEmpty()

        where:
        what                               | message                                     | broken
        'a file that does not exist'       | 'cannot read FILE: no such file'            | { Files.delete(it) }
        'a text'                           | 'FILE is not a bundle of boards; '          | { it.toFile().text = 'a text' }
        'another archive'                  | 'FILE is not a bundle of boards; '          | { write(it, ['etc/passwd': 'root'.bytes]) }
        'a file that was cut'              | 'FILE is corrupt: '                          | { it.toFile().bytes = it.toFile().bytes[0..<(it.toFile().length() / 2 as int)] as byte[] }
        'a kernel with another content'    | "FILE is corrupt: ${KERNEL}kernel does not match its listed SHA-256" | { write(it, entries(it) + [(KERNEL + 'kernel'): 'another\n'.bytes]) }
        'a file that is missing'           | "FILE is corrupt: ${KERNEL}version is missing" | { write(it, entries(it).findAll { name, content -> name != KERNEL + 'version' }) }
        'a file that is not listed'        | 'FILE is corrupt: boards/more is not in its list of files' | { write(it, entries(it) + ['boards/more': 'x'.bytes]) }
        'a path that leads elsewhere'      | 'FILE is corrupt: line 2 of its file list does not name a board file' | { write(it, listed('../../.profile')) }
        'a path that is absolute'          | 'FILE is corrupt: line 2 of its file list does not name a board file' | { write(it, listed('/etc/profile')) }
        'a format of the future'           | 'FILE is a bundle from another version of kvmsh: "kvmsh boards 2"; this version reads "kvmsh boards 1"' | { write(it, ['kvmsh-boards': 'kvmsh boards 2\n'.bytes]) }
    }

    def "what a bundle does not have is named: #what"() {
        when:
        def result = Kvmsh.runWith(environment('none') + [PATH: ''], '', *arguments)

        then:
        result.status == status
        result.err == "kvmsh boards: $message\n"

        where:
        what                | arguments                                       || status | message
        'nothing is set up' | ['boards', 'bundle', '/tmp/none']               || 1      | 'no board is set up: there is nothing to bundle; set one up with kvmsh boards setup NAME'
        'one is not set up' | ['boards', 'bundle', '/tmp/none', 'qemu:arm64'] || 1      | 'qemu:arm64 is not set up: there is no kernel to bundle; get one with kvmsh boards setup qemu:arm64'
        'no board'          | ['boards', 'bundle', '/tmp/none', 'kvm']        || 2      | 'kvm cannot be set up by kvmsh; boards that can: qemu:x86_64, qemu:arm64, qemu:arm64-gicv3, qemu:arm64-rfc, qemu:ppc64, qemu:ppc64-powernv, qemu:ppc64-rfc, qemu:riscv64'
        'a JVM'             | ['boards', 'setup', '--offline', 'a', '--jvm']  || 2      | 'bundles contain no JVM: use --jvm without --offline'
        'neither of both'   | ['boards', 'setup']                             || 2      | 'name a board, or a bundle with --offline FILE'
    }

    def "without QEMU the kernels are kept, and QEMU's package is named"() {
        given:
        boards('full', 'bundle', file.toString(), BOARD)

        when:
        def result = Kvmsh.runWith(environment('empty') + [PATH: ''], '', 'boards', 'setup', '--offline', file.toString())

        then:
        result.status == 1
        result.err == "kvmsh boards: $BOARD has a kernel, but this host has no qemu-system-x86_64; on Debian: apt-get install --no-install-recommends qemu-system-x86\n"
        tree('empty')[KERNEL + 'kernel'] == 'a kernel\n'
    }

    private Kvmsh.Result boards(String cache, String... words) {
        Kvmsh.runWith(environment(cache), '', 'boards', *words)
    }

    /** The machine has QEMU and nothing besides. */
    private Kvmsh.Result offline(String cache, String... names) {
        Kvmsh.runWith(environment(cache) + [PATH: folder.resolve('bin').toString()], '', 'boards', 'setup', '--offline', file.toString(), *names)
    }

    private Map<String, String> environment(String cache) {
        [PATH: "$folder/bin:${System.getenv('PATH')}".toString(), XDG_CACHE_HOME: folder.resolve(cache).toString()]
    }

    /** The content of a cache: each file's bytes, null for a directory. */
    private Map<String, String> tree(String cache) {
        def top = folder.resolve("$cache/kvmsh")
        def found = new TreeMap<String, String>()
        if (Files.exists(top)) {
            top.toFile().eachFileRecurse { found[top.relativize(it.toPath()).toString()] = it.directory ? null : it.getText('ISO-8859-1') }
        }
        found.findAll { it.key != 'boards.lock' }
    }

    private Map<String, byte[]> entries() {
        entries(file)
    }

    private static Map<String, byte[]> entries(Path archive) {
        def entries = [:]
        new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive))).withCloseable { tar ->
            for (def entry = tar.nextEntry; entry != null; entry = tar.nextEntry) {
                entries[entry.name] = tar.readAllBytes()
            }
        }
        entries
    }

    /** An archive with one file, which its list has. */
    private static Map<String, byte[]> listed(String path) {
        def hash = MessageDigest.getInstance('SHA-256').digest('x'.bytes).encodeHex()
        ['kvmsh-boards': "kvmsh boards 1\n$hash $path\n".toString().bytes, (path): 'x'.bytes]
    }

    private static void write(Path archive, Map<String, byte[]> entries) {
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive))).withCloseable { tar ->
            entries.each { name, content ->
                def entry = new TarArchiveEntry(name, true)
                entry.size = content.length
                tar.putArchiveEntry(entry)
                tar.write(content)
                tar.closeArchiveEntry()
            }
        }
    }

    private void program(String name) {
        Programs.write(folder.resolve('bin').resolve(name), 'exit 1')
    }
}
