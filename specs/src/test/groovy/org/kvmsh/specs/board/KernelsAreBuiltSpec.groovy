package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification
import spock.lang.TempDir

/** kvmsh kernel build with a small tree instead of a kernel's: make's arguments, what is rebuilt, and that the user's tree does not change. */
@Needs(['make', 'git'])
class KernelsAreBuiltSpec extends Specification {
    @TempDir
    Path folder

    SmallKernelTree small

    def setup() {
        small = new SmallKernelTree(folder)
    }

    def "a tree is configured, built out of tree and kept under a name"() {
        given:
        small.committed()

        when:
        def result = small.build()

        then:
        result.err == "kvmsh kernel: building Linux 6.1.0 as mine (log: ${small.kept()}/build.log)\n"
        result.status == 0
        result.out == "Linux 6.1.0-kvmsh from ${small.tree.toRealPath()} at ${small.git('rev-parse', 'HEAD').substring(0, 12)}; boot it with -b 'qemu:x86_64?kernel=mine'\n"
        small.commands().size() == 3
        small.commands().every { it.startsWith("make -C ${small.tree.toRealPath()} O=${small.kept()}/build ARCH=x86_64 CROSS_COMPILE=x86_64-linux-gnu- ") && it.contains(' LOCALVERSION=-kvmsh -j1 ') }
        small.commands()[0].endsWith("KCONFIG_ALLCONFIG=${small.kept()}/wanted.config allnoconfig")
        small.commands()[1].endsWith('-j1 vmlinux modules')
        small.commands()[2].endsWith("INSTALL_MOD_PATH=${small.kept()}/install INSTALL_MOD_STRIP=1 modules_install")

        and: 'the tree is unchanged'
        small.git('status', '--porcelain', '--ignored') == ''

        and: 'it is listed and removed'
        kernel('list').out ==~ /qemu:x86_64  mine  6\.1\.0-kvmsh  \d+ MiB  .*linux at [0-9a-f]{12}\n/
        kernel('remove', 'qemu:x86_64', 'mine').status == 0
        kernel('list').out == 'no kernels; build one with kvmsh kernel build qemu:x86_64\n'
        !Files.exists(small.kept())
    }

    def "only what changed is rebuilt: #change"() {
        given:
        small.committed()
        small.build()
        def before = small.kept().resolve('facts.properties').toFile().text

        when:
        act(small)
        def index = Files.readAllBytes(small.tree.resolve('.git/index'))
        def result = small.build()

        then:
        result.status == 0
        (small.kept().resolve('facts.properties').toFile().text == before) == !builds
        !builds || small.commands().collect { it.replaceFirst(/.* -j1 /, '').replaceAll(/\S+=\S+ /, '') } == builds

        and: "the user's index is unchanged"
        Files.readAllBytes(small.tree.resolve('.git/index')) == index

        where:
        change                                | act                                                                                        || builds
        'nothing'                             | { }                                                                                        || null
        'the times of files'                  | { it.tree.resolve('virt/kvm/kvm_main.c').toFile().lastModified = 1_000_000_000_000 }       || null
        'a commit of the same content'        | { it.git('commit', '-q', '--allow-empty', '-m', 'empty') }                                 || null
        'a source file of KVM, not committed' | { it.write('virt/kvm/kvm_main.c', 'int kvm = 1;\n') }                                      || ['modules']
        'a source file of KVM, committed'     | { it.write('virt/kvm/kvm_main.c', 'int kvm = 1;\n'); it.committed('kvm') }                 || ['modules']
        'a new file that git does not know'   | { it.write('arch/x86/kvm/new.c', 'int x;\n') }                                             || ['modules']
        'a header of all'                     | { it.write('include/linux/kvm_host.h', '\n') }                                             || ['allnoconfig', 'vmlinux modules', 'modules_install']
        'a Makefile of KVM'                   | { it.write('arch/x86/kvm/Makefile', '\n') }                                                || ['allnoconfig', 'vmlinux modules', 'modules_install']
    }

