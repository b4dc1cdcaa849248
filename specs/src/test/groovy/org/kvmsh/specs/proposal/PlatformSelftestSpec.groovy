package org.kvmsh.specs.proposal

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.KernelDocuments
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.opentest4j.TestAbortedException
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The second mail of version 2 of KVM_PPC_SET_PLATFORM: a selftest of Linux's with the tests of scripts/ppc/set-platform-v2, by the same names. */
@Needs(['linux-source-6.1', 'git', 'make', 'powerpc64le-linux-gnu-gcc', 'rsync'])
@Timeout(600)
class PlatformSelftestSpec extends Specification {
    private static final String TEST = 'tools/testing/selftests/kvm/powerpc/set_platform_test'
    private static final String BOARD = 'qemu:ppc64-rfc?kernel=v2'
    private static final List<String> MAILS = ['kvm-ppc-set-platform-v2', 'kvm-selftests-set-platform'].collect { Kvmsh.script("kernels/ppc64-v2/${it}.patch") }
    private static final List<String> CROSS = ['ARCH=powerpc', 'CROSS_COMPILE=powerpc64le-linux-gnu-']

    @Shared @TempDir
    Path folder
    @Shared
    Path tree
    @Shared
    Path installed

    def setupSpec() {
        tree = Files.createDirectories(folder.resolve('linux'))
        def root = KernelDocuments.archive('6.1').name - '.tar.xz'
        execute(folder, 'tar', '-C', tree.toString(), '--strip-components=1', '-xf', KernelDocuments.archive('6.1').path,
                *['Makefile', 'Documentation/virt/kvm/api.rst', 'scripts', 'include', 'arch/powerpc', 'tools/testing/selftests', 'tools/scripts', 'usr'].collect { "$root/$it".toString() })
        execute(tree, 'git', 'init', '-q')
        // Debian's .gitignore hides the source.
        execute(tree, 'git', 'add', '-f', 'include/uapi', 'arch/powerpc', 'Documentation', 'tools/testing/selftests')
        git('commit', '-q', '-m', 'Linux 6.1')
        git('am', '-q', *MAILS)
        installed = folder.resolve('installed')
        execute(tree, 'make', '-s', *CROSS, 'headers')
        execute(tree, 'make', '-s', '-C', 'tools/testing/selftests', 'TARGETS=kvm/powerpc', 'USERLDFLAGS=-static', 'USERCFLAGS=-Werror', "INSTALL_PATH=$installed", *CROSS, 'install')
    }

    def "git am applies both mails, in their order"() {
        expect:
        git('log', '--reverse', '--format=%s', '-n', '2').readLines() == ['KVM: PPC: Add KVM_PPC_SET_PLATFORM', 'KVM: selftests: Add a test of KVM_PPC_SET_PLATFORM']
        MAILS.withIndex(1).every { mail, number -> new File(mail).readLines().any { it.startsWith("Subject: [PATCH v2 $number/2] ") } }
    }

    def "the test is a program that the board can run without a libc, and a target of kselftest"() {
        expect:
        installed.resolve('kselftest-list.txt').text == 'kvm/powerpc:set_platform_test\n'
        // e_machine of ELF, little-endian: EM_PPC64. The interpreter's name is in a dynamic program.
        installed.resolve('kvm/powerpc/set_platform_test').bytes[18..19] == [21, 0]
        !new String(installed.resolve('kvm/powerpc/set_platform_test').bytes, 'ISO-8859-1').contains('/ld64.so')
    }

    def "each test in C has the name of the test of set-platform-v2.#language in the same place"() {
        given:
        def script = Kvmsh.run('-q', '-b', 'rfc:model:power7-hv', Kvmsh.script("ppc/set-platform-v2.$language")).out

        expect:
        names(script) == tree.resolve("${TEST}.c").text.findAll(/(?m)^TEST_F\(set_platform, \w+\)/).collect { it.replaceFirst(/^TEST_F\((\w+), (\w+)\)/, '$1.$2') }

        where:
        language << ['groovy', 'js']
    }

    def "both print the same lines of TAP on the board"() {
        given:
        Needed.orSkip('qemu:ppc64-rfc', 'cpio')
        if (!Kvmsh.run('kernel', 'list').out.readLines().any { it ==~ /qemu:ppc64 +v2 .*/ }) {
            throw new TestAbortedException('no kernel v2; build it with kvmsh kernel build qemu:ppc64-rfc --patch scripts/kernels/ppc64-v2 --name v2')
        }
        def run = new ProcessBuilder(Kvmsh.script('ppc/run-selftests'), BOARD, installed.toString()).redirectErrorStream(true).start()
        def selftests = run.inputStream.text
        if (selftests.contains('boards setup --jvm')) {
            throw new TestAbortedException(selftests.trim())
        }

        expect:
        run.waitFor() == 0
        selftests.readLines().findAll { it =~ /^# (not )?ok / }*.substring(2) == Kvmsh.run('-q', '-b', BOARD, Kvmsh.script('ppc/set-platform-v2.groovy')).out.readLines().findAll { it =~ /^(not )?ok / }.collect { it.replaceFirst(/: .*/, '') }
        selftests.readLines().count { it =~ /^# ok \d+ set_platform\./ } == 22
    }

    /** The names of a TAP of kvmsh up to their colon, in order. */
    private static List<String> names(String tap) {
        tap.readLines().findAll { it =~ /^(not )?ok / }.collect { it.replaceFirst(/^(not )?ok \d+ ([\w.]+).*/, '$2') }
    }

    private String git(String... arguments) {
        execute(tree, 'git', '-c', 'user.name=A', '-c', 'user.email=a@example.org', *arguments)
    }

    private static String execute(Path where, String... command) {
        def process = new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true).start()
        process.outputStream.close()
        def out = process.inputStream.text
        assert process.waitFor() == 0: "${command.join(' ')}: $out"
        out
    }
}
