package org.kvmsh.specs.proposal

import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.opentest4j.TestAbortedException
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The second mail of version 2 of KVM_PPC_SET_PLATFORM: a selftest of Linux with the tests of scripts/ppc/set-platform-v2, which have the same names. */
@Timeout(900)
class PlatformSelftestSpec extends Specification {
    private static final String BOARD = 'qemu:ppc64-rfc?kernel=v2'
    private static final File SECOND = new File(Kvmsh.script('kernels/ppc64-v2/kvm-selftests-set-platform.patch'))

    @Shared @TempDir
    Path folder

    @Needs(['linux-source-6.1', 'git', 'make', 'rsync', 'powerpc64le-linux-gnu-gcc'])
    def "git am applies both mails to Linux 6.1, and the selftest is built without a warning as a target of kselftest"() {
        when:
        def built = execute(Kvmsh.script('ppc/compare-selftest'), '-n', '-o', folder.toString())
        def program = folder.resolve('selftests/kvm/powerpc/set_platform_test').toFile()

        then:
        built.status == 0
        execute('git', '-C', folder.resolve('linux').toString(), 'log', '--reverse', '--format=%s', '-n', '2').out.readLines() ==
                ['KVM: PPC: Add KVM_PPC_SET_PLATFORM', 'KVM: selftests: Add a test of KVM_PPC_SET_PLATFORM']
        folder.resolve('selftests/kselftest-list.txt').toFile().text == 'kvm/powerpc:set_platform_test\n'
        // e_machine of a little-endian ELF: EM_PPC64. A dynamic program has the name of its interpreter.
        program.bytes[18..19] == [21, 0]
        !program.getText('ISO-8859-1').contains('/ld64.so')
    }

    def "the mails are a series"() {
        expect:
        SECOND.parentFile.listFiles().sort { it.name }.collect { it.readLines().find { it.startsWith('Subject: ') }.replaceFirst(/.*\[(.*)\].*/, '$1') } == ['PATCH v2 1/2', 'PATCH v2 2/2']
    }

    def "each test in C has the name of the test of set-platform-v2.#language in the same place"() {
        given:
        def inC = SECOND.readLines().findAll { it.startsWith('+TEST_F(') }.collect { it.replaceFirst(/.*\((\w+), (\w+)\)/, '$1.$2') }

        expect:
        inC.size() == 22
        Kvmsh.run('-q', '-b', 'rfc:model:power7-hv', Kvmsh.script("ppc/set-platform-v2.$language")).out.readLines().findAll { it.startsWith('ok ') }.collect { it.replaceFirst(/^ok \d+ ([^:]+): .*/, '$1') } == inC

        where:
        language << ['groovy', 'js']
    }

    @Needs(['linux-source-6.1', 'git', 'make', 'rsync', 'powerpc64le-linux-gnu-gcc', 'cpio', 'qemu:ppc64'])
    def "the kernel's harness and kvmsh print the same lines of TAP on the board"() {
        given:
        if (!Kvmsh.run('kernel', 'list').out.readLines().any { it ==~ /qemu:ppc64 +v2 .*/ }) {
            throw new TestAbortedException('no kernel v2; build it with kvmsh kernel build qemu:ppc64-rfc --patch scripts/kernels/ppc64-v2 --name v2')
        }

        when:
        def compared = execute(Kvmsh.script('ppc/compare-selftest'), '-o', folder.toString(), BOARD)
        if (compared.out.contains('boards setup --jvm')) {
            throw new TestAbortedException('no busybox for the board; kvmsh boards setup --jvm qemu:ppc64')
        }

        then:
        compared.out.contains("$BOARD: 22 lines are the same in C and in kvmsh, 22 of them ok\n")
        compared.status == 0
    }

    private static Map execute(String... command) {
        def process = new ProcessBuilder(command).redirectErrorStream(true).start()
        process.outputStream.close()
        [out: process.inputStream.text, status: process.waitFor()]
    }
}