    def "uncommitted changes are reported with the hash of their diff"() {
        given:
        small.committed()
        small.write('virt/kvm/kvm_main.c', 'int kvm = 2;\n')
        def diff = small.git('diff', '--binary', 'HEAD').digest('SHA-256')

        expect:
        small.build().out.contains(", modified (sha256 of git diff HEAD: ${diff.substring(0, 12)});")
    }

    def "a kernel for #board is built for its architecture, and boots from #image"() {
        given:
        Files.createDirectories(small.tree.resolve("arch/$source/kvm"))
        small.program("${prefix}gcc", 'echo 12.2')
        small.program("${prefix}strip", 'cp "$4" "$3"')
        small.write('Makefile', """\
VERSION = 6
PATCHLEVEL = 1
allnoconfig:
\t@mkdir -p \$(O)/include/config \$(O)/arch/\$(ARCH)/boot
\t@cp \$(KCONFIG_ALLCONFIG) \$(O)/.config
vmlinux Image:
\t@echo built as \$@ > \$(O)/vmlinux
\t@echo built as \$@ > \$(O)/arch/\$(ARCH)/boot/\$@
\t@echo 6.1.0-kvmsh > \$(O)/include/config/kernel.release
modules modules_install:
""")

        when:
        def result = kernel('build', board, '--tree', small.tree.toString(), '-j', '1', '--name', 'mine')
        def kept = folder.resolve('cache/kvmsh/kernels').resolve(board.substring('qemu:'.length())).resolve('mine')
        def commands = kept.resolve('build.log').toFile().readLines().findAll { it.startsWith('$ ') }

        then:
        result.status == 0
        commands.every { it.contains(" ARCH=$arch CROSS_COMPILE=$prefix ") }
        commands[1].endsWith(" $image modules")
        kept.resolve('kernel').toFile().text == "built as $image\n"

        and: 'a board like it has the same kernel'
        def facts = kept.resolve('facts.properties').toFile().text
        !alike || kernel('build', alike, '--tree', small.tree.toString(), '-j', '1', '--name', 'mine').status == 0
        kept.resolve('facts.properties').toFile().text == facts
        kept.parent.parent.toFile().list() == [kept.parent.fileName.toString()]

        and: 'options that the board and its agent need'
        kept.resolve('wanted.config').toFile().readLines().containsAll(['CONFIG_MODULES=y', 'CONFIG_BLK_DEV_INITRD=y', 'CONFIG_DEVTMPFS=y', 'CONFIG_VIRTIO_CONSOLE=y'])

        where:
        board          | alike                | source    | arch      | prefix                   | image
        'qemu:x86_64'  | null                 | 'x86'     | 'x86_64'  | 'x86_64-linux-gnu-'      | 'vmlinux'
        'qemu:arm64'   | 'qemu:arm64-gicv3'   | 'arm64'   | 'arm64'   | 'aarch64-linux-gnu-'     | 'Image'
        'qemu:ppc64'   | 'qemu:ppc64-powernv' | 'powerpc' | 'powerpc' | 'powerpc64le-linux-gnu-' | 'vmlinux'
        'qemu:riscv64' | null                 | 'riscv'   | 'riscv'   | 'riscv64-linux-gnu-'     | 'Image'
    }

    def "an existing kernel of the same source and configuration is used without make"() {
        given:
        small.committed()
        small.build()
        Files.createSymbolicLink(folder.resolve('bin/git'), Path.of(['sh', '-c', 'command -v git'].execute().text.strip()))
        def environment = small.environment() + [PATH: folder.resolve('bin').toString()]

        when:
        def again = Kvmsh.runWith(environment, '', 'kernel', 'build', 'qemu:x86_64', '--tree', small.tree.toString(), '--name', 'mine')
        small.write('virt/kvm/kvm_main.c', 'int kvm = 1;\n')
        def changed = Kvmsh.runWith(environment, '', 'kernel', 'build', 'qemu:x86_64', '--tree', small.tree.toString(), '--name', 'mine')

        then:
        again.status == 0
        again.out.contains('?kernel=mine')
        changed.status == 1
        changed.err.contains('not found: make\n')
    }

