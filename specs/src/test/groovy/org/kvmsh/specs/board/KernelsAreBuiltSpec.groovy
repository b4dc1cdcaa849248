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

    def "ccache has relative paths below the kernel's directory"() {
        given:
        small.committed()
        small.program('ccache', 'exec "$@"')
        small.write('Makefile', SmallKernelTree.makefile('echo "base $(CCACHE_BASEDIR) cwd $(CCACHE_NOHASHDIR)"'))

        when:
        small.build()

        then:
        small.kept().resolve('build.log').toFile().readLines().contains("base ${small.kept()} cwd true".toString())
    }

    def "a patched kernel begins with what was built without the patch: #compiled compiled #event"() {
        given:
        small.write('Makefile', SmallKernelTree.compiling())
        small.committed()
        small.build('--patch', file(folder, MAIN))
        def base = small.kept().parent.toFile().listFiles().find { it.name != 'mine' }.toPath()

        expect: 'the kernel without the patch was built first, and is kept like any other'
        small.compiled() == ['virt/kvm/kvm_main.c']
        kernel('list').out.readLines().size() == 2

        when:
        def before = base.resolve('facts.properties').toFile().text
        act(small, base)
        def result = small.build('--patch', Files.writeString(folder.resolve('b.patch'), patch).toString())

        then:
        result.status == 0
        small.compiled().sort() == compiled
        base.resolve('facts.properties').toFile().text == before

        and: 'of the patched content, with the paths of its own directories alone'
        [kvm_main: 'virt/kvm/kvm_main.c', x86: 'arch/x86/kvm/x86.c'].every { object, path ->
            def source = small.kept().resolve("source/$path")
            small.kept().resolve("build/${object}.o").toFile().text == source.toFile().text &&
                    small.kept().resolve("build/.${object}.o.cmd").toFile().text == "cc $source ${small.kept()}/build/${object}.o\n"
        }

        and: "the user's tree is as it was"
        small.git('status', '--porcelain', '--ignored') == ''

        where:
        event                                        | act                                                                              | patch            || compiled
        'where another is kept'                      | { it, other -> }                                                                  | X86              || ['arch/x86/kvm/x86.c', 'virt/kvm/kvm_main.c']
        'where none is kept'                         | { it, other -> it.kept().toFile().deleteDir() }                                   | X86              || ['arch/x86/kvm/x86.c']
        'for a header'                               | { it, other -> it.kept().toFile().deleteDir() }                                   | HEADER           || ['arch/x86/kvm/x86.c', 'virt/kvm/kvm_main.c']
        'after a build that was interrupted'         | { it, other -> Files.delete(it.kept().resolve('facts.properties')) }              | MAIN             || ['virt/kvm/kvm_main.c']
        'after a copy that was interrupted'          | { it, other -> it.kept().resolve('build').toFile().renameTo(it.kept().resolve('build.new').toFile()); Files.delete(it.kept().resolve('facts.properties')) } | X86 || ['arch/x86/kvm/x86.c', 'virt/kvm/kvm_main.c']
        'where the other was built after the patch'  | { it, other -> Files.delete(it.kept().resolve('facts.properties')); younger(other) } | MAIN           || ['virt/kvm/kvm_main.c']
    }

    def "a patch that does not apply is reported before anything is built"() {
        given:
        small.committed()

        expect:
        small.build('--patch', file(folder, MAIN.replace('-int kvm;', '-int kwm;'))).status == 1
        small.kept().parent.toFile().list() == ['mine']
    }

    def "a source is unpacked from #archive"() {
        given:
        def tarball = folder.resolve(archive)
        def whole = folder.resolve('whole/linux-6.1')
        Files.createDirectories(whole.parent)
        assert ['cp', '-r', small.tree.toString(), whole.toString()].execute().waitFor() == 0
        assert ['tar', '-caf', tarball.toString(), '-C', whole.parent.toString(), 'linux-6.1'].execute().waitFor() == 0
        if (packed) {
            def root = Files.createDirectories(folder.resolve('deb/usr/src'))
            Files.move(tarball, root.resolve('linux-source-6.1.tar.gz'))
            Files.writeString(Files.createDirectories(folder.resolve('deb/DEBIAN')).resolve('control'), 'Package: linux-source-6.1\nVersion: 6.1-1\nArchitecture: all\nMaintainer: A <a@b>\nDescription: source\n')
            assert ['dpkg-deb', '-b', folder.resolve('deb').toString(), tarball.toString()].execute().waitFor() == 0
        }

        when:
        def result = kernel('build', 'qemu:x86_64', '--tree', tarball.toString(), '-j', '1')
        def again = kernel('build', 'qemu:x86_64', '--tree', tarball.toString(), '-j', '1', '--patch', file(folder, MAIN), '--name', 'mine')

        then:
        result.status == 0
        result.err.startsWith("kvmsh kernel: unpacking $tarball\n")
        result.out == "Linux 6.1.0-kvmsh from $tarball; boot it with -b 'qemu:x86_64?kernel=$name'\n"
        again.status == 0
        !again.err.contains('unpacking')
        small.kept().resolve('source/virt/kvm/kvm_main.c').toFile().text == 'int kvm = 7;\n'

        where:
        archive                         | packed || name
        'linux-6.1.tar.gz'              | false  || 'linux-6.1'
        'linux-6.1.tar.xz'              | false  || 'linux-6.1'
        'linux-source-6.1_6.1-1_all.deb' | true  || 'linux-6.1'
    }

    def "make's steps are reported now and then where no terminal shows them"() {
        given:
        small.write('Makefile', SmallKernelTree.makefile("seq -f '  CC      file%g.o' 250"))

        expect:
        small.build().err.readLines().findAll { it.contains(': step ') } == [100, 200].collect { "kvmsh kernel: step $it: CC file${it - 4}.o".toString() }
    }

    def "kcov instruments KVM's files alone"() {
        given:
        small.committed()

        expect:
        small.build(*(debug ? ['--debug', debug] : [])).status == 0
        small.commands().every { it.contains(' KCOV_INSTRUMENT=$(if $(filter arch/x86/kvm,$(obj)),y) ') == (debug == 'kcov') }

        where:
        debug << ['kcov', 'trace', null]
    }

    def "BTF needs pahole"() {
        given:
        ['sh', 'git', 'make', 'tar'].each { Files.createSymbolicLink(folder.resolve('bin').resolve(it), Path.of(['sh', '-c', "command -v $it"].execute().text.strip())) }
        if (present) {
            small.program('pahole', 'echo v1.24')
        }

        when:
        def result = Kvmsh.runWith(small.environment() + [PATH: folder.resolve('bin').toString()], '', 'kernel', 'build', 'qemu:x86_64', '--tree', small.tree.toString(), '-j', '1', '--debug', 'btf')

        then:
        result.err.contains('not found: pahole\n  apt-get install --no-install-recommends pahole\n') == !present

        where:
        present << [true, false]
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
        'no such debug option'       | { tree(it) + ['--debug', 'kazan'] }                                            | 2      || 'unknown debug option kazan; use kasan, lockdep, ubsan, trace, kcov, btf'
        'no such configuration'    | { tree(it) + ['--config', 'no.config'] }                                       | 2      || 'no configuration no.config: no such file'
        'a line of no configuration' | { tree(it) + ['--config', file(it, 'KVM=y')] }                               | 2      || 'FOLDER/a:1: not a kernel configuration line: KVM=y; write CONFIG_NAME=y'
        'a text without a diff'    | { tree(it) + ['--patch', file(it, 'hello')] }                                  | 2      || 'FOLDER/a is not a patch: it contains no diff'
        'a diff that does not apply' | { tree(it) + ['--patch', file(it, MAIN.replace('-int kvm;', '-int kwm;'))] } | 1      || """\
FOLDER/a does not apply: at virt/kvm/kvm_main.c:1 the tree does not match the hunk
    @@ -1 +1 @@
    -int kwm;
    +int kvm = 7;
"""
        'a release of no Debian'   | { ['--release', '6'] }                                                         | 2      || '--release 6 is invalid: use a version such as 6.1, or a Debian release such as sid'
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
        'qemu:x86_64?tree=TREE&debug=kazan'  || 'unknown debug option kazan; use kasan, lockdep, ubsan, trace, kcov, btf'
    }

    static final String MAIN = '--- a/virt/kvm/kvm_main.c\n+++ b/virt/kvm/kvm_main.c\n@@ -1 +1 @@\n-int kvm;\n+int kvm = 7;\n'
    static final String X86 = '--- a/arch/x86/kvm/x86.c\n+++ b/arch/x86/kvm/x86.c\n@@ -1,4 +1,4 @@\n line 1 of x86.c\n-line 2 of x86.c\n+line two\n line 3 of x86.c\n line 4 of x86.c\n'

    static final String HEADER = '--- a/include/linux/kvm_host.h\n+++ b/include/linux/kvm_host.h\n@@ -1 +1 @@\n-/* of all */\n+/* of each */\n'

    /** As if it had been built again since: everything is younger than the patched files. */
    static void younger(Path base) {
        base.resolve('build').toFile().eachFileRecurse { it.lastModified = System.currentTimeMillis() }
    }

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
