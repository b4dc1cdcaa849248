package org.kvmsh.specs.board

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.Timeout

/** A test that needs much of a board's memory declares it, and is skipped at its start on a board with less; a board in QEMU has the processors it is given. */
@Timeout(300)
class BoardsHaveMemorySpec extends Specification {
    @Sample(verify = 8)
    def "needs memory: on #board: a test that asks for 1 MiB runs, and one that asks for a petabyte is skipped, in #language"() {
        given:
        Needed.orSkip(board)

        when:
        def result = Kvmsh.runShared('-q', '-b', board, '--lang', language, '-e', language == 'js' ? '''
            test('little', () => { needs({memory: MB(1)}); expect(() => true) })
            test('much', () => { needs({memory: MB(1073741824)}) })''' : '''
            test('little') { needs memory: 1.MB; expect { true } }
            test('much') { needs memory: 1073741824.MB }''')

        then:
        result.out.readLines().contains('ok 1 little')
        result.out.readLines().any { it.startsWith('ok 2 much # SKIP') && it.contains('of free memory; ') && it.contains(advice) }

        where:
        [board, language] << [['kvm:x86_64', 'qemu:x86_64'], ['groovy', 'js']].combinations()
        advice = board == 'qemu:x86_64' ? "; give it more memory: -b 'qemu:x86_64?memory=" : 'MiB'
    }

    def "cpus= gives a board that many processors: #board"() {
        given:
        Needed.orSkip(board)

        expect: 'which KVM recommends as the number of vCPUs'
        Kvmsh.run('-q', '-b', "$board?cpus=3", '-e', 'println kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NR_VCPUS)').out.readLines().last() == '3'

        where:
        board << ['qemu:x86_64', 'qemu:arm64', 'qemu:arm64-gicv3', 'qemu:riscv64', 'qemu:ppc64', 'qemu:ppc64-powernv']
    }
}