    def "ccache reuses objects of another kernel, because paths are relative to the kernel's directory"() {
        given:
        small.committed()
        small.program('ccache', 'exec "$@"')
        small.write('Makefile', SmallKernelTree.makefile('echo "flags $(KCFLAGS) base $(CCACHE_BASEDIR) cwd $(CCACHE_NOHASHDIR)"'))

        when:
        small.build(*(patched ? ['--patch', file(folder, MAIN)] : []))
        def line = small.kept().resolve('build.log').toFile().readLines().find { it.startsWith('flags ') }

        then:
        line == "flags ${patched ? '-ffile-prefix-map=../source/=' : ''} base ${small.kept()} cwd true"

        where:
        patched << [false, true]
    }

    def "a patch is applied to a copy: #kind"() {
        given:
        small.committed()
        def file = folder.resolve('a.patch')
        Files.writeString(file, text)

        when:
        def result = small.build('--patch', file.toString())

        then:
        result.err.readLines().every { it.startsWith('kvmsh kernel: ') && !it.contains('does not') }
        result.status == 0
        result.out.contains(", with $file;")
        small.kept().resolve('source/virt/kvm/kvm_main.c').toFile().text == 'int kvm = 7;\n'
        small.kept().resolve('source/arch/x86/kvm/x86.c').toFile().readLines()[1] == (both ? 'line two' : 'line 2 of x86.c')
        small.commands().every { it.startsWith("make -C ${small.kept()}/source ") }
        small.git('status', '--porcelain', '--ignored') == ''

        when: "without the patch the file is the tree's again, and newer than the build output"
        small.build()
        small.build('--patch', Files.writeString(folder.resolve('b.patch'), X86).toString())

        then:
        small.kept().resolve('source/virt/kvm/kvm_main.c').toFile().text == 'int kvm;\n'

        where:
        kind                               | text                                                                      || both
        'a diff'                           | MAIN                                                                      || false
        'a mail'                           | mail('[PATCH] kvm: seven', MAIN)                                          || false
        'a mail in base64'                 | mail('[PATCH] kvm: seven', MAIN, 'base64')                                || false
        'a mailbox, the series backwards'  | mail('[PATCH 2/2] two', X86) + mail('[PATCH 1/2] one', MAIN) + mail('[PATCH 0/2] cover', '') || true
    }

    def "--patch takes one file or a directory, before or after the board"() {
        given:
        small.committed()
        def patches = Files.createDirectory(folder.resolve('patches'))
        Files.writeString(patches.resolve('2.patch'), MAIN.replace('int kvm;', 'int kvm = 7;').replace('+int kvm = 7;', '+int kvm = 8;'))
        Files.writeString(patches.resolve('1.patch'), MAIN)
        Files.writeString(patches.resolve('README'), 'no patch')

        when: 'each *.patch of the directory, by name'
        def result = kernel('build', '--patch', patches.toString(), '--patch', file(folder, X86), 'qemu:x86_64', *tree(folder), '-j', '1', '--name', 'mine')

        then:
        result.status == 0
        result.out.contains(", with $patches/1.patch, $patches/2.patch, $folder/a;")
        small.kept().resolve('source/virt/kvm/kvm_main.c').toFile().text == 'int kvm = 8;\n'
        small.kept().resolve('source/arch/x86/kvm/x86.c').toFile().readLines()[1] == 'line two'
    }

