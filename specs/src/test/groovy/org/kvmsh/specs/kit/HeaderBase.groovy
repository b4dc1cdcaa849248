package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.AbiTable
import org.kvmsh.bindings.abi.header.HeaderError
import org.kvmsh.bindings.abi.header.TableMaker
import org.kvmsh.bindings.abi.header.Target

/** One version of KVM's headers, to which mailed diffs are applied. */
class HeaderBase {
    /** The paths of the headers in a kernel's tree, in kvmtool's, and in Debian's linux-libc-dev. */
    private static final List<String> COMMON = ['include/uapi/linux/kvm.h', 'include/linux/kvm.h']
    private static final Map<String, List<String>> OF_ARCH = ['x86', 'arm64', 'powerpc', 'riscv', 's390', 'mips', 'loongarch'].collectEntries { arch ->
        [(arch): ["arch/$arch/include/uapi/asm/kvm.h", "$arch/include/asm/kvm.h", "lib/linux/uapi/$arch/asm/kvm.h", arch == 'arm64' ? 'arm/aarch64/include/asm/kvm.h' : '']*.toString() - '']
    }

    final String name
    /** By {@code linux} or the directory below arch/. */
    final Map<String, String> headers
    private final Map<String, Abi> abis = [:]
    private final Map<String, Set<String>> words = [:]

    private HeaderBase(String name, Closure<String> file) {
        this.name = name
        this.headers = ([linux: COMMON] + OF_ARCH).collectEntries { header, paths -> [(header): paths.findResult { file(it) }] }.findAll { it.value != null }
    }

    /** The headers of the committed tables; of each directory that KVMSH_BASES names; and, if that is a git tree, of each commit that changed them. */
    static List<HeaderBase> all() {
        def bases = [ofDirectory(KernelHeaders.folder())] + (System.getenv('KVMSH_BASES') ?: '').tokenize(':').collectMany { each ->
            def folder = new File(each)
            COMMON.any { new File(folder, it).exists() } && !new File(folder, '.git').exists() ? [ofDirectory(folder)] : ofCommits(folder)
        }
        // kvmtool has not the headers of all architectures, and no old version has those of new ones.
        OF_ARCH.keySet().each { arch ->
            def known = bases.findAll { it.headers[arch] }
            (bases - known).each { it.headers[arch] = known[-1].headers[arch] }
        }
        bases
    }

    private static HeaderBase ofDirectory(File folder) {
        new HeaderBase(folder.path, { String path -> new File(folder, path).with { it.file ? it.text : null } })
    }

    private static List<HeaderBase> ofCommits(File folder) {
        def commits = ['git', '-C', folder.path, 'log', '--all', '--format=%h', '--', *COMMON]*.toString().execute().text.readLines()
        commits.collect { commit ->
            new HeaderBase("${folder.path}@$commit".toString(), { String path ->
                def show = ['git', '-C', folder.path, 'show', "$commit:$path"]*.toString().execute()
                def out = new StringBuilder()
                show.waitForProcessOutput(out, new StringBuilder())
                show.exitValue() == 0 ? out.toString() : null
            })
        }.findAll { it.headers.linux }
    }

    /** The words of a header. */
    synchronized Set<String> words(String header) {
        words.computeIfAbsent(header) { headers[header].split(/\W+/) as Set }
    }

    /** The ABI of a table that kvmsh reads from these headers; null if it cannot. */
    synchronized Abi abi(String table, Path folder) {
        if (!abis.containsKey(table)) {
            def target = Target.ALL.find { it.name() == table }
            write(target.headers(), folder)
            try {
                def text = new TableMaker(folder).table(target)
                abis[table] = new Abi(table, [AbiTable.of(text)])
            } catch (HeaderError e) {
                println "$name: $table: $e.message"
                abis[table] = null
            }
        }
        abis[table]
    }

    /** Writes them into a directory like usr of linux-libc-dev, whose other files are those of the committed tables. */
    private void write(String arch, Path folder) {
        def usr = KernelHeaders.folder().toPath()
        def linux = folder.resolve('include/linux')
        def asm = folder.resolve("lib/linux/uapi/$arch/asm")
        link(usr.resolve('include'), folder.resolve('include'), ['linux'])
        link(usr.resolve('include/linux'), linux, ['kvm.h', 'compiler.h'])
        link(usr.resolve("lib/linux/uapi/$arch/asm"), asm, ['kvm.h'])
        // Only the kernel's own tree has it.
        Files.writeString(linux.resolve('compiler.h'), '')
        [(linux): 'linux', (asm): arch].each { place, header -> Files.writeString(place.resolve('kvm.h'), headers[header].replace(' __user ', ' ')) }
    }

    private static void link(Path from, Path to, List<String> except) {
        Files.createDirectories(to)
        from.toFile().listFiles().findAll { !(it.name in except) }.each { Files.createSymbolicLink(to.resolve(it.name), it.toPath()) }
    }
}
