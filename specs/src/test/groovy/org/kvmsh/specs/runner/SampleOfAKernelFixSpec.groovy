package org.kvmsh.specs.runner

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import spock.lang.Specification

/** samples/kernel: its test fails on a kernel without its patch. OwnKernelPageSpec builds the kernel with the patch, on which it passes. */
class SampleOfAKernelFixSpec extends Specification {
    static final String SAMPLE = Kvmsh.ROOT.resolve('samples/kernel')

    def "the test fails on #board, whose kernel does not have the fix"() {
        given:
        Needed.orSkip(board == 'kvm' ? 'kvm:x86_64' : board)

        when:
        def result = Kvmsh.runShared('test', '-b', board, '--run=none', "$SAMPLE/tss-address.groovy")

        then:
        result.status == 1
        result.out.readLines().any { it ==~ /not ok 1 a TSS address .*/ }
        result.out.contains('expected EINVAL')

        where:
        board << ['kvm', 'qemu:x86_64']
    }

    def "the patch is one that git reads, of a file of KVM"() {
        given:
        Needed.orSkip('git')

        when:
        def read = new ProcessBuilder('git', 'apply', '--numstat', "$SAMPLE/fix.mbox").directory(Kvmsh.ROOT.toFile()).redirectErrorStream(true).start()
        def files = read.inputStream.readLines()

        then:
        read.waitFor() == 0
        files.every { it ==~ /\d+\t\d+\t(arch\/x86|virt)\/kvm\/.*/ }
        !files.empty
    }
}