    def "options given by the user win, and options unknown to the kernel are reported with their dependencies"() {
        given:
        def fragment = Files.writeString(folder.resolve('my.config'), '# mine\nCONFIG_KVM=y\nCONFIG_MINE=y\n# CONFIG_NET is not set\n')

        when:
        def result = small.build('--config', fragment.toString(), '--debug', 'kasan,lockdep')
        def wanted = small.kept().resolve('wanted.config').toFile().readLines()

        then:
        result.status == 0
        result.err.contains("$fragment:3: CONFIG_MINE=y is dropped: it is n in this kernel; it depends on OTHER && NET || PCI\n")
        wanted.containsAll(['CONFIG_KVM=y', '# CONFIG_NET is not set', 'CONFIG_KASAN=y', 'CONFIG_PROVE_LOCKING=y', 'CONFIG_PVH=y'])
        !wanted.contains('CONFIG_NET=y')
    }

    def "a failed build shows the compiler's first errors and the path of the log, and is never used as a kernel"() {
        given:
        small.committed()
        small.build()
        small.write('Makefile', SmallKernelTree.makefile('''printf "mm/a.c:3:5: error: 'x' undeclared\\n    3 |   x = 1;\\n      |   ^\\nmany\\nlines\\n"; false'''))

        when:
        def result = small.build()

        then:
        result.status == 1
        result.err.endsWith("""\
kvmsh kernel: the kernel in ${small.tree.toRealPath()} cannot be built: make vmlinux modules failed
    mm/a.c:3:5: error: 'x' undeclared
        3 |   x = 1;
          |   ^
  full log: ${small.kept()}/build.log
""")
        kernel('list').out.startsWith('no kernels')
        Kvmsh.runWith(small.environment(), '', '-b', 'qemu:x86_64?kernel=mine&qemu=/bin/true', '-e', '1').err.contains('no kernel mine was built for qemu:x86_64, and there is no file of that name; build one: kvmsh kernel build qemu:x86_64 --name mine')
        Kvmsh.runWith(small.environment(), '', 'test', '--bisect', '-b', 'qemu:x86_64?kernel=mine&qemu=/bin/true', Kvmsh.script('first-light.groovy')).status == 129
    }

    def "#refused is refused before anything is built"() {
        given:
        small.committed()

        when:
        def result = kernel('build', 'qemu:x86_64', *options(folder))

        then:
        result.status == status
        result.err.startsWith("kvmsh kernel: ${message.replace('FOLDER', folder.toString())}")
        folder.resolve('cache').toFile().list().every { it == 'kvmsh' }
        kernel('list').out.startsWith('no kernels')

        where:
        refused                    | options                                                             | status || message
        'a folder without a kernel' | { ['--tree', "$it/bin".toString()] }                               | 2      || 'FOLDER/bin is not a kernel tree: it has no Makefile with VERSION'
        'a tree and a release'     | { tree(it) + ['--release', '6.1'] }                                            | 2      || '--tree and --release are mutually exclusive'
        'no such patch'            | { tree(it) + ['--patch', 'no.patch'] }                                         | 2      || 'no patch no.patch: no such file'
        'a directory without patches' | { tree(it) + ['--patch', "$it/bin".toString()] }                            | 2      || 'no *.patch files in FOLDER/bin'
        'no such checker'          | { tree(it) + ['--debug', 'kazan'] }                                            | 2      || 'unknown checker kazan; checkers are kasan, lockdep, ubsan'
        'no such configuration'    | { tree(it) + ['--config', 'no.config'] }                                       | 2      || 'no configuration no.config: no such file'
        'a line of no configuration' | { tree(it) + ['--config', file(it, 'KVM=y')] }                               | 2      || 'FOLDER/a:1: not a kernel configuration line: KVM=y; write CONFIG_NAME=y'
        'a text without a diff'    | { tree(it) + ['--patch', file(it, 'hello')] }                                  | 2      || 'FOLDER/a is not a patch: it has no diff in it'
        'a diff that does not apply' | { tree(it) + ['--patch', file(it, MAIN.replace('-int kvm;', '-int kwm;'))] } | 1      || """\
FOLDER/a does not apply: at virt/kvm/kvm_main.c:1 the tree does not match the hunk
    @@ -1 +1 @@
    -int kwm;
    +int kvm = 7;
"""
        'a name that is a path'    | { tree(it) + ['--name', 'a/b'] }                                               | 2      || 'invalid kernel name a/b'
        'no jobs'                  | { tree(it) + ['-j', '0'] }                                                     | 2      || '-j 0 is not a valid number of jobs'
    }

