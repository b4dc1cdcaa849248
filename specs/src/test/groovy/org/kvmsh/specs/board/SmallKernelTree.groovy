package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Programs

/** A tree that kvmsh accepts as a kernel's, with a Makefile that prints its arguments, and substitutes for the programs that build a kernel. */
class SmallKernelTree {
    static final String BOARD = 'qemu:x86_64'

    final Path folder
    final Path tree

    SmallKernelTree(Path folder) {
        this.folder = folder
        tree = folder.resolve('linux')
        ['arch/x86/kvm', 'virt/kvm', 'scripts/kconfig', 'include/linux'].each { Files.createDirectories(tree.resolve(it)) }
        write('arch/x86/kvm/x86.c', (1..12).collect { "line $it of x86.c\n" }.join(''))
        write('virt/kvm/kvm_main.c', 'int kvm;\n')
        write('include/linux/kvm_host.h', '/* of all */\n')
        write('scripts/kconfig/Makefile', '\n')
        write('init/Kconfig', 'config OTHER\n\tbool\nconfig MINE\n\ttristate "mine"\n\tdepends on OTHER\n\tdepends on NET || PCI\n')
        write('Makefile', makefile())
        ['flex', 'bison', 'bc', 'depmod', 'gcc', 'x86_64-linux-gnu-gcc'].each { program(it, 'echo "$0 12.2"') }
        // -s -o TO FROM
        program('x86_64-linux-gnu-strip', 'cp "$4" "$3"')
    }

    /** @param build what the goals vmlinux and modules do first */
    static String makefile(String build = 'true', String kernel = 'Makefile', String release = '6.1.0-kvmsh', String modules = null) {
        def installed = '$(INSTALL_MOD_PATH)/lib/modules/' + release
        """\
VERSION = 6
PATCHLEVEL = 1
SUBLEVEL = 0
EXTRAVERSION =
KO = arch/x86/kvm/kvm.ko arch/x86/kvm/kvm-amd.ko arch/x86/kvm/kvm-intel.ko
allnoconfig:
\t@mkdir -p \$(O)/include/config
\t@grep -v CONFIG_MINE= \$(KCONFIG_ALLCONFIG) > \$(O)/.config
vmlinux: \$(KO)
\t@echo '  LD      vmlinux'
\t@$build
\t@cp $kernel \$(O)/vmlinux
\t@echo $release > \$(O)/include/config/kernel.release
modules: vmlinux
\$(KO):
\t@echo '  LD [M]  \$@'
\t@mkdir -p \$(O)/arch/x86/kvm && cat arch/x86/kvm/x86.c > \$(O)/\$@
modules_install:
\t@mkdir -p $installed/kernel/arch/x86/kvm && cp \$(O)/arch/x86/kvm/*.ko $installed/kernel/arch/x86/kvm/
\t@${modules == null ? "touch $installed/modules.dep" : "cp -r $modules/. $installed/"}
.PHONY: \$(KO)
"""
    }

    /** A Makefile that compiles two files where they or their header are younger, or the command in their .cmd file is another, as the kernel's does. */
    static String compiling() {
        makefile().replace('vmlinux: $(KO)', '''vmlinux: $(O)/x86.o $(O)/kvm_main.o $(KO)''').replace('modules: vmlinux', '''\
changed = $(if $(findstring cc $(1) $(2),$(shell cat $(dir $(2)).$(notdir $(2)).cmd 2> /dev/null)),,FORCE)
define object
$(O)/$(1).o: $(CURDIR)/$(2) $(CURDIR)/include/linux/kvm_host.h $$(call changed,$(CURDIR)/$(2),$(O)/$(1).o)
\t@echo '  CC      $(2)'
\t@cp $(2) $$@
\t@echo 'cc $(CURDIR)/$(2) $(O)/$(1).o' > $(O)/.$(1).o.cmd
endef
$(eval $(call object,x86,arch/x86/kvm/x86.c))
$(eval $(call object,kvm_main,virt/kvm/kvm_main.c))
FORCE:
modules: vmlinux''')
    }

    Path write(String name, String text) {
        def file = tree.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }

    /** Makes a checkout of it, with everything committed. */
    SmallKernelTree committed(String message = 'all') {
        if (!Files.exists(tree.resolve('.git'))) {
            git('init', '-q')
        }
        git('add', '-A')
        git('commit', '-q', '-m', message)
        this
    }

    String git(String... words) {
        def command = ['git', '-c', 'user.name=A', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false', '-c', 'core.hooksPath=/dev/null'] + (words as List)
        def process = new ProcessBuilder(command).directory(tree.toFile()).redirectErrorStream(true)
        process.environment().putAll(environment())
        def started = process.start()
        def text = started.inputStream.text
        assert started.waitFor() == 0, text
        text
    }

    void program(String name, String text) {
        Programs.write(folder.resolve('bin').resolve(name), text)
    }

    Map<String, String> environment() {
        [PATH: "$folder/bin:${System.getenv('PATH')}".toString(), XDG_CACHE_HOME: folder.resolve('cache').toString(), HOME: folder.toString(), GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C']
    }

    Kvmsh.Result build(String... options) {
        Kvmsh.runWith(environment(), '', 'kernel', 'build', BOARD, '--tree', tree.toString(), '-j', '1', '--name', 'mine', *options)
    }

    Path kept() {
        folder.resolve('cache/kvmsh/kernels/x86_64/mine')
    }

    /** The commands of the last build. */
    List<String> commands() {
        kept().resolve('build.log').toFile().readLines().findAll { it.startsWith('$ ') }*.substring(2)
    }

    /** The files that the last build compiled. */
    List<String> compiled() {
        kept().resolve('build.log').toFile().readLines().findAll { it.startsWith('  CC      ') }*.substring(10)
    }
}