    def "missing build programs are reported with the packages to install"() {
        given:
        def environment = small.environment() + [PATH: folder.resolve('none').toString()]

        expect:
        Kvmsh.runWith(environment, '', 'kernel', 'build', 'qemu:x86_64', '--tree', small.tree.toString()).with { [status, err] } == [1,
                """\
kvmsh kernel: a kernel cannot be built for qemu:x86_64 on this host; not found: bc, bison, depmod, flex, gcc, make, x86_64-linux-gnu-gcc
  apt-get install --no-install-recommends bc bison flex gcc gcc-x86-64-linux-gnu kmod libc6-dev-amd64-cross make
"""]
    }

    def "a git checkout that was built in place is copied without its build output; a tree without git is refused"() {
        given:
        small.write('.gitignore', '.config\n*.o\n')
        if (checkout) {
            small.committed()
        }
        small.write('.config', 'CONFIG_X=y\n')
        small.write('a.o', 'object')

        when:
        def result = small.build()

        then:
        result.status == status
        Files.exists(small.kept().resolve('source/Makefile')) == checkout
        !Files.exists(small.kept().resolve('source/a.o'))
        checkout || result.err.contains('was built in place, so make cannot build it out of tree; run make mrproper in it')

        where:
        checkout || status
        true     || 0
        false    || 2
    }

    def "a board name is refused with #name"() {
        when:
        def result = Kvmsh.runWith(small.environment(), '', '-b', name.replace('TREE', small.tree.toString()), '-e', '1')

        then:
        result.status == 2
        result.err.startsWith("kvmsh: qemu:x86_64 $message") || result.err.startsWith("kvmsh: $message")

        where:
        name                                 || message
        'qemu:x86_64?tree=TREE&kernel=a'     || 'has both kernel= and tree=: use only one; a board boots one kernel'
        'qemu:x86_64?debug=kasan'            || 'has debug= without tree=: this option is only for a kernel built from tree=DIR'
        'qemu:x86_64?tree=/no/tree'          || 'kernel tree /no/tree: no such directory'
        'qemu:x86_64?tree=TREE&debug=kazan'  || 'unknown checker kazan; checkers are kasan, lockdep, ubsan'
    }

    static final String MAIN = '--- a/virt/kvm/kvm_main.c\n+++ b/virt/kvm/kvm_main.c\n@@ -1 +1 @@\n-int kvm;\n+int kvm = 7;\n'
    static final String X86 = '--- a/arch/x86/kvm/x86.c\n+++ b/arch/x86/kvm/x86.c\n@@ -1,4 +1,4 @@\n line 1 of x86.c\n-line 2 of x86.c\n+line two\n line 3 of x86.c\n line 4 of x86.c\n'

    static List<String> tree(Path folder) {
        ['--tree', folder.resolve('linux').toString()]
    }

    static String file(Path folder, String text) {
        Files.writeString(folder.resolve('a'), text).toString()
    }

    static String mail(String subject, String diff, String encoding = null) {
        def body = "Why.\n---\n$diff-- \n2.39\n"
        "From 0000 Mon Sep 17 00:00:00 2001\nFrom: A <a@b>\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nSubject: $subject\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n" +
                (encoding == null ? "\n$body" : "Content-Transfer-Encoding: $encoding\n\n${Base64.mimeEncoder.encodeToString(body.bytes)}\n") + '\n'
    }

    private Kvmsh.Result kernel(String... words) {
        Kvmsh.runWith(small.environment(), '', 'kernel', *words)
    }
}
